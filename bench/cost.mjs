// Dollars for each active editor-hour on DynamoDB and S3, from the adapters' own request counts (/metrics): two people share a
// design and work (bench/editor.mjs says how) on `flashkit serve --cloud aws` over stand-ins. docs/cost.md explains the result.
// Usage: scripts/cloud.sh run node bench/cost.mjs OUTPUT.json; FLASHKIT_COST_SECONDS (default 180), FLASHKIT_COST_NODES (default 1).
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Editor, activeMinute, sleep } from "./editor.mjs";
import { answering, cloudEnvironment } from "./servers.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const prices = JSON.parse(readFileSync(join(root, "bench/prices.json"), "utf8"));
const seconds = Number(process.env.FLASHKIT_COST_SECONDS ?? 180);
const nodeCount = Number(process.env.FLASHKIT_COST_NODES ?? 1);
const firstPort = Number(process.env.FLASHKIT_BENCH_PORT ?? 8871);
const program = process.env.FLASHKIT_PROGRAM ?? join(root, "build/bin/flashkit");
const aim = 0.01;
const editors = 2;
// In an hour of one active editor, beside the minutes at work.
const hourly = { openings: 2, images: 6 };
const imageBytes = 300_000;
const kept = { entry_months: 1, blob_months: 12 }; // journal entries go 30 days after a checkpoint covers them; blobs are counted for a year
const sweepMs = 20_000; // by then a server has forgotten a design that nobody has open

const name = `flashkit-cost-${process.pid}`;
const environment = {
  ...process.env,
  ...cloudEnvironment(name),
  FLASHKIT_NODE_SECRET: "a secret of the benchmark",
};
const ports = Array.from({ length: nodeCount }, (_, i) => firstPort + i);
const data = mkdtempSync(join(tmpdir(), "flashkit-cost-"));

function startServer(port) {
  const address = nodeCount > 1 ? ["--node-address", `http://127.0.0.1:${port}`] : [];
  return spawn(program, ["serve", "--port", String(port), "--data", join(data, String(port)), "--quiet", "1", ...address], { env: environment, stdio: ["ignore", "ignore", "inherit"] });
}

// {"PutItem": {requests, condition_failed, write_units, ...}, ...} over all servers.
async function counted() {
  const out = {};
  for (const port of ports) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    for (const [, metric, operation, result, value] of text.matchAll(/^flashkit_cloud_(\w+)_total\{service="\w+",operation="(\w+)"(?:,result="(\w+)")?\} (\S+)$/gm)) {
      const counts = (out[operation] ??= {});
      counts[metric] = (counts[metric] ?? 0) + Number(value);
      if (result !== undefined && result !== "done") counts[result] = (counts[result] ?? 0) + Number(value);
    }
    for (const [, metric, value] of text.matchAll(/^flashkit_(entries_appended|previews|checkpoints)_total (\S+)$/gm)) {
      out.server = { ...out.server, [metric]: (out.server?.[metric] ?? 0) + Number(value) };
    }
  }
  return out;
}
function difference(after, before) {
  const entries = Object.entries(after).map(([operation, counts]) => [operation, Object.fromEntries(
    Object.entries(counts).map(([metric, value]) => [metric, value - (before[operation]?.[metric] ?? 0)]).filter(([, value]) => value !== 0),
  )]);
  return Object.fromEntries(entries.filter(([, counts]) => Object.keys(counts).length > 0));
}
// What `work` adds to the counters.
async function during(work) {
  const before = await counted();
  await work();
  return difference(await counted(), before);
}
const scaled = (counts, factor) => Object.fromEntries(Object.entries(counts).map(([operation, each]) => [operation, Object.fromEntries(
  Object.entries(each).map(([metric, value]) => [metric, value * factor]),
)]));
function sum(...all) {
  const out = {};
  for (const counts of all) {
    for (const [operation, each] of Object.entries(counts)) {
      out[operation] ??= {};
      for (const [metric, value] of Object.entries(each)) out[operation][metric] = (out[operation][metric] ?? 0) + value;
    }
  }
  return out;
}

