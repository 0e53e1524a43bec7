// One writer at 50 messages a second to 50 readers, 10 seconds: latency at the readers. y-websocket relays without
// writing anything down, so our presence path is compared with it like for like; our durable path stands beside it.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { report } from "./lines.mjs";
import { clientFrame, operation, serverFrame } from "./wire.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const require = createRequire(new URL("./peers/package.json", import.meta.url));
const WebSocket = require("ws");
const readers = 50;
const seconds = Number(process.env.FLASHKIT_BENCH_SECONDS ?? 10);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function answering(url, tries = 100) {
  for (let i = 0; i < tries; i += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await wait(50);
    }
  }
  throw new Error(`${url} does not answer`);
}
async function withServer(command, args, env, url, work) {
  const server = spawn(command, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  try {
    await answering(url);
    await work();
  } finally {
    server.kill("SIGTERM");
  }
}
async function writeFor(send) {
  for (let i = 0; i < seconds * 50; i += 1) {
    send();
    await wait(20);
  }
  await wait(500);
}

async function yjs(port) {
  const Y = require("yjs");
  const { WebsocketProvider } = require("y-websocket");
  const open = () => {
    const doc = new Y.Doc();
    return { doc, provider: new WebsocketProvider(`ws://127.0.0.1:${port}`, "bench", doc, { WebSocketPolyfill: WebSocket, disableBc: true }) };
  };
  const all = Array.from({ length: readers + 1 }, open);
  await Promise.all(all.map(({ provider }) => new Promise((done) => (provider.synced ? done() : provider.once("sync", done)))));
  const latencies = [];
  for (const { doc } of all.slice(1)) {
    const map = doc.getMap("m");
    map.observe(() => latencies.push(performance.now() - map.get("t")));
  }
  await writeFor(() => all[0].doc.getMap("m").set("t", performance.now()));
  for (const { provider } of all) provider.destroy();
  report("fanout_1x50", "y-websocket 2.1.0", "ms", latencies);
}

function connect(port, document, capability, onFrame, creates) {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { origin: `http://127.0.0.1:${port}` });
    socket.binaryType = "arraybuffer";
    socket.on("error", fail);
    socket.on("open", () => socket.send(clientFrame("hello", { protocolLeast: 1, protocolMost: 1, build: "bench" })));
    socket.on("message", (bytes) => {
      const frame = serverFrame(bytes);
      if (frame.case === "welcome") socket.send(clientFrame("open", { document, capability, create: creates }));
      else if (frame.case === "opened") done(socket);
      else if (frame.case === "trouble") fail(new Error(frame.value.text));
      else onFrame(frame);
    });
  });
}
const stamp = () => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(performance.now());
  return bytes;
};

async function flashkit(port) {
  const document = randomBytes(16);
  const capability = randomBytes(16);
  const client = randomBytes(16);
  const presence = [];
  const durable = [];
  const sent = new Map();
  const onFrame = (frame) => {
    if (frame.case === "presence" && frame.value.payload.length === 8) presence.push(performance.now() - Buffer.from(frame.value.payload).readDoubleLE());
    if (frame.case === "entries") for (const entry of frame.value.entries) durable.push(performance.now() - sent.get(Number(entry.seq)));
  };
  const writer = await connect(port, document, capability, (frame) => void frame, true);
  const all = [];
  for (let i = 0; i < readers; i += 1) all.push(await connect(port, document, capability, onFrame, false));
  await writeFor(() => writer.send(clientFrame("presence", { document, payload: stamp() })));
  report("fanout_1x50", "flashkit presence", "ms", presence);
  let number = 0;
  const push = (steps) => {
    number += 1;
    sent.set(number, performance.now());
    writer.send(clientFrame("push", { document, operations: [operation(client, number, steps)], gestureEnd: true }));
  };
  push([["create", { index: 0, type: "page", placement: { parent: { client: new Uint8Array(), number: 0n }, order: "V" }, properties: [] }]]);
  await writeFor(() => push([["set", { node: { client, number: BigInt(1 << 20) }, properties: [{ key: "name", value: `"${number}"` }] }]]));
  report("fanout_1x50", "flashkit durable", "ms", durable);
  for (const socket of [...all, writer]) socket.close();
}

await withServer("node", [join(root, "bench/peers/node_modules/y-websocket/bin/server.cjs")], { HOST: "127.0.0.1", PORT: "8861" }, "http://127.0.0.1:8861/", () => yjs(8861));
await withServer(join(root, "build/bin/flashkit"), ["serve", "--port", "8862", "--data", mkdtempSync(join(tmpdir(), "flashkit-bench-"))], {}, "http://127.0.0.1:8862/healthz", () => flashkit(8862));
