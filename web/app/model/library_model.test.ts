import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DocumentListSchema } from '../../engine/generated/replica_pb.ts';
import { designs, empty_library, needing_you, reduce_library } from './library_model.ts';

test('designs are listed newest first, the trash apart, and those that need a person are found', () => {
  const list = create(DocumentListSchema, {
    rows: [{ name: 'old', changedMs: 1n, rejected: 2 }, { name: 'gone', changedMs: 5n, trashed: true }, { name: 'new', changedMs: 9n }],
  });
  const { rows } = reduce_library(empty_library, { case: 'list', value: list });
  expect(designs(rows ?? [], false).map((row) => row.name)).toEqual(['new', 'old']);
  expect(designs(rows ?? [], true).map((row) => row.name)).toEqual(['gone']);
  expect(needing_you(rows ?? []).map((row) => row.name)).toEqual(['old']);
});
