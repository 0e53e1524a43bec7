import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { EventSchema, EventsSchema } from '../engine/generated/local_pb.ts';
import { join_events, split_events } from './event_frames.ts';

const events = create(EventsSchema, {
  events: [
    { kind: { case: 'needFont', value: { file: 'f'.repeat(300) } } },
    { kind: { case: 'pagePainted', value: { page: 'p', version: 3n } } },
    { kind: { case: 'wakeAt', value: { nowMs: 1.5 } } },
    { kind: { case: undefined } },
  ],
});

it('tells events apart by the field of their kind and leaves their bytes as they are', () => {
  const frames = split_events(toBinary(EventsSchema, events));
  expect(frames.map(({ kind }) => kind)).toEqual([8, 1, 17, 0]);
  expect(frames.map(({ event }) => fromBinary(EventSchema, event))).toEqual(events.events);
});

it('joins them to what they were split from', () => {
  const bytes = toBinary(EventsSchema, events);
  expect(join_events(split_events(bytes).map(({ event }) => event))).toEqual(bytes);
  expect(join_events([])).toEqual(new Uint8Array());
});

it('passes over what is cut off', () => {
  const bytes = toBinary(EventsSchema, events);
  for (let size = 0; size < bytes.length; size++) expect(split_events(bytes.subarray(0, size)).length).toBeLessThanOrEqual(4);
});
