import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DesignStateSchema, PointerPhase, TextEditingSchema, Tool } from '../../engine/generated/local_pb.ts';
import { Typing } from './typing.ts';

const press = (clickCount: number) => ({ case: 'pointer', value: { phase: PointerPhase.POINTER_DOWN, clickCount } }) as const;
const editing = (active: boolean) => ({ case: 'textEditing', value: create(TextEditingSchema, { active }) }) as const;

test('what is typed before the engine has answered already belongs to the text', () => {
  const typing = new Typing(() => 1000);
  expect(typing.on).toBe(false);
  typing.dispatched({ case: 'tool', value: { tool: Tool.TEXT } });
  expect(typing.on).toBe(false);
  typing.dispatched(press(1));
  expect(typing.on).toBe(true);
  typing.heard(editing(true));
  expect(typing.on).toBe(true);
  typing.heard(editing(false));
  expect(typing.on).toBe(false);
});

test('a double click may be on no text: then letters are shortcuts again soon', () => {
  let now = 0;
  const typing = new Typing(() => now);
  typing.dispatched(press(1));
  expect(typing.on).toBe(false);
  typing.dispatched(press(2));
  expect(typing.on).toBe(true);
  now = 701;
  expect(typing.on).toBe(false);
  typing.dispatched({ case: 'key', value: { key: 'Enter', down: true } });
  typing.dispatched({ case: 'key', value: { key: 'Escape', down: true } });
  expect(typing.on).toBe(false);
});

test('the tool is what was chosen until the engine says that it is over', () => {
  const typing = new Typing(() => 0);
  const design = (tool: Tool) => typing.heard({ case: 'design', value: create(DesignStateSchema, { tool }) });
  typing.dispatched({ case: 'tool', value: { tool: Tool.TEXT } });
  design(Tool.SELECT); // said before
  typing.dispatched(press(1));
  expect(typing.on).toBe(true);
  design(Tool.TEXT);
  design(Tool.SELECT);
  typing.heard(editing(false));
  typing.dispatched(press(1));
  expect(typing.on).toBe(false);
});
