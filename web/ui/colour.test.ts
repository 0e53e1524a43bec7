import { expect, test } from 'vitest';
import { parse_gradient, parse_typed_colour, to_hex, write_gradient } from './colour.ts';

test('a gradient survives reading and writing', () => {
  const text = 'linear-gradient(90deg, #FF0000 0%, rgba(0, 0, 255, 0.5) 62.5%, #FFFFFF 100%)';
  const gradient = parse_gradient(text);
  expect(gradient?.stops).toHaveLength(3);
  expect(gradient && write_gradient(gradient)).toBe(text);
});

test('a gradient without angle runs upwards, and stops without place are spread evenly', () => {
  expect(parse_gradient('linear-gradient(red, lime, blue)')).toEqual({
    angle: 0,
    stops: [{ colour: 'red', at: 0 }, { colour: 'lime', at: 50 }, { colour: 'blue', at: 100 }],
  });
  expect(parse_gradient('linear-gradient(to right, red, blue)')?.angle).toBe(90);
});

test('plain colours and other gradients are not linear gradients', () => {
  for (const text of ['#fff', 'red', 'radial-gradient(red, blue)', 'linear-gradient(red)']) expect(parse_gradient(text)).toBeUndefined();
});

test('colours are shown as hex, names stay names', () => {
  expect(to_hex('rgb(0, 161, 255)')).toBe('#00A1FF');
  expect(to_hex('rgba(98 197 255 / 50%)')).toBe('#62C5FF80');
  expect(to_hex('#abc')).toBe('#AABBCC');
  expect(to_hex('tomato')).toBe('tomato');
});

test('typed colours need no hash; nonsense is refused', () => {
  expect(parse_typed_colour('5b5bd6')).toBe('#5B5BD6');
  expect(parse_typed_colour(' #FFF ')).toBe('#FFFFFF');
  expect(parse_typed_colour('nice blue')).toBeUndefined();
  expect(parse_typed_colour('12345')).toBeUndefined();
});
