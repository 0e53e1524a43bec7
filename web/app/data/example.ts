// The example that a first visit can start from: a post made of text and shapes only, so that it needs no files.

const text = (id: string, words: string, place: { x: number; y: number; width: number }, style: Record<string, string | number>) => ({
  id, type: 'text', text: words, ...place, fontFamily: 'Montserrat', align: 'left', lineHeight: 1.1, ...style,
});

const figure = (id: string, sub_type: string, place: { x: number; y: number; width: number; height: number }, style: Record<string, string | number>) => ({
  id, type: 'figure', subType: sub_type, ...place, ...style,
});

export const example_design = {
  schemaVersion: 4,
  width: 1080,
  height: 1350,
  unit: 'px',
  dpi: 72,
  fonts: [],
  pages: [
    {
      id: 'page-1',
      width: 'auto',
      height: 'auto',
      background: '#F4F1FF',
      children: [
        figure('sun', 'circle', { x: 560, y: 120, width: 640, height: 640 }, { fill: 'linear-gradient(135deg, #FFB547 0%, #FF6B6B 100%)' }),
        figure('hill', 'rect', { x: -60, y: 560, width: 760, height: 420 }, { fill: '#5B5BD6', cornerRadius: 210 }),
        figure('stone', 'circle', { x: 96, y: 656, width: 228, height: 228 }, { fill: '#FFFFFF', opacity: 0.9 }),
        text('kicker', 'SATURDAY · 10 AM', { x: 96, y: 112, width: 700 }, { fontSize: 34, fontWeight: '600', letterSpacing: 0.12, fill: '#5B5BD6' }),
        text('title', 'Small makers market', { x: 96, y: 1020, width: 900 }, { fontSize: 104, fontWeight: '700', fill: '#1B1D23', lineHeight: 1.05 }),
        figure('rule', 'rect', { x: 96, y: 1268, width: 120, height: 10 }, { fill: '#FF6B6B', cornerRadius: 5 }),
        text('place', 'Old harbour hall', { x: 248, y: 1250, width: 740 }, { fontSize: 38, fontWeight: '500', fill: '#3C404A' }),
      ],
    },
  ],
};
