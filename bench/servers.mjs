// Servers for the benchmarks: started, waited for, their processor time and memory read, ended by their process's id.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(import.meta.url), "../..");
export const port = Number(process.env.FLASHKIT_BENCH_PORT ?? 8861);
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export async function answering(url, tries = 200) {
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
// Runs `work(pid)` while the command serves `port` on the loopback address.
export async function withServer(command, args, work, env = {}) {
  const server = spawn(command, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  try {
    await answering(`http://127.0.0.1:${port}/`);
    return await work(server.pid);
  } finally {
    server.kill("SIGTERM");
    await new Promise((done) => server.once("exit", done));
  }
}
// Ours, as built, over a data folder of its own.
export async function withFlashkit(work, { args = [], env = {} } = {}) {
  const data = mkdtempSync(join(tmpdir(), "flashkit-bench-"));
  try {
    const all = ["serve", "--port", String(port), "--data", data, "--quiet", "1", ...args];
    return await withServer(join(root, "build/bin/flashkit"), all, work, env);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
// What tells `flashkit` to stand on the services that scripts/cloud.sh has started, with a table and buckets of that name.
export const cloudEnvironment = (name) => ({
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "FLASHKITTEST",
  AWS_SECRET_ACCESS_KEY: "flashkit-test-secret",
  AWS_ENDPOINT_URL_DYNAMODB: process.env.FLASHKIT_DYNAMODB,
  AWS_ENDPOINT_URL_S3: process.env.FLASHKIT_S3,
  FLASHKIT_TABLE: name,
  FLASHKIT_PERSONAL_BUCKET: `${name}-personal`,
  FLASHKIT_PUBLIC_BUCKET: `${name}-public`,
  FLASHKIT_CLOUD: "aws",
});
// The table and the buckets of that environment.
export function makeCloud(env) {
  const made = spawnSync(join(root, "build/bin/flashkit"), ["cloud", "init"], { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  if (made.status !== 0) throw new Error(`flashkit cloud init ended with ${made.status}`);
}
// Processor time a process has used so far, in ms (Linux counts it in hundredths of a second).
export function usedMs(pid) {
  const words = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(words[11]) + Number(words[12])) * 10;
}
export function residentKb(pid) {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
}
// Calls `send(i)` `count` times at a steady pace and waits `rest_ms`; gives the server's share of one core meanwhile, in percent.
export async function paced({ pid, count, perSecond, rest_ms = 500 }, send) {
  const before = usedMs(pid);
  const start = performance.now();
  for (let i = 0; i < count; i += 1) {
    send(i);
    const ahead = start + ((i + 1) * 1000) / perSecond - performance.now();
    if (ahead > 0) await wait(ahead);
  }
  const took = performance.now() - start;
  await wait(rest_ms);
  return { server_cpu_percent: Number(((100 * (usedMs(pid) - before)) / took).toPrecision(3)) };
}
