// How many the server holds: 5,000 connections that are silent, each with a design open, and 2,000 people at work in 400
// designs, each with a change every two seconds, none of them the end of a gesture. From the push to its acknowledgement, which
// comes when the entry is on the disk. The clients share the machine with the server. Where scripts/cloud.sh gave their addresses,
// 200 people in 40 designs on DynamoDB Local too, which writes a few hundred items a second: there the server's own share counts,
// its processor time and its puts for each operation.
import { randomBytes } from "node:crypto";
import { connect, madeBy, newDesign, push } from "./live.mjs";
import { report } from "./lines.mjs";
import { cloudEnvironment, makeCloud, paced, port, residentKb, usedMs, wait, withFlashkit } from "./servers.mjs";
import { serverFrame } from "./wire.mjs";

const seconds = Number(process.env.FLASHKIT_BENCH_SECONDS ?? 10);
const k_at_once = 32;
const k_people_per_design = 5;

// People come 32 at a time; the first of a design makes it.
async function come(count, keptOf = () => []) {
  const people = [];
  let design;
  for (let i = 0; i < count; i += 1) {
    if (i % k_people_per_design === 0) design = newDesign();
    people.push({ design, first: i % k_people_per_design === 0, kept: keptOf(), client: randomBytes(16), number: 1 });
  }
  const open = async (group) => {
    for (let i = 0; i < group.length; i += k_at_once) {
      await Promise.all(group.slice(i, i + k_at_once).map(async (one) => (one.socket = await connect({ design: one.design, creates: one.first, kept: one.kept, deflate: true }))));
    }
  };
  await open(people.filter((one) => one.first));
  await open(people.filter((one) => !one.first));
  return people;
}

async function silent(pid) {
  const count = 5000;
  const before = residentKb(pid);
  const people = await come(count, () => ({ push: () => 0 }));
  await wait(2000);
  const used = usedMs(pid);
  await wait(seconds * 1000);
  const cpu = (100 * (usedMs(pid) - used)) / (seconds * 1000);
  report("idle_connections", "flashkit on SQLite", "KB each", [(residentKb(pid) - before) / count], { connections: count, server_cpu_percent: Number(cpu.toPrecision(3)) });
  for (const one of people) one.socket.close();
}

// What the server says that it did at its store: appends, the time they took, and DynamoDB's puts.
async function atStore() {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sum = (pattern) => [...text.matchAll(pattern)].reduce((all, [, value]) => all + Number(value), 0);
  return {
    appends: sum(/^flashkit_append_seconds_count (\S+)$/gmu),
    append_ms: 1000 * sum(/^flashkit_append_seconds_sum (\S+)$/gmu),
    puts: sum(/^flashkit_cloud_requests_total\{service="dynamodb",operation="PutItem"[^}]*\} (\S+)$/gmu),
  };
}

async function active(pid, subject, count, perSecond) {
  const people = await come(count);
  for (const one of people) one.socket.send(push(one.design, [madeBy(one.client, 1)], true));
  await wait(3000);
  const before = await atStore();
  const sent = new Map();
  const more = await paced({ pid, count: seconds * perSecond, perSecond, rest_ms: 1500 }, (i) => {
    const one = people[(i * 7) % count]; // no two neighbours, who share a design
    one.number += 1;
    sent.set(`${(i * 7) % count}/${one.number}`, performance.now());
    one.socket.send(push(one.design, [madeBy(one.client, one.number)], false));
  });
  const after = await atStore();
  const latencies = [];
  for (const [who, one] of people.entries()) {
    let acknowledged = 1;
    for (const [at, bytes] of one.kept) {
      const frame = serverFrame(bytes);
      if (frame.case !== "acknowledged") continue;
      for (; acknowledged < Number(frame.value.number); acknowledged += 1) latencies.push(at - sent.get(`${who}/${acknowledged + 1}`));
    }
    one.socket.close();
  }
  if (latencies.length !== seconds * perSecond) throw new Error(`${latencies.length} of ${seconds * perSecond} operations were acknowledged`);
  const appends = after.appends - before.appends;
  const each = (value) => Number((value / latencies.length).toPrecision(3));
  report(`active_${count}_in_${count / k_people_per_design}`, subject, "ms", latencies, {
    operations_per_second: perSecond,
    ...more,
    server_cpu_us_per_operation: each(more.server_cpu_percent * 10_000 * seconds),
    appends_per_operation: each(appends),
    ms_per_append: Number(((after.append_ms - before.append_ms) / appends).toPrecision(3)),
    ...(after.puts > 0 ? { puts_per_operation: each(after.puts - before.puts) } : {}),
  });
}

await withFlashkit(silent);
await withFlashkit((pid) => active(pid, "flashkit on SQLite", 2000, 1000));
if (process.env.FLASHKIT_DYNAMODB !== undefined) {
  const env = cloudEnvironment("flashkit-people");
  makeCloud(env);
  await withFlashkit((pid) => active(pid, "flashkit on DynamoDB Local", 200, 100), { env });
}
