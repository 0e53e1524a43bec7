import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DocumentListSchema, DocumentLoadedSchema, OperationRejectedSchema } from '../../engine/generated/replica_pb.ts';
import { designs, empty_library, reduce_library } from './library_model.ts';

const document = new Uint8Array(16).fill(1);
const client = new Uint8Array(16).fill(2);
const rejected = (number: bigint) =>
  ({ case: 'rejected', value: create(OperationRejectedSchema, { document, kept: { client, number, text: 'No right' } }) }) as const;

test('designs are listed newest first and the trash apart', () => {
  const list = create(DocumentListSchema, {
    rows: [{ name: 'old', changedMs: 1n }, { name: 'gone', changedMs: 5n, trashed: true }, { name: 'new', changedMs: 9n }],
  });
  const { rows } = reduce_library(empty_library, { case: 'list', value: list });
  expect(designs(rows ?? [], false).map((row) => row.name)).toEqual(['new', 'old']);
  expect(designs(rows ?? [], true).map((row) => row.name)).toEqual(['gone']);
});

test('a change that needs a person is listed once and leaves when it is settled', () => {
  let model = reduce_library(empty_library, rejected(3n));
  model = reduce_library(model, rejected(4n));
  model = reduce_library(model, rejected(3n));
  expect(model.needs_you.map((each) => each.kept.number)).toEqual([4n, 3n]);
  const [first] = model.needs_you;
  if (first === undefined) throw new Error('nothing listed');
  model = reduce_library(model, { case: 'settled', value: first });
  expect(model.needs_you.map((each) => each.kept.number)).toEqual([3n]);
});

test('what a document says when it is loaded is the whole truth about its kept changes', () => {
  let model = reduce_library(empty_library, rejected(3n));
  model = reduce_library(model, { case: 'loaded', value: create(DocumentLoadedSchema, { document, rejected: [{ client, number: 7n }] }) });
  expect(model.needs_you.map((each) => each.kept.number)).toEqual([7n]);
});
