// One writer at 50 messages a second to 50 readers, 10 seconds: from the writer's send to the arrival at each reader's
// socket, and the server's share of one core. What arrives is only kept; it is decoded after the clock has stopped, so
// that the readers, who share this process, cost every subject the same. y-websocket relays without writing anything
// down, so our presence path is compared with it like for like; our durable path, which is on the disk before anybody
// hears of it, stands beside it.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { report } from "./lines.mjs";
import { clientFrame, decode, operation, serverFrame } from "./wire.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const require = createRequire(new URL("./peers/package.json", import.meta.url));
const WebSocket = require("ws");
const Y = require("yjs");
const sync = require("y-protocols/sync");
const encoding = require("lib0/encoding");
const decoding = require("lib0/decoding");
const readers = 50;
const perSecond = 50;
const seconds = Number(process.env.FLASHKIT_BENCH_SECONDS ?? 10);
const port = Number(process.env.FLASHKIT_BENCH_PORT ?? 8861);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function answering(url, tries = 200) {
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
    await work(server.pid);
  } finally {
    server.kill("SIGTERM");
    await new Promise((done) => server.once("exit", done));
  }
}
// Processor time a process has used so far, in ms (Linux counts it in hundredths of a second).
function usedMs(pid) {
  const words = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(words[11]) + Number(words[12])) * 10;
}
// Sends at a steady pace; gives the server's share of one core meanwhile, in percent.
async function paced(pid, send) {
  const before = usedMs(pid);
  const start = performance.now();
  for (let i = 0; i < seconds * perSecond; i += 1) {
    send(i);
    await wait(Math.max(0, start + ((i + 1) * 1000) / perSecond - performance.now()));
  }
  const took = performance.now() - start;
  await wait(500);
  return { server_cpu_percent: Number(((100 * (usedMs(pid) - before)) / took).toPrecision(3)) };
}
function told(subject, latencies, more) {
  const expected = seconds * perSecond * readers;
  if (latencies.length !== expected) throw new Error(`${subject}: ${latencies.length} of ${expected} messages came`);
  report("fanout_1x50", subject, "ms", latencies, more);
}

// ---- y-websocket ----

function yFrame(write) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  write(encoder);
  return encoding.toUint8Array(encoder);
}
function yConnect(kept) {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/bench`);
    socket.binaryType = "arraybuffer";
    socket.on("error", fail);
    socket.on("message", (bytes) => kept.push([performance.now(), new Uint8Array(bytes)]));
    socket.on("open", () => {
      socket.send(yFrame((encoder) => sync.writeSyncStep1(encoder, new Y.Doc())));
      done(socket);
    });
  });
}
function yLatencies(kept) {
  const doc = new Y.Doc();
  const map = doc.getMap("m");
  const out = [];
  let arrived = 0;
  map.observe(() => out.push(arrived - map.get("t")));
  for (const [at, bytes] of kept) {
    arrived = at;
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) === 0) sync.readSyncMessage(decoder, encoding.createEncoder(), doc, "peer");
  }
  return out;
}
async function yjs(pid) {
  const kept = Array.from({ length: readers }, () => []);
  const sockets = [];
  for (const each of kept) sockets.push(await yConnect(each));
  const writer = await yConnect([]);
  await wait(200);
  const doc = new Y.Doc();
  doc.on("update", (update) => writer.send(yFrame((encoder) => sync.writeUpdate(encoder, update))));
  const more = await paced(pid, () => doc.getMap("m").set("t", performance.now()));
  for (const socket of [...sockets, writer]) socket.close();
  told("y-websocket 2.1.0", kept.flatMap(yLatencies), more);
}

// ---- flashkit ----

function connect({ document, capability, creates, kept }) {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { origin: `http://127.0.0.1:${port}` });
    let open = false;
    socket.binaryType = "arraybuffer";
    socket.on("error", fail);
    socket.on("open", () => socket.send(clientFrame("hello", { protocolLeast: 1, protocolMost: 1, build: "bench" })));
    socket.on("message", (bytes) => {
      if (open) return kept.push([performance.now(), bytes]);
      const frame = serverFrame(bytes);
      if (frame.case === "welcome") socket.send(clientFrame("open", { document, capability, create: creates }));
      else if (frame.case === "opened") done(socket);
      else if (frame.case === "trouble") fail(new Error(frame.value.text));
      open = frame.case === "opened";
    });
  });
}
const numberOf = (bytes) => Buffer.from(bytes).readUInt32LE();
function numbered(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
// One entry may hold several operations: each is looked up by its own number.
function numbersIn(frame) {
  if (frame.case === "presence") return frame.value.payload.length === 4 ? [numberOf(frame.value.payload)] : [];
  if (frame.case !== "entries") return [];
  return frame.value.entries.flatMap((entry) => entry.operations.map((bytes) => Number(decode("operations.Operation", bytes).number)));
}
function latencies(kept, sentAt) {
  return kept.flatMap((one) => one.flatMap(([at, bytes]) => numbersIn(serverFrame(bytes)).filter((number) => sentAt.has(number)).map((number) => at - sentAt.get(number))));
}
async function flashkit(pid, { subject, gestureEnd }) {
  const document = randomBytes(16);
  const capability = randomBytes(16);
  const client = randomBytes(16);
  const kept = Array.from({ length: readers }, () => []);
  const writer = await connect({ document, capability, creates: true, kept: [] });
  const sockets = [];
  for (const each of kept) sockets.push(await connect({ document, capability, creates: false, kept: each }));
  const sentAt = new Map();
  const name = (number) => ["set", { node: { client, number: BigInt(1 << 20) }, properties: [{ key: "name", value: `"${number}"` }] }];
  const frames = {
    presence: (number) => clientFrame("presence", { document, payload: numbered(number) }),
    durable: (number) => clientFrame("push", { document, operations: [operation(client, number, [name(number)])], gestureEnd }),
  };
  const page = { index: 0, type: "page", placement: { parent: { client: new Uint8Array(), number: 0n }, order: "V" }, properties: [] };
  writer.send(clientFrame("push", { document, operations: [operation(client, 1, [["create", page]])], gestureEnd: true }));
  await wait(200);
  const more = await paced(pid, (i) => {
    sentAt.set(i + 2, performance.now());
    writer.send(frames[subject](i + 2));
  });
  for (const socket of [...sockets, writer]) socket.close();
  const batching = subject === "presence" ? "" : gestureEnd ? ", every one a gesture's end" : ", 100 ms group commit";
  told(`flashkit ${subject}${batching}`, latencies(kept, sentAt), more);
}

const data = mkdtempSync(join(tmpdir(), "flashkit-bench-"));
try {
  const y = join(root, "bench/peers/node_modules/y-websocket/bin/server.cjs");
  await withServer("node", [y], { HOST: "127.0.0.1", PORT: String(port) }, `http://127.0.0.1:${port}/`, yjs);
  await withServer(join(root, "build/bin/flashkit"), ["serve", "--port", String(port), "--data", data, "--quiet", "1"], {}, `http://127.0.0.1:${port}/healthz`, async (pid) => {
    await flashkit(pid, { subject: "presence", gestureEnd: false });
    await flashkit(pid, { subject: "durable", gestureEnd: true });
    await flashkit(pid, { subject: "durable", gestureEnd: false });
  });
} finally {
  rmSync(data, { recursive: true, force: true });
}