const isS3 = (operation) => /Object|Bucket/.test(operation);
function dollars(counts) {
  const out = {};
  const stored = { entries: 0, blobs: 0 };
  for (const [operation, each] of Object.entries(counts)) {
    if (operation === "server") continue;
    if (isS3(operation)) {
      const price = /^(Put|Create)/.test(operation) ? prices.s3.million_writes : prices.s3.million_reads;
      out[`s3 ${operation}`] = ((each.requests ?? 0) * price) / 1e6;
      if (operation === "PutObject") stored.blobs += each.bytes_out ?? 0;
    } else {
      const { million_write_units: write, million_read_units: read } = prices.dynamodb;
      out[`dynamodb ${operation}`] = ((each.write_units ?? 0) * write + (each.read_units ?? 0) * read) / 1e6;
      if (operation === "PutItem") stored.entries += (each.bytes_out ?? 0) + 100 * (each.requests ?? 0); // 100 bytes an item
    }
  }
  // Each entry is marked once when a checkpoint covers it, which a short run has not seen for all of them.
  const owed = (counts.PutItem?.write_units ?? 0) - (counts.UpdateItem?.write_units ?? 0);
  if (owed > 0) out["dynamodb UpdateItem still to come"] = (owed * prices.dynamodb.million_write_units) / 1e6;
  // Requests are larger than what they store (base64, names of fields): an upper bound.
  const { gigabyte_month: table, recovery_gigabyte_month: recovery } = prices.dynamodb;
  out["dynamodb storage and recovery"] = (stored.entries / 1e9) * (table + recovery) * kept.entry_months;
  out["s3 storage"] = (stored.blobs / 1e9) * prices.s3.gigabyte_month * kept.blob_months;
  return out;
}
const total = (lines) => Object.values(lines).reduce((all, each) => all + each, 0);
const rounded = (lines) => Object.fromEntries(Object.entries(lines).filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1]).map(([line, value]) => [line, Number(value.toPrecision(3))]));
const readable = (counts) => Object.fromEntries(Object.entries(counts).map(([operation, each]) => [operation, Object.fromEntries(
  Object.entries(each).map(([metric, value]) => [metric, Number(value.toPrecision(4))]),
)]));

async function uploadAnImage() {
  const [from, to] = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports.at(-1)}`];
  const bytes = randomBytes(imageBytes);
  const url = `/api/v1/blobs/${createHash("sha256").update(bytes).digest("hex")}`;
  const put = await fetch(from + url, { method: "PUT", body: bytes, headers: { origin: from } });
  if (!put.ok) throw new Error(`an upload was answered ${put.status}`);
  const got = await fetch(to + url);
  if ((await got.arrayBuffer()).byteLength !== imageBytes) throw new Error("the image is not what it was");
  return url.split("/").at(-1);
}

async function measure() {
  const capability = randomBytes(16);
  const document = randomBytes(16);
  const picture = await uploadAnImage(); // not a picture that can be painted: that is said in its place, and read all the same
  const people = Array.from({ length: editors }, (_, i) => new Editor({ port: ports[i % nodeCount], document, capability, picture }));
  await people[0].connect({ creates: true });
  people[0].begin();
  await people[0].settled();
  await people[1].connect();
  people[1].page = people[0].page;
  people[1].goOn();
  await people[1].settled();
  await sleep(3000);
  const active = await during(() => Promise.all(people.map((each, i) => each.work({ seconds, offset_ms: i * 30_000 }))));
  const idleSeconds = Math.min(30, seconds);
  await sleep(15_000); // what the work left behind: a preview, a checkpoint, marks
  const idle = await during(() => sleep(idleSeconds * 1000));
  await Promise.all(people.map((each) => each.close()));
  await sleep(sweepMs);
  const opening = await during(async () => {
    const opened = await people[0].connect();
    if (opened.fromCheckpoint) {
      const url = `http://127.0.0.1:${people[0].port}/api/v1/documents/${document.toString("hex")}/checkpoints/${opened.checkpointSeq}`;
      const answer = await fetch(url, { headers: { "X-Flashkit-Capability": capability.toString("hex") } });
      if (!answer.ok) throw new Error(`a checkpoint was answered ${answer.status}`);
      await answer.arrayBuffer();
    }
    await sleep(500);
  });
  await people[0].close();
  const image = await during(uploadAnImage);
  return { active, idle, idleSeconds, opening, image, people };
}

function told({ active, idle, idleSeconds, opening, image, people }) {
  const perHour = (counts, lasted) => scaled(counts, 3600 / lasted / editors);
  const hour = sum(perHour(active, seconds), scaled(opening, hourly.openings), scaled(image, hourly.images));
  const lines = dollars(hour);
  const operations = people.reduce((all, each) => all + each.sent.operations, 0);
  return {
    bench: "cost",
    subject: `flashkit on DynamoDB and S3, ${editors} editors, ${nodeCount} server${nodeCount > 1 ? "s" : ""}`,
    unit: "dollars per active editor-hour",
    dollars: Number(total(lines).toPrecision(3)),
    aim,
    by_line: rounded(lines),
    idle_editor_hour: Number(total(dollars(perHour(idle, idleSeconds))).toPrecision(3)),
    one_opening: Number(total(dollars(opening)).toPrecision(3)),
    one_image: Number(total(dollars(image)).toPrecision(3)),
    editor_hour: readable(hour),
    inputs: { seconds, editors, servers: nodeCount, minute: activeMinute, operations_sent: operations, hourly, image_bytes: imageBytes, kept, prices: prices.date },
  };
}

execFileSync(program, ["cloud", "init"], { env: environment, stdio: ["ignore", "ignore", "inherit"] });
const servers = ports.map(startServer);
try {
  await Promise.all(ports.map((port) => answering(`http://127.0.0.1:${port}/healthz`)));
  const line = JSON.stringify(told(await measure()));
  if (process.argv[2] === undefined) console.log(line);
  else writeFileSync(process.argv[2], `${line}\n`);
} finally {
  for (const server of servers) server.kill("SIGTERM");
  await Promise.all(servers.map((server) => (server.exitCode === null ? new Promise((done) => server.once("exit", done)) : null)));
  rmSync(data, { recursive: true, force: true });
}
