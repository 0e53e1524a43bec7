// Drives the built engine under Node as the workers do: frames in, frames out. `node engine_test.mjs <folder of engine.js>`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? "build/wasm/bin");
const { default: load } = await import(pathToFileURL(join(folder, "engine.js")).href);
const engine = await load({ wasmBinary: readFileSync(join(folder, "engine.wasm")) });

// Just enough of the wire format: varints, doubles and bytes.
function varint(value) {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}
const bytes = (field, data) => {
  const body = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return [...varint(field * 8 + 2), ...varint(body.length), ...body];
};
const number = (field, value) => [...varint(field * 8), ...varint(value)];
const real = (field, value) => [...varint(field * 8 + 1), ...new Uint8Array(new Float64Array([value]).buffer)];

function fields(data) {
  const out = [];
  let at = 0;
  const read = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const tag = read();
    const wire = tag % 8;
    if (wire === 0) out.push({ field: tag >> 3, value: read() });
    if (wire === 1) {
      out.push({ field: tag >> 3, value: new Float64Array(data.slice(at, at + 8).buffer)[0] });
      at += 8;
    }
    if (wire === 2) {
      const length = read();
      out.push({ field: tag >> 3, value: data.slice(at, at + length) });
      at += length;
    }
  }
  return out;
}
const first = (list, field) => list.find((entry) => entry.field === field)?.value;
const text = (data) => new TextDecoder().decode(data ?? new Uint8Array());

class Session {
  constructor() {
    this.handle = engine._fk_create(1);
    this.command(2, bytes(1, "seed"));
    this.command(5, [...real(1, 1000), ...real(2, 800), ...real(3, 1)]);
  }
  put(data) {
    engine.HEAPU8.set(data, engine._fk_input(this.handle, data.length));
    return data.length;
  }
  output(size) {
    const at = engine._fk_output(this.handle);
    return engine.HEAPU8.slice(at, at + size);
  }
  // The events of the drain after a command, as [kind, fields].
  command(kind, body) {
    const frame = Uint8Array.from([...real(1, 1000), ...bytes(kind, Uint8Array.from(body))]);
    engine._fk_dispatch(this.handle, this.put(frame));
    const size = engine._fk_drain(this.handle);
    return fields(this.output(size)).map((event) => {
      const [only] = fields(event.value);
      return [only.field, fields(only.value)];
    });
  }
  open(design) {
    return this.command(3, [...bytes(1, new Uint8Array(16).fill(7)), ...bytes(4, JSON.stringify(design))]);
  }
  words(page) {
    const count = engine._fk_display_list(this.handle, this.put(new TextEncoder().encode(page)));
    return new Uint32Array(this.output(count * 4).buffer);
  }
}

const design = {
  width: 400, height: 300, schemaVersion: 4,
  pages: [{ id: "p", children: [{ id: "f", type: "figure", x: 10, y: 20, width: 50, height: 60, fill: "red" }] }],
};
const event = (events, kind) => events.find(([found]) => found === kind)?.[1];

const one = new Session();
const two = new Session();
const opened = one.open(design);
const board = event(opened, 2);
assert.ok(board, "a board");
const page = text(first(fields(first(board, 1)), 1));
assert.equal(event(opened, 13) !== undefined, true, "the import goes to the replica");

const before = one.words(page);
assert.equal(before[0], 0x4c444b46, "a display list");
const state = event(opened, 6);
const node = text(first(fields(first(fields(first(state, 2)), 5)), 1));
const moved = one.command(15, [...bytes(1, node), ...real(2, 200)]);
assert.ok(event(moved, 1), "the page is painted again");
const after = one.words(page);
assert.notDeepEqual(before, after);
const bounds = new Float32Array(after.buffer)[after[6] + 8];
assert.equal(bounds, 200, "the element's row begins where it was moved to");

assert.equal(two.words(page).length, 0, "two sessions know nothing of each other");
two.open({ ...design, width: 100 });
assert.deepEqual(one.words(page), after);

engine._fk_destroy(two.handle);
assert.equal(engine._fk_drain(two.handle), 0);
assert.equal(engine._fk_create(99), 0);
engine._fk_dispatch(one.handle, one.put(Uint8Array.from([255, 255, 255, 255])));
assert.deepEqual(one.words(page), after, "a broken frame is passed over");

const replica = engine._fk_create(2);
assert.ok(replica !== 0);
engine._fk_destroy(replica);

const svg = new TextEncoder().encode('<svg width="1in" height="20"><path fill="red"/></svg>');
const colours = new TextEncoder().encode('{"red":"#00ff00"}');
one.put(Uint8Array.from([...svg, ...colours]));
const drawing = text(one.output(engine._fk_svg(one.handle, svg.length, colours.length, 50, 60)));
assert.equal(drawing, '96 20\n<svg width="50" height="60" viewBox="0 0 96 20" preserveAspectRatio="none"><path fill="#00ff00"/></svg>');
one.put(Uint8Array.from([...svg, ...colours]));
assert.equal(engine._fk_svg(one.handle, 4, 0, 0, 0), 0, "what is no SVG is said to be none");
console.log("engine: ok");
