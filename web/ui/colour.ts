// Colours as designs write them: CSS colours and linear gradients.

export interface Stop {
  colour: string;
  /** 0 to 100 */
  at: number;
}

export interface Gradient {
  /** Degrees, as in CSS: 0 is upwards, 90 to the right. */
  angle: number;
  stops: Stop[];
}

function split_outside_brackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; ++i) {
    if (text[i] === '(') ++depth;
    if (text[i] === ')') --depth;
    if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}

const sides: Record<string, number> = {
  'to top': 0, 'to right': 90, 'to bottom': 180, 'to left': 270,
  'to top right': 45, 'to bottom right': 135, 'to bottom left': 225, 'to top left': 315,
};

/** The gradient that a text names, or undefined when it is a plain colour. */
export function parse_gradient(text: string): Gradient | undefined {
  const inside = /^\s*linear-gradient\((.*)\)\s*$/is.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const parts = split_outside_brackets(inside);
  const first = parts[0] ?? '';
  const degrees = /^(-?[\d.]+)deg$/.exec(first)?.[1];
  const angle = degrees !== undefined ? Number(degrees) : sides[first.toLowerCase()];
  if (angle !== undefined) parts.shift();
  const stops = parts.map((part, index): Stop => {
    const match = /^(.*?)\s+(-?[\d.]+)%$/.exec(part);
    const even = parts.length > 1 ? (100 * index) / (parts.length - 1) : 0;
    return match?.[1] !== undefined ? { colour: match[1], at: Number(match[2]) } : { colour: part, at: even };
  });
  return stops.length < 2 ? undefined : { angle: angle ?? 0, stops };
}

export function write_gradient(gradient: Gradient): string {
  const stops = [...gradient.stops].sort((a, b) => a.at - b.at).map((stop) => `${stop.colour} ${Math.round(stop.at * 100) / 100}%`);
  return `linear-gradient(${Math.round(gradient.angle * 100) / 100}deg, ${stops.join(', ')})`;
}

/** "#RRGGBB" (with "AA" when it lets light through) for a hex or rgb colour; the text itself when it is a name. */
export function to_hex(text: string): string {
  const colour = text.trim();
  const short = /^#([0-9a-f]{3,4})$/i.exec(colour)?.[1];
  if (short !== undefined) return `#${short.replace(/./g, '$&$&')}`.toUpperCase();
  const match = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$/i.exec(colour);
  if (match === null) return /^#([0-9a-f]{6}|[0-9a-f]{8})$/i.test(colour) ? colour.toUpperCase() : colour;
  const digits = (value: number) => Math.max(0, Math.min(255, Math.round(value))).toString(16).padStart(2, '0');
  const alpha = match[4] === undefined ? 1 : Number(match[4]) / (match[5] === '%' ? 100 : 1);
  const solid = `#${digits(Number(match[1]))}${digits(Number(match[2]))}${digits(Number(match[3]))}`;
  return (alpha >= 1 ? solid : solid + digits(alpha * 255)).toUpperCase();
}

/** A colour that a person typed, with or without "#", or undefined. */
export function parse_typed_colour(text: string): string | undefined {
  const typed = text.trim();
  if (/^#?([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(typed)) return to_hex(typed.startsWith('#') ? typed : `#${typed}`);
  if (/^rgba?\(/i.test(typed)) {
    const hex = to_hex(typed);
    return hex.startsWith('#') ? hex : undefined;
  }
  return undefined;
}
