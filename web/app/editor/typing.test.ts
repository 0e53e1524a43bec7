import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DesignStateSchema, PointerPhase, TextEditingSchema, Tool } from '../../engine/generated/local_pb.ts';
import { Typing } from './typing.ts';

const press = (clickCount: number) => ({ case: 'pointer', value: { phase: PointerPhase.POINTER_DOWN, clickCount } }) as const;
const let_go = { case: 'pointer', value: { phase: PointerPhase.POINTER_UP } } as const;
const key = (name: string) => ({ case: 'key', value: { key: name, down: true } }) as const;
const text_tool = { case: 'tool', value: { tool: Tool.TEXT } } as const;
const editing = (active: boolean) => ({ case: 'textEditing', value: create(TextEditingSchema, { active }) }) as const;
const design = (tool: Tool) => ({ case: 'design', value: create(DesignStateSchema, { tool }) }) as const;

// An engine that has not done what it was told before `settle` says so.
function make() {
  const waiting: (() => void)[] = [];
  const typing = new Typing(() => new Promise((resolve) => void waiting.push(resolve)));
  const settle = async () => {
    for (const resolve of waiting.splice(0)) resolve();
    await Promise.resolve();
  };
  return { typing, settle };
}

test('what is typed before the engine has answered already belongs to the text', async () => {
  const { typing, settle } = make();
  expect(typing.on).toBe(false);
  typing.dispatched(text_tool);
  expect(typing.on).toBe(false);
  typing.dispatched(press(1));
  expect(typing.on).toBe(true);
  typing.dispatched(let_go);
  expect(typing.on).toBe(true);
  typing.heard(editing(true));
  await settle();
  expect(typing.on).toBe(true);
  typing.heard(editing(false));
  expect(typing.on).toBe(false);
});

test('a double click may be on no text: letters are shortcuts again when the engine has seen it, and no sooner', async () => {
  const { typing, settle } = make();
  typing.dispatched(press(1));
  typing.dispatched(let_go);
  expect(typing.on).toBe(false);
  typing.dispatched(press(2));
  typing.dispatched(let_go);
  expect(typing.on).toBe(true);
  await settle();
  expect(typing.on).toBe(false);
});

test('that the text before is no longer edited says nothing about the one that was double-clicked', async () => {
  const { typing, settle } = make();
  typing.heard(editing(true));
  typing.dispatched(press(2));
  typing.dispatched(let_go);
  typing.heard(editing(false));
  expect(typing.on).toBe(true);
  typing.heard(editing(true));
  await settle();
  expect(typing.on).toBe(true);
});

test('Escape ends typing at once, also when the engine has not heard of it yet', async () => {
  const { typing, settle } = make();
  typing.dispatched(key('Enter'));
  expect(typing.on).toBe(true);
  typing.dispatched(key('Escape'));
  typing.heard(editing(true));
  expect(typing.on).toBe(false);
  typing.heard(editing(false));
  await settle();
  expect(typing.on).toBe(false);
  typing.dispatched(key('Escape'));
  typing.dispatched(key('Enter'));
  typing.heard(editing(true));
  await settle();
  expect(typing.on).toBe(true);
});

test('the tool is what was chosen until the engine says that it is over', async () => {
  const { typing, settle } = make();
  typing.dispatched(text_tool);
  typing.heard(design(Tool.SELECT)); // said before
  typing.dispatched(press(1));
  expect(typing.on).toBe(true);
  typing.dispatched(let_go);
  typing.heard(design(Tool.TEXT));
  typing.heard(design(Tool.SELECT));
  typing.heard(editing(true));
  await settle();
  typing.dispatched(key('Escape'));
  typing.heard(editing(false));
  await settle();
  typing.dispatched(press(1));
  expect(typing.on).toBe(false);
});
