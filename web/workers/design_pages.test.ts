import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { DesignStateSchema, PageStateSchema, PointerShapeSchema } from '../engine/generated/local_pb.ts';
import { DesignPages } from './design_pages.ts';

const design = (...pages: { page: string; background?: string; unchanged?: boolean }[]) =>
  ({ case: 'design', value: create(DesignStateSchema, { pages: pages.map((page) => create(PageStateSchema, page)) }) }) as const;
const backgrounds = (event: ReturnType<DesignPages['fill_in']>) => (event.case === 'design' ? event.value.pages.map((page) => page.background) : []);

it('fills in pages that did not change, and forgets those that are gone', () => {
  const pages = new DesignPages();
  expect(backgrounds(pages.fill_in(design({ page: 'a', background: 'red' }, { page: 'b', background: 'blue' })))).toEqual(['red', 'blue']);
  expect(backgrounds(pages.fill_in(design({ page: 'b', unchanged: true }, { page: 'a', background: 'green' })))).toEqual(['blue', 'green']);
  expect(backgrounds(pages.fill_in(design({ page: 'a', unchanged: true })))).toEqual(['green']);
  expect(backgrounds(pages.fill_in(design({ page: 'b', unchanged: true })))).toEqual(['']);
});

it('leaves other news alone', () => {
  const event = { case: 'pointerShape', value: create(PointerShapeSchema, { css: 'move' }) } as const;
  expect(new DesignPages().fill_in(event)).toBe(event);
});
