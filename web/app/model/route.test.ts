import { expect, test } from 'vitest';
import { parse_route, write_route } from './route.ts';

const document = '0123456789abcdef0123456789abcdef';
const capability = 'f'.repeat(32);

test('every place has an address that leads back to it', () => {
  for (const route of [{ at: 'home' }, { at: 'trash' }, { at: 'design', document, capability }, { at: 'design', document, capability: '' }] as const) {
    const address = new URL(write_route(route), 'http://flashkit.test');
    expect(parse_route(address.pathname, address.hash)).toEqual(route);
  }
});

test('a damaged address leads nowhere instead of to a wrong design', () => {
  expect(parse_route('/d/0123', '').at).toBe('nowhere');
  expect(parse_route(`/d/${document}`, '#zz').at).toBe('nowhere');
  expect(parse_route('/elsewhere', '').at).toBe('nowhere');
});
