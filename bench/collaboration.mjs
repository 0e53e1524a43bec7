// What `bench/collaboration.cpp` does with the engine, done with Yjs, Automerge, Loro and a plain Map (the floor: it keeps no
// history and merges by replay of JSON): 100,000 property sets on 5,000 elements, what is kept of them, and two people's
// 20,000 changes each, made offline and merged at both. Each subject has a process of its own, which tells its memory.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { subjects } from "./collaboration/subjects.mjs";
import { report, time } from "./lines.mjs";

const elements = 5000;
const keys = ["name", "opacity", "blurRadius", "brightness", "shadowBlur", "shadowOffsetX", "shadowOffsetY", "shadowOpacity", "fill", "stroke",
  "strokeWidth", "cornerRadius", "dash", "color", "subType", "src", "cropX", "cropY", "cropWidth", "cropHeight"];
function numbers(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
// What an offline day leaves: anything, anywhere.
function tape(seed, count) {
  const below = numbers(seed);
  return Array.from({ length: count }, () => [`e${below(elements)}`, keys[below(keys.length)], below(1000)]);
}
// Every property of every element once, in no order (48,271 has no divisor in common with their number).
function everything(seed) {
  const below = numbers(seed);
  const count = elements * keys.length;
  return Array.from({ length: count }, (_, i) => (i * 48_271) % count).map((at) => [`e${at % elements}`, keys[Math.floor(at / elements)], below(1000)]);
}
const names = Array.from({ length: elements }, (_, i) => `e${i}`);

function run(subject) {
  const sets = everything(3);
  const all = () => {
    const doc = subject.make(names);
    subject.set(doc, sets);
    return doc;
  };
  const residentMb = () => {
    globalThis.gc();
    return process.memoryUsage().rss / 1e6;
  };
  const before = residentMb();
  const kept = all();
  const memory_mb = residentMb() - before;
  const times = subject.slow === true ? { times: 1, warm: 0 } : { times: 5, warm: 1 };
  report("apply_100k_sets", subject.name, "ms", time(all, times), { memory_mb });
  let bytes;
  report("snapshot_encode", subject.name, "ms", time(() => (bytes = subject.encode(kept)), times), { bytes: Buffer.byteLength(bytes) });
  report("snapshot_decode", subject.name, "ms", time(() => subject.decode(bytes), times));

  const first = tape(5, 20_000);
  const second = tape(7, 20_000);
  const base = subject.encode(subject.make(names));
  const samples = [];
  let exchanged = 0;
  for (let i = 0; i < times.times + times.warm; i += 1) {
    const one = subject.replica(base, 1, first);
    const two = subject.replica(base, 2, second);
    const start = performance.now();
    exchanged = subject.merge(one, two);
    if (i >= times.warm) samples.push(performance.now() - start);
    if (!subject.same(one, two)) throw new Error(`${subject.name}: the two differ`);
  }
  report("merge_20k_20k", subject.name, "ms", samples, { bytes: exchanged });
}

const wanted = process.argv[2];
if (wanted === undefined) {
  for (const subject of subjects) {
    const done = spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), subject.name], { stdio: "inherit" });
    if (done.status !== 0) throw new Error(`${subject.name} ended with ${done.status}`);
  }
} else run(subjects.find((subject) => subject.name === wanted));
