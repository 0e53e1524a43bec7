// What the Text and Shapes panels insert. Outlines are drawn by us, on a 24 x 24 field, for the button only.

export interface Shape {
  name: string;
  type: 'figure' | 'line';
  properties: Readonly<Record<string, string | number | readonly number[]>>;
  /** Of the width of the page. */
  width: number;
  /** Of its own width. */
  ratio: number;
  outline: string;
  filled: boolean;
}

const figure = (name: string, sub_type: string, outline: string, more: Partial<Pick<Shape, 'ratio' | 'properties'>> = {}): Shape => ({
  name, type: 'figure', properties: { subType: sub_type, fill: '#5B5BD6', ...more.properties }, width: 0.36, ratio: more.ratio ?? 1, outline, filled: true,
});

const line = (name: string, properties: Shape['properties'], outline: string): Shape => ({
  name, type: 'line', properties: { color: '#1B1D23', ...properties }, width: 0.5, ratio: 0, outline, filled: false,
});

export const shapes: readonly Shape[] = [
  figure('Rectangle', 'rect', 'M3 5h18v14H3z', { ratio: 0.75 }),
  figure('Rounded rectangle', 'rect', 'M6 5h12a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3z', { ratio: 0.75, properties: { cornerRadius: 40 } }),
  figure('Circle', 'circle', 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z'),
  figure('Triangle', 'triangle', 'M12 4l9.5 16h-19z'),
  figure('Right triangle', 'rightTriangle', 'M4 4v16h16z'),
  figure('Diamond', 'diamond', 'M12 2.5 21.5 12 12 21.5 2.5 12z'),
  figure('Pentagon', 'pentagon', 'M12 3l9.5 7-3.6 11H6.1L2.5 10z'),
  figure('Hexagon', 'hexagon', 'M7 3.5h10l5 8.5-5 8.5H7L2 12z'),
  figure('Star', 'star', 'M12 2.5l2.9 6.3 6.9.8-5.1 4.7 1.4 6.8L12 17.7l-6.1 3.4 1.4-6.8-5.1-4.7 6.9-.8z'),
];

export const lines: readonly Shape[] = [
  line('Line', {}, 'M3 12h18'),
  line('Dashed line', { dash: [2, 1] }, 'M3 12h4m3 0h4m3 0h4'),
  line('Arrow', { endHead: 'arrow' }, 'M3 12h18m-6-6 6 6-6 6'),
];

export interface TextStyle {
  name: string;
  text: string;
  /** Of the width of the page. */
  size: number;
  weight: string;
  line_height: number;
}

export const text_styles: readonly TextStyle[] = [
  { name: 'Heading', text: 'Heading', size: 0.1, weight: 'bold', line_height: 1.1 },
  { name: 'Subheading', text: 'Subheading', size: 0.056, weight: '600', line_height: 1.2 },
  { name: 'Body text', text: 'Body text', size: 0.034, weight: 'normal', line_height: 1.4 },
];
