// What the tests of `flashkit sync` share: the real program on both sides, `flashkit serve` and `flashkit sync`, over real files.
// FLASHKIT_PROGRAM names the program.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

export const program = process.env.FLASHKIT_PROGRAM ?? "build/bin/flashkit";
export const folder = mkdtempSync(join(tmpdir(), "flashkit-sync-"));
export const patience_ms = 120_000;
const running = new Set();
after(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export async function until(what, holds) {
  const end = Date.now() + patience_ms;
  for (;;) {
    let last;
    try {
      if (holds()) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`it never came: ${what}${last ? ` (${last.message})` : ""}`);
    await wait(50);
  }
}

// A child whose words are kept.
export function start(...args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.said = "";
  child.stdout.on("data", (bytes) => (child.said += bytes));
  child.stderr.on("data", (bytes) => (child.said += bytes));
  child.ended = new Promise((done) => child.once("exit", (code, signal) => (running.delete(child), done(code ?? signal))));
  return child;
}
export const end = (child, signal = "SIGTERM") => (child.kill(signal), child.ended);
export async function serve(data, port = 0) {
  const server = start("serve", "--port", String(port), "--data", data, "--quiet", "1");
  let over = false;
  server.ended.then(() => (over = true));
  await until("a server", () => over || /Flashkit is ready at http:\/\/[^\n]*:\d+/.test(server.said));
  assert.ok(!over, server.said);
  server.port = Number(/Flashkit is ready at http:\/\/[^\n]*:(\d+)/.exec(server.said)[1]);
  return server;
}
export function once(...args) {
  const result = spawnSync(program, ["sync", ...args, "--once"], { encoding: "utf8", timeout: patience_ms });
  return { code: result.status, words: result.stdout + result.stderr };
}
// Comes in step, with its words where it does not.
export function in_step(...args) {
  const result = once(...args);
  assert.equal(result.code, 0, result.words);
  return result;
}
export function fresh(name) {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}
export const read = (path) => JSON.parse(readFileSync(path, "utf8"));
export const write = (path, design) => writeFileSync(path, JSON.stringify(design, null, 2));
export function change(path, how) {
  const design = read(path);
  how(design);
  write(path, design);
}
export const element = (design, id) => design.pages.flatMap((page) => page.children).find((one) => one.id === id);
export const figure = (id, more = {}) => ({ id, type: "figure", subType: "rect", x: 10, y: 10, width: 50, height: 30, fill: "red", ...more });
export const text = (id, words) => ({ id, type: "text", x: 0, y: 0, width: 100, height: 20, text: words, fontSize: 12 });
export const design = (...children) => ({ schemaVersion: 4, width: 120, height: 80, pages: [{ id: "p", children }] });
export const address = (words) => /address is (\S+)/.exec(words)[1];

// The server's answer. On a store with many faults it may say that there is trouble, and is asked again, as any client does.
export async function got(url) {
  for (const end = Date.now() + patience_ms; ; await wait(100)) {
    const answer = await fetch(url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status < 500 || Date.now() > end) return { status: answer.status, bytes };
  }
}

// Two folders that follow the same design.
export async function pair(name) {
  const server = await serve(fresh(`${name}/data`));
  const [one, two] = [fresh(`${name}/one`), fresh(`${name}/two`)];
  const here = join(one, "card.json");
  write(here, design(figure("a")));
  const first = in_step(one, "--server", `http://127.0.0.1:${server.port}`);
  in_step(two, "--add", address(first.words));
  const there = join(two, readdirSync(two).find((file) => file.endsWith(".json")));
  return { server, one, two, here, there };
}
