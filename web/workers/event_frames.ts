// The engine's news as bytes (schema/local.proto, Events), told apart without reading what this worker only passes on: the
// state of a large design is long, and is for the skin alone.

export interface EventFrame {
  /** Field number of the kind in Event. */
  readonly kind: number;
  /** The encoded Event. */
  readonly event: Uint8Array;
}

const k_events_field = 1;
const k_length_delimited = 2;

/** The events of an encoded Events, in order; what is cut off ends the list. */
export function split_events(bytes: Uint8Array): EventFrame[] {
  const frames: EventFrame[] = [];
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = read_varint(reader);
    if (tag !== ((k_events_field << 3) | k_length_delimited)) return frames;
    const size = read_varint(reader);
    if (reader.at + size > bytes.length) return frames;
    const event = bytes.subarray(reader.at, reader.at + size);
    reader.at += size;
    frames.push({ kind: size === 0 ? 0 : read_varint({ bytes: event, at: 0 }) >>> 3, event });
  }
  return frames;
}

/** The reverse: one Events of encoded events. */
export function join_events(events: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let size = 0;
  for (const event of events) size += 1 + varint_size(event.length) + event.length;
  const out = new Uint8Array(size);
  let at = 0;
  for (const event of events) {
    out[at++] = (k_events_field << 3) | k_length_delimited;
    for (let rest = event.length; ; rest = Math.floor(rest / 128)) {
      out[at++] = rest > 127 ? (rest % 128) | 128 : rest;
      if (rest <= 127) break;
    }
    out.set(event, at);
    at += event.length;
  }
  return out;
}

function read_varint(reader: { readonly bytes: Uint8Array; at: number }): number {
  let value = 0;
  for (let scale = 1; reader.at < reader.bytes.length; scale *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return value;
}

function varint_size(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}
