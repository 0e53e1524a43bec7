// A person at work, for benchmarks: what one minute of editing sends to the server, and a connection that sends it as the
// shipping replica would (the same frames, a gesture's end marked as such).
import { randomBytes } from "node:crypto";
import { openLine } from "./live.mjs";
import { clientFrame, operation, serverFrame } from "./wire.mjs";

// Busy but human: something changes every few seconds, a fifth of the minute is typing. A drag is presence while it goes on
// and one operation at its end; a letter is an operation.
export const activeMinute = {
  drags: 10,
  presence_per_drag: 24, // 30 a second
  changed_properties: 4,
  new_elements: 1,
  letters: 50,
  letters_per_second: 5,
};

// [ms from the minute's beginning, what is done]
export function scheduleOf(minute) {
  const out = [];
  for (let i = 0; i < minute.drags; i += 1) {
    for (let k = 0; k < minute.presence_per_drag; k += 1) out.push([i * 3500 + k * 33, "drag"]);
    out.push([i * 3500 + minute.presence_per_drag * 33, "drop"]);
  }
  for (let i = 0; i < minute.changed_properties; i += 1) out.push([36_000 + i * 2000, "property"]);
  for (let i = 0; i < minute.new_elements; i += 1) out.push([45_000 + i * 500, "element"]);
  for (let i = 0; i < minute.letters; i += 1) out.push([48_000 + (i * 1000) / minute.letters_per_second, i === minute.letters - 1 ? "last letter" : "letter"]);
  return out.sort((a, b) => a[0] - b[0]);
}

const presencePayload = randomBytes(120); // a pointer, a selection and what is dragged
const numberOf = (count, index = 0) => BigInt(count) * 1048576n + BigInt(index);

export class Editor {
  // `picture` is the name of a blob that the server has.
  constructor({ port, document, capability, picture }) {
    Object.assign(this, { port, document, capability, picture, client: randomBytes(16), number: 0, acknowledged: 0, sent: { operations: 0, presence: 0, bytes: 0 } });
  }

  async connect({ creates = false, afterSeq = 0 } = {}) {
    const { document, capability } = this;
    const hear = (bytes) => this.hear(serverFrame(bytes));
    const line = await openLine({ at: this.port, design: { document, capability }, creates, afterSeq, hear });
    this.socket = line.socket;
    return line.opened;
  }
  hear(frame) {
    if (frame.case === "acknowledged") this.acknowledged = Math.max(this.acknowledged, Number(frame.value.number));
    else if (frame.case === "trouble" || frame.case === "rejected") throw new Error(`${frame.case}: ${frame.value.text ?? frame.value.reason}`);
  }
  close() {
    return new Promise((done) => {
      this.socket.on("close", done);
      this.socket.close();
    });
  }

  push(steps, gestureEnd) {
    this.number += 1;
    const bytes = operation(this.client, this.number, steps);
    this.sent.operations += 1;
    this.sent.bytes += bytes.length;
    this.socket.send(clientFrame("push", { document: this.document, operations: [bytes], gestureEnd }));
  }
  node(index = 0) {
    return { client: this.client, number: numberOf(this.number, index) };
  }
  at(x, order = "V") {
    return { parent: this.page, order, x, y: 120.5, width: 320, height: 180, rotation: 0 };
  }
  // A page with an image and a text, as the first operations of the design.
  begin() {
    this.number = 0;
    this.page = { client: this.client, number: numberOf(1) };
    const root = { client: new Uint8Array(), number: 0n };
    this.push([["create", { index: 0, type: "page", placement: { parent: root, order: "V" }, properties: [] }]], true);
    this.goOn();
  }
  goOn() {
    this.push([["create", { index: 0, type: "image", placement: this.at(100), properties: [{ key: "src", value: `"blob:${this.picture}"` }] }]], true);
    this.image = this.node();
    const words = [["text", '""'], ["fontSize", "24"], ["fontFamily", '"Roboto"'], ["fill", '"#1a2b3c"']];
    this.push([["create", { index: 0, type: "text", placement: this.at(200, "W"), properties: words.map(([key, value]) => ({ key, value })) }]], true);
    this.text = this.node();
    this.after = undefined;
  }
  act(what) {
    if (what === "drag") {
      this.sent.presence += 1;
      this.socket.send(clientFrame("presence", { document: this.document, payload: presencePayload }));
    } else if (what === "drop") {
      this.push([["place", { node: this.image, placement: this.at(100 + (this.number % 500)) }]], true);
    } else if (what === "property") {
      this.push([["set", { node: this.text, properties: [{ key: "fill", value: `"#${String(this.number % 1000000).padStart(6, "0")}"` }] }]], true);
    } else if (what === "element") {
      this.goOn();
    } else {
      const [text, after] = [this.text, this.after];
      this.push([["textInsert", { node: text, index: 0, ...(after === undefined ? {} : { after }), text: "e" }]], what === "last letter");
      this.after = { ...this.node(), offset: 0 };
    }
  }

  // Works for so long, `offset_ms` into its minute at first; resolves when everything is acknowledged.
  async work({ seconds, offset_ms }) {
    const schedule = scheduleOf(activeMinute);
    const begin = performance.now() - offset_ms;
    const end = performance.now() + seconds * 1000;
    for (let minute = 0; ; minute += 1) {
      for (const [at, what] of schedule) {
        const due = begin + minute * 60_000 + at;
        if (due < performance.now() - 50) continue; // before the offset
        if (due >= end) {
          await sleep(end - performance.now());
          return this.settled();
        }
        await sleep(due - performance.now());
        this.act(what);
      }
    }
  }
  async settled() {
    for (let i = 0; this.acknowledged < this.number; i += 1) {
      if (i > 500) throw new Error(`only ${this.acknowledged} of ${this.number} operations were acknowledged`);
      await sleep(20);
    }
  }
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, Math.max(0, ms)));
