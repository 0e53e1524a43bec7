import { parse_gradient } from './colour.ts';

/** A CSS image that paints the colour or gradient over the chequerboard of a swatch. */
export function swatch_image(value: string | undefined): string {
  if (value === undefined) return 'linear-gradient(135deg, #fff 48%, #9a9fab 48% 52%, #fff 52%)';
  return parse_gradient(value) ? value : `linear-gradient(${value}, ${value})`;
}
