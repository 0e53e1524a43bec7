import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DesignStateSchema } from '../../engine/generated/local_pb.ts';
import { empty_editor } from '../model/editor_model.ts';
import { insert_pictures } from './insert_pictures.ts';

test('who may only look is told so, and nothing of theirs is kept or sent', async () => {
  const told: string[] = [];
  const kept: string[] = [];
  const put = async (design: ReturnType<typeof create<typeof DesignStateSchema>> | undefined) => {
    const replica = {
      send: () => undefined,
      subscribe: () => () => undefined,
      put_blob: (_: Uint8Array, type: string) => {
        kept.push(type);
        return Promise.resolve('blob:1');
      },
      subscribe_uploads: () => () => undefined,
      subscribe_device: () => () => undefined,
      forget_upload: () => undefined,
    };
    const files = [new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' }), new File(['<svg/>'], 'b.svg', { type: 'image/svg+xml' })];
    await insert_pictures({ model: { get: () => ({ ...empty_editor, design }), subscribe: () => () => undefined }, replica, dispatch: () => undefined, tell: (text) => void told.push(text) }, files);
  };
  await put(create(DesignStateSchema, { readOnly: true }));
  await put(create(DesignStateSchema, { readOnly: true, version: 4n }));
  await put(undefined);
  expect(kept).toEqual([]);
  expect(told).toHaveLength(3);
  expect(told[0]).toMatch(/may look at this design/);
  expect(told[1]).toMatch(/earlier version/);
});
