import { expect, test } from 'vitest';
import { account_name, initials, made_up_person, read_person, tints } from './person.ts';

test('a guest gets a name that says the colour', () => {
  for (let i = 0; i < tints.length; i++) {
    const person = made_up_person([i, i * 3]);
    expect(person.name.startsWith(tints[i]?.word ?? '-')).toBe(true);
    expect(person.colour).toBe(tints[i]?.colour);
  }
  expect(new Set(tints.map((tint) => tint.colour)).size).toBe(tints.length);
});

test('only a person is read back', () => {
  expect(read_person('{"name":"Asha","colour":255,"from":"given"}')).toEqual({ name: 'Asha', colour: 255, from: 'given' });
  for (const text of [null, '', '{}', '[]', '{"name":"","colour":1,"from":"made"}', '{"name":3,"colour":1,"from":"made"}']) expect(read_person(text)).toBeUndefined();
});

test('an account gives its name, a guest does not', () => {
  expect(account_name({ guest: false, name: 'Asha Rao', email: 'a@b.c' })).toBe('Asha Rao');
  expect(account_name({ guest: false, name: '', email: 'asha@b.c' })).toBe('asha');
  expect(account_name({ guest: true, name: '', email: '' })).toBeUndefined();
  expect(account_name('oops')).toBeUndefined();
});

test('initials are whole signs', () => {
  expect(initials('Green Otter')).toBe('GO');
  expect(initials('नेहा')).toBe('ने');
});
