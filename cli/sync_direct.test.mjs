// `flashkit sync` where pictures may go past the server (docs/protocol.md, A6). The server is the real one on a folder; what
// stands before it says of a store of its own what a server on S3 would say, and that store takes, refuses, lies and hangs up.
// tests/cloud has the real store. FLASHKIT_PROGRAM names the program.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

const program = process.env.FLASHKIT_PROGRAM ?? "build/bin/flashkit";
const folder = mkdtempSync(join(tmpdir(), "flashkit-direct-"));
const patience_ms = 120_000;
let child;
let port; // of the server itself
let front; // before it
let store;
const listening = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));

// What the store does with the next requests, and what was asked.
let habits = { put: [], get: [] };
let asked = [];
beforeEach(() => {
  habits = { put: [], get: [] };
  asked = [];
});
// It keeps blobs where the server keeps them: it takes them there.
const keep = (name, body) => fetch(`http://127.0.0.1:${port}/api/v1/blobs/${name}`, { method: "PUT", body });

function whole(request) {
  return new Promise((done) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece)).on("end", () => done(Buffer.concat(pieces)));
  });
}

before(async () => {
  child = spawn(program, ["serve", "--port", "0", "--data", join(folder, "data"), "--quiet", "1"], { env: { ...process.env, FLASHKIT_CLOUD: "embedded" } });
  port = await new Promise((done) => child.stdout.on("data", (bytes) => done(Number(/:(\d+)\/\n/.exec(bytes)[1]))));
  store = createServer(async (request, answer) => {
    const name = request.url.slice(1, 65);
    asked.push(`${request.method} store`);
    if (request.method === "PUT") {
      const does = habits.put.shift();
      if (does === "hang up") return void request.socket.destroy();
      const body = await whole(request);
      assert.equal(request.headers["if-none-match"], "*");
      assert.equal(request.headers["x-length"], String(body.length));
      assert.equal(request.headers.cookie, undefined, "the store is not told who we are");
      if (does === "refuse") return void answer.writeHead(403).end("<Code>AccessDenied</Code>");
      if (does === "keep" || does === "keep and hang up") await keep(name, body);
      return does === "keep and hang up" ? void request.socket.destroy() : void answer.writeHead(200).end();
    }
    const does = habits.get.shift();
    if (does === "lie") return void answer.writeHead(200).end("other bytes");
    const got = does === "give" ? await fetch(`http://127.0.0.1:${port}/api/v1/blobs/${name}`) : undefined;
    answer.writeHead(got?.status ?? 403).end(got === undefined ? "" : Buffer.from(await got.arrayBuffer()));
  });
  const store_port = await listening(store);
  front = createServer(async (request, answer) => {
    const { pathname, searchParams } = new URL(request.url, "http://x");
    const [, , , what, name] = pathname.split("/");
    if (["uploads", "blobs"].includes(what)) asked.push(`${request.method} ${what}`);
    if (what === "blobs" && searchParams.get("direct") === "1" && habits.get.length > 0) {
      return void answer.writeHead(307, { Location: `http://127.0.0.1:${store_port}/${name}?signed` }).end();
    }
    const body = await whole(request);
    const far = ask({ port, host: "127.0.0.1", method: request.method, path: request.url, headers: request.headers }, async (got) => {
      let said = await whole(got);
      if (request.method === "POST" && what === "uploads" && habits.put.length > 0) {
        const state = JSON.parse(said);
        const headers = [{ name: "if-none-match", value: "*" }, { name: "x-length", value: searchParams.get("size") }];
        if (!state.done) state.put = { url: `http://127.0.0.1:${store_port}/${name}?signed=${asked.length}`, headers, valid_s: 300 };
        said = JSON.stringify(state);
      }
      const { "content-length": _, ...headers } = got.headers;
      answer.writeHead(got.statusCode, headers).end(said);
    });
    far.end(body);
  });
  front.on("upgrade", (request, socket) => {
    const far = connect(port, "127.0.0.1", () => {
      far.write(`${request.method} ${request.url} HTTP/1.1\r\n${request.rawHeaders.map((text, at) => text + (at % 2 ? "\r\n" : ": ")).join("")}\r\n`);
      far.pipe(socket).pipe(far);
    });
    for (const end of [far, socket]) end.on("error", () => (far.destroy(), socket.destroy()));
  });
  await listening(front);
});
after(() => {
  child?.kill("SIGKILL");
  for (const server of [front, store]) {
    server?.closeAllConnections();
    server?.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

const url = () => `http://127.0.0.1:${front.address().port}`;
function sync(path, ...args) {
  const run = spawn(program, ["sync", path, ...args, "--once"]);
  let words = "";
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (bytes) => (words += bytes));
  const late = setTimeout(() => run.kill("SIGKILL"), patience_ms);
  return new Promise((done) => run.once("exit", (code) => (clearTimeout(late), done({ code, words }))));
}
// A folder with a design that names this picture, and the picture.
function picture(name, size = 3_000_000) {
  const bytes = Buffer.alloc(size, name);
  const sha = createHash("sha256").update(bytes).digest("hex");
  const path = join(folder, name);
  mkdirSync(join(path, "blobs"), { recursive: true });
  writeFileSync(join(path, "blobs", sha), bytes);
  const image = { id: "a", type: "image", x: 0, y: 0, width: 40, height: 40, src: `blob:${sha}` };
  writeFileSync(join(path, "poster.json"), JSON.stringify({ schemaVersion: 4, width: 120, height: 80, pages: [{ id: "p", children: [image] }] }));
  return { path, sha, bytes };
}
const there = async (sha) => Buffer.from(await (await fetch(`http://127.0.0.1:${port}/api/v1/blobs/${sha}`)).arrayBuffer());
const pieces = () => asked.filter((each) => each === "PATCH uploads").length;
const puts = () => asked.filter((each) => each === "PUT store").length;

// What the store does, how often it is asked, and whether pieces go through the server in the end.
const ways = [
  ["a picture goes past the server, and the server is asked whether it arrived", ["keep"], 1, false],
  ["a request that is refused is asked for anew", ["refuse", "keep"], 2, false],
  ["refused twice, it goes in pieces", ["refuse", "refuse", "keep"], 2, true],
  ["cut in the middle, it goes on in pieces", ["hang up", "keep"], 1, true],
  ["an answer that was lost is no reason to send it twice", ["keep and hang up", "keep"], 1, false],
  ["what the store says it has and the server does not see goes in pieces", ["pretend", "pretend", "pretend"], 2, true],
];
for (const [at, [words, put, asks, in_pieces]] of ways.entries()) {
  test(words, async () => {
    habits.put = [...put];
    const { path, sha, bytes } = picture(`up-${at}`);
    const run = await sync(path, "--server", url());
    assert.equal(run.code, 0, run.words);
    assert.ok((await there(sha)).equals(bytes));
    assert.equal(puts(), asks);
    assert.equal(pieces() > 0, in_pieces, asked.join(", "));
  });
}

test("a store that is never reached is not tried for ever", async () => {
  habits.put = Array(9).fill("hang up");
  const all = Array.from({ length: 5 }, (_, at) => picture(`never-${at}`, 5_000 + at));
  const one = join(folder, "never");
  mkdirSync(join(one, "blobs"), { recursive: true });
  for (const { path, sha, bytes } of all) {
    writeFileSync(join(one, "blobs", sha), bytes);
    writeFileSync(join(one, `${sha}.json`), readFileSync(join(path, "poster.json")));
  }
  const run = await sync(one, "--server", url());
  assert.equal(run.code, 0, run.words);
  for (const { sha, bytes } of all) assert.ok((await there(sha)).equals(bytes));
  assert.equal(puts(), 3);
});

test("what comes from the store is held against its name, else it comes through the server", async () => {
  const { path, sha, bytes } = picture("down");
  const first = await sync(path, "--server", url());
  assert.equal(first.code, 0, first.words);
  const address = /address is (\S+)/.exec(first.words)[1];
  for (const [at, [does, through_server]] of [["give", 0], ["lie", 1], ["refuse", 1]].entries()) {
    habits.get = [does];
    asked = [];
    const two = join(folder, `down-${at}`);
    mkdirSync(two);
    const run = await sync(two, "--add", address, "--server", url());
    assert.equal(run.code, 0, run.words);
    assert.ok(readFileSync(join(two, "blobs", sha)).equals(bytes), does);
    assert.equal(asked.filter((each) => each === "GET store").length, 1);
    assert.equal(asked.filter((each) => each === "GET blobs").length, 1 + through_server, asked.join(", "));
  }
});
