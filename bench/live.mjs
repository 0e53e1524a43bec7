// Our live protocol in plain Node, for load: what arrives is kept with its time and decoded when the clock has stopped.
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { port } from "./servers.mjs";
import { clientFrame, decode, operation, serverFrame } from "./wire.mjs";

const require = createRequire(new URL("./peers/package.json", import.meta.url));
const WebSocket = require("ws");

export const newDesign = () => ({ document: randomBytes(16), capability: randomBytes(16) });

// Resolves with the socket and the answer once the design is open there. `hear` takes the bytes of all that comes after.
export function openLine({ at = port, design, creates = false, afterSeq = 0, hear, options = {} }) {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${at}/api/v1/live`, { origin: `http://127.0.0.1:${at}`, ...options });
    let open = false;
    socket.binaryType = "arraybuffer";
    socket.on("error", fail);
    socket.on("open", () => socket.send(clientFrame("hello", { protocolLeast: 1, protocolMost: 1, build: "bench" })));
    socket.on("message", (bytes) => {
      if (open) return hear(bytes);
      const frame = serverFrame(bytes);
      if (frame.case === "welcome") socket.send(clientFrame("open", { ...design, create: creates, afterSeq: BigInt(afterSeq) }));
      else if (frame.case === "opened") done({ socket, opened: frame.value });
      else if (frame.case === "trouble") fail(new Error(frame.value.text));
      open = frame.case === "opened";
    });
  });
}
// The same for load; `kept` takes [milliseconds, bytes]. `deflate`: compression is offered, as browsers do.
export async function connect({ design, creates = false, kept = [], deflate = false }) {
  const hear = (bytes) => kept.push([performance.now(), bytes]);
  return (await openLine({ design, creates, hear, options: { perMessageDeflate: deflate } })).socket;
}
const page = { index: 0, type: "page", placement: { parent: { client: new Uint8Array(), number: 0n }, order: "V" }, properties: [] };
// A client's operations on a page of its own: number 1 makes it, the others rename it.
export function madeBy(client, number) {
  if (number === 1) return operation(client, 1, [["create", page]]);
  return operation(client, number, [["set", { node: { client, number: BigInt(1 << 20) }, properties: [{ key: "name", value: `"${number}"` }] }]]);
}
export const push = (design, operations, gestureEnd) => clientFrame("push", { document: design.document, operations, gestureEnd });
export function presence(design, number) {
  const payload = Buffer.alloc(4);
  payload.writeUInt32LE(number);
  return clientFrame("presence", { document: design.document, payload });
}
// The numbers of the operations that a frame brings, by the hex of their client; of presence the number it carries, by "".
export function numbersIn(bytes) {
  const frame = serverFrame(bytes);
  if (frame.case === "presence") return frame.value.payload.length === 4 ? [["", Buffer.from(frame.value.payload).readUInt32LE()]] : [];
  if (frame.case !== "entries") return [];
  return frame.value.entries.flatMap((entry) =>
    entry.operations.map((one) => {
      const made = decode("operations.Operation", one);
      return [Buffer.from(made.client).toString("hex"), Number(made.number)];
    }),
  );
}
