// Four servers on one table and twelve people who all drag in one design, three at each server: with one server that writes
// for all (docs/protocol.md, N8), and with each writing what comes to it. From a push to its acknowledgement, entries written
// a second, and appends that another server won.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report } from "./lines.mjs";
import { madeBy, newDesign, openLine, push } from "./live.mjs";
import { answering, cloudEnvironment, makeCloud, port, root, wait } from "./servers.mjs";
import { serverFrame } from "./wire.mjs";

const seconds = Number(process.env.FLASHKIT_BENCH_SECONDS ?? 10);
const k_servers = 4;
const k_people = 12;
const k_each_ms = 100; // between a person's changes
const ports = Array.from({ length: k_servers }, (_, i) => port + i);

async function total(name) {
  let sum = 0;
  for (const each of ports) {
    const text = await (await fetch(`http://127.0.0.1:${each}/metrics`)).text();
    sum += Number(new RegExp(`^${name} (\\S+)$`, "mu").exec(text)[1]);
  }
  return sum;
}

async function withServers(env, work) {
  const data = mkdtempSync(join(tmpdir(), "flashkit-routing-"));
  const servers = ports.map((each) => spawn(join(root, "build/bin/flashkit"), ["serve", "--port", String(each), "--data", join(data, String(each)), "--quiet", "1", "--threads", "1", "--node-address", `http://127.0.0.1:${each}`], { env: { ...process.env, ...env }, stdio: "ignore" }));
  try {
    for (const each of ports) await answering(`http://127.0.0.1:${each}/healthz`);
    while ((await total("flashkit_other_nodes")) < k_servers * (k_servers - 1)) await wait(200);
    await work();
  } finally {
    for (const server of servers) server.kill("SIGTERM");
    await Promise.all(servers.map((server) => new Promise((done) => (server.exitCode === null ? server.once("exit", done) : done()))));
    rmSync(data, { recursive: true, force: true });
  }
}

async function drag(subject) {
  const design = newDesign();
  const latencies = [];
  const people = [];
  for (let i = 0; i < k_people; i += 1) {
    const one = { client: randomBytes(16), number: 1, acknowledged: 0, sent: [] };
    const hear = (bytes) => {
      const frame = serverFrame(bytes);
      if (frame.case !== "acknowledged") return;
      for (; one.acknowledged < Number(frame.value.number); one.acknowledged += 1) {
        const at = one.sent[one.acknowledged + 1];
        if (at !== undefined) latencies.push(performance.now() - at);
      }
    };
    one.socket = (await openLine({ at: ports[i % k_servers], design, creates: i === 0, hear })).socket;
    one.socket.send(push(design, [madeBy(one.client, 1)], true));
    people.push(one);
  }
  await wait(2000);
  const names = ["flashkit_entries_appended_total", "flashkit_appends_lost_total"];
  const before = await Promise.all(names.map(total));
  const changes = (seconds * 1000) / k_each_ms;
  for (let round = 0; round < changes; round += 1) {
    for (const one of people) {
      one.number += 1;
      one.sent[one.number] = performance.now();
      one.socket.send(push(design, [madeBy(one.client, one.number)], false));
      await wait(k_each_ms / k_people);
    }
  }
  await wait(3000);
  const [entries, lost] = (await Promise.all(names.map(total))).map((value, i) => value - before[i]);
  for (const one of people) one.socket.close();
  if (latencies.length !== changes * k_people) throw new Error(`${latencies.length} of ${changes * k_people} changes were acknowledged`);
  report("servers_4_people_12", subject, "ms", latencies, { entries_per_second: Number((entries / seconds).toPrecision(3)), lost_appends_percent: Number(((100 * lost) / (entries + lost)).toPrecision(3)) });
}

const env = { ...cloudEnvironment("flashkit-routing"), FLASHKIT_NODE_SECRET: "a secret of the benchmark" };
makeCloud(env);
for (const [routing, subject] of [["1", "flashkit, one server writes for all"], ["0", "flashkit, each server writes"]]) {
  await withServers({ ...env, FLASHKIT_NODE_ROUTING: routing }, () => drag(subject));
}
