// Folders in step, with the real program on both sides: `flashkit serve` and `flashkit sync`, over real files, killed in
// the middle, offline and on again. FLASHKIT_PROGRAM names the program.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const program = process.env.FLASHKIT_PROGRAM ?? "build/bin/flashkit";
const folder = mkdtempSync(join(tmpdir(), "flashkit-sync-"));
const patience_ms = 120_000;
const running = new Set();
after(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function until(what, holds) {
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
function start(...args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.said = "";
  child.stdout.on("data", (bytes) => (child.said += bytes));
  child.stderr.on("data", (bytes) => (child.said += bytes));
  child.ended = new Promise((done) => child.once("exit", (code, signal) => (running.delete(child), done(code ?? signal))));
  return child;
}
const end = (child, signal = "SIGTERM") => (child.kill(signal), child.ended);
async function serve(data, port = 0) {
  const server = start("serve", "--port", String(port), "--data", data, "--quiet", "1");
  let over = false;
  server.ended.then(() => (over = true));
  await until("a server", () => over || /Flashkit is ready at http:\/\/[^\n]*:\d+/.test(server.said));
  assert.ok(!over, server.said);
  server.port = Number(/Flashkit is ready at http:\/\/[^\n]*:(\d+)/.exec(server.said)[1]);
  return server;
}
function once(...args) {
  const result = spawnSync(program, ["sync", ...args, "--once"], { encoding: "utf8", timeout: patience_ms });
  return { code: result.status, words: result.stdout + result.stderr };
}
// Comes in step, with its words where it does not.
function in_step(...args) {
  const result = once(...args);
  assert.equal(result.code, 0, result.words);
  return result;
}
function fresh(name) {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const write = (path, design) => writeFileSync(path, JSON.stringify(design, null, 2));
function change(path, how) {
  const design = read(path);
  how(design);
  write(path, design);
}
const element = (design, id) => design.pages.flatMap((page) => page.children).find((one) => one.id === id);
const figure = (id, more = {}) => ({ id, type: "figure", subType: "rect", x: 10, y: 10, width: 50, height: 30, fill: "red", ...more });
const text = (id, words) => ({ id, type: "text", x: 0, y: 0, width: 100, height: 20, text: words, fontSize: 12 });
const design = (...children) => ({ schemaVersion: 4, width: 120, height: 80, pages: [{ id: "p", children }] });
const address = (words) => /address is (\S+)/.exec(words)[1];

test("a folder of a hundred designs comes in step on one connection", async () => {
  const server = await serve(fresh("hundred/data"));
  const one = fresh("hundred/one");
  for (let i = 0; i < 100; ++i) write(join(one, `design ${i}.json`), design(figure(`f${i}`)));
  const { words } = in_step(one, "--server", `http://127.0.0.1:${server.port}`);
  assert.equal(words.match(/address is/g).length, 100);
  await end(server);
});

test("two folders, edits both ways, and what one did not touch stays as it is", async () => {
  const server = await serve(fresh("both/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const [one, two] = [fresh("both/one"), fresh("both/two")];
  const original = JSON.stringify({ ...design(figure("a"), text("t", "hello"), { id: "odd", type: "fromTheFuture", deep: { x: [1] } }), unknown: { kept: 1.50 } }, null, 3);
  writeFileSync(join(one, "poster.json"), original);
  const first = in_step(one, "--server", url);
  assert.equal(readFileSync(join(one, "poster.json"), "utf8"), original, "a file that is in step is not written");
  const added = in_step(two, "--add", address(first.words));
  const there = join(two, readdirSync(two).find((name) => name.endsWith(".json")));
  assert.deepEqual(read(there), JSON.parse(original));

  // Both at work at the same time, in different registers and at two ends of one text.
  const here = join(one, "poster.json");
  change(here, (all) => {
    element(all, "a").fill = "blue";
    element(all, "t").text = "Oh hello";
    all.pages[0].children.push(figure("new", { x: 70 }));
  });
  change(there, (all) => {
    element(all, "a").x = 42;
    element(all, "t").text = "hello world";
    all.pages[0].children.splice(0, 0, figure("below"));
    all.pages.push({ id: "q", children: [text("u", "second page")] });
  });
  for (const each of [one, two, one]) in_step(each);
  for (const path of [here, there]) {
    const all = read(path);
    assert.equal(element(all, "a").fill, "blue");
    assert.equal(element(all, "a").x, 42);
    assert.equal(element(all, "t").text, "Oh hello world");
    assert.equal(element(all, "u").text, "second page");
    assert.deepEqual(all.pages[0].children.map((child) => child.id), ["below", "a", "t", "odd", "new"]);
    assert.deepEqual(element(all, "odd"), { id: "odd", type: "fromTheFuture", deep: { x: [1] } });
  }
  assert.equal(readFileSync(here, "utf8"), readFileSync(there, "utf8"));

  // The same register: the last one in the journal wins everywhere. Then a removal and a new order.
  change(here, (all) => (element(all, "a").fill = "green"));
  change(there, (all) => (element(all, "a").fill = "black"));
  for (const each of [one, two, one]) in_step(each);
  assert.equal(element(read(here), "a").fill, "black");
  change(there, (all) => {
    all.pages[0].children = all.pages[0].children.filter((child) => child.id !== "a").reverse();
  });
  for (const each of [two, one]) in_step(each);
  assert.deepEqual(read(here).pages[0].children.map((child) => child.id), ["new", "odd", "t", "below"]);
  await end(server);
});

test("live: a change arrives while both run, and a broken file is left alone", async () => {
  const server = await serve(fresh("live/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const [one, two] = [fresh("live/one"), fresh("live/two")];
  const here = join(one, "card.json");
  write(here, design(figure("a")));
  const left = start("sync", one, "--server", url);
  await until("an address", () => /address is/.test(left.said));
  const right = start("sync", two, "--add", address(left.said));
  await until("the file", () => readdirSync(two).some((name) => name.endsWith(".json")));
  const there = join(two, readdirSync(two).find((name) => name.endsWith(".json")));
  change(here, (all) => (element(all, "a").x = 77));
  await until("the change", () => element(read(there), "a").x === 77);
  writeFileSync(there, '{"pages": [{"id": "p", "child');
  await until("a word about it", () => /left alone/.test(right.said));
  change(here, (all) => (element(all, "a").y = 5));
  await until("the next change is on its way", () => read(here) !== null);
  await wait(1500);
  assert.equal(readFileSync(there, "utf8"), '{"pages": [{"id": "p", "child', "never written over");
  const mended = read(here);
  element(mended, "a").y = 10;
  element(mended, "a").name = "mended";
  write(there, mended);
  await until("all in step", () => element(read(here), "a").name === "mended" && element(read(there), "a").y === 5);
  renameSync(there, join(two, "other name.json"));
  change(here, (all) => (element(all, "a").x = 1));
  await until("the change under the new name", () => element(read(join(two, "other name.json")), "a").x === 1);
  assert.ok(!existsSync(there));
  assert.equal(await end(left), 0);
  assert.equal(await end(right), 0);
  await end(server);
});

test("offline it goes on, and sends when the server is back", async () => {
  const data = fresh("offline/data");
  let server = await serve(data);
  const { port } = server;
  const [one, two] = [fresh("offline/one"), fresh("offline/two")];
  const here = join(one, "card.json");
  write(here, design(figure("a")));
  const first = in_step(one, "--server", `http://127.0.0.1:${port}`);
  in_step(two, "--add", address(first.words));
  const there = join(two, readdirSync(two).find((name) => name.endsWith(".json")));
  await end(server);
  change(here, (all) => (element(all, "a").fill = "blue"));
  const refused = once(one);
  assert.equal(refused.code, 1);
  assert.match(refused.words, /cannot be reached.*kept and sent later/);
  change(here, (all) => (element(all, "a").x = 99));
  change(there, (all) => (element(all, "a").opacity = 0.5));
  const left = start("sync", one);
  await until("a word about it", () => /cannot be reached/.test(left.said));
  server = await serve(data, port);
  in_step(two);
  await until("all in step", () => element(read(here), "a").opacity === 0.5);
  await until("all is sent", () => once(two).code === 0 && element(read(there), "a").x === 99);
  assert.equal(element(read(there), "a").fill, "blue");
  await end(left);
  await end(server);
});

// Before a server; the first connections of the live protocol get `status` instead.
async function stumbling(port, status, times) {
  const stumbles = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    from.once("data", (head) => {
      if (head.includes("/api/v1/live") && times-- > 0) return from.end(`HTTP/1.1 ${status} Trouble\r\ncontent-length: 0\r\n\r\n`);
      to.write(head);
      from.pipe(to).pipe(from);
    });
    for (const each of [from, to]) each.on("error", () => (from.destroy(), to.destroy()));
    from.on("close", () => to.destroy());
  });
  await new Promise((done) => stumbles.listen(0, "127.0.0.1", done));
  return stumbles;
}

test("one run tries again with a server that has trouble, and not with one that never will", async () => {
  const server = await serve(fresh("trouble/data"));
  const at = async (status) => {
    const one = fresh(`trouble/${status}`);
    write(join(one, "card.json"), design(figure("a")));
    const before = await stumbling(server.port, status, 2);
    const run = start("sync", one, "--once", "--server", `http://127.0.0.1:${before.address().port}`);
    const code = await run.ended;
    before.close();
    return { code, said: run.said };
  };
  const later = await at(503);
  assert.equal(later.code, 0, later.said);
  assert.match(later.said, /the server has trouble \(it answered 503\).*kept and sent later/);
  const never = await at(404);
  assert.equal(never.code, 1, never.said);
  assert.match(never.said, /does not speak the live protocol \(it answered 404\)/);
  await end(server);
});

test("killed at any moment it loses nothing and makes nothing twice", async () => {
  const server = await serve(fresh("kill/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const [one, two] = [fresh("kill/one"), fresh("kill/two")];
  const here = join(one, "card.json");
  write(here, design());
  const first = once(one, "--server", url);
  in_step(two, "--add", address(first.words));
  const there = join(two, readdirSync(two).find((name) => name.endsWith(".json")));
  const other = start("sync", two);
  const made = [];
  for (let i = 0; i < 25; i += 1) {
    const left = start("sync", one);
    await wait(20 * (i % 13));
    // A person's editor: it reads and writes the whole file.
    change(here, (all) => all.pages[0].children.push(figure(`e${i}`, { x: i })));
    made.push(`e${i}`);
    await wait(37 * (i % 11));
    await end(left, "SIGKILL");
  }
  in_step(one);
  const ids = (path) => read(path).pages[0].children.map((child) => child.id);
  assert.deepEqual(ids(here), made);
  await until("the other folder", () => ids(there).length === made.length);
  assert.deepEqual(ids(there), made);
  await end(other);
  await end(server);
});

// Two folders that follow the same design.
async function pair(name) {
  const server = await serve(fresh(`${name}/data`));
  const [one, two] = [fresh(`${name}/one`), fresh(`${name}/two`)];
  const here = join(one, "card.json");
  write(here, design(figure("a")));
  const first = in_step(one, "--server", `http://127.0.0.1:${server.port}`);
  in_step(two, "--add", address(first.words));
  const there = join(two, readdirSync(two).find((file) => file.endsWith(".json")));
  return { server, one, two, here, there };
}

test("a file that is away for a moment is followed on, and so is one that is put back later", async () => {
  const { server, one, two, here, there } = await pair("away");
  const edited = (fill) => JSON.stringify(design(figure("a", { fill })));
  const left = start("sync", one);
  await until("it runs", () => /in step/.test(left.said));
  for (const fill of ["blue", "green"]) {  // as some editors and version control do it
    rmSync(here);
    await wait(400);
    writeFileSync(here, edited(fill));
    await wait(700);
  }
  assert.doesNotMatch(left.said, /taken away|is new/);
  await until("the change", () => once(two).code === 0 && element(read(there), "a").fill === "green");
  rmSync(here);
  await until("a word about it", () => /card.json was taken away/.test(left.said));
  writeFileSync(here, edited("white"));
  await until("it is back", () => /card.json is back/.test(left.said));
  await until("the change", () => once(two).code === 0 && element(read(there), "a").fill === "white");
  rmSync(here);
  await until("a word again", () => left.said.match(/taken away/g).length === 2);
  await end(left);
  in_step(one);
  assert.ok(!existsSync(here));
  writeFileSync(here, edited("black"));
  const back = in_step(one);
  assert.match(back.words, /card.json is back/);
  assert.doesNotMatch(back.words, /is new/);
  in_step(two);
  assert.equal(element(read(there), "a").fill, "black");
  // Away, and wanted back from the cloud.
  rmSync(here);
  const gone = in_step(one);
  in_step(one, "--add", /--add (\S+?)`/.exec(gone.words)[1]);
  const again = readdirSync(one).filter((name) => name.endsWith(".json"));
  assert.equal(again.length, 1);
  assert.equal(element(read(join(one, again[0])), "a").fill, "black");
  await end(server);
});

test("what cannot be taken in is named and ends a run with 1; a change that looks like none is seen", async () => {
  const { server, one, two, here, there } = await pair("odd");
  symlinkSync("card.json", join(one, "link.json"));
  symlinkSync("nowhere", join(one, "dangling.json"));
  const linked = once(one);
  assert.equal(linked.code, 1, linked.words);
  assert.match(linked.words, /^link.json is left alone: it is a link/m);
  assert.match(linked.words, /^dangling.json is left alone/m);
  rmSync(join(one, "link.json"));
  rmSync(join(one, "dangling.json"));
  renameSync(here, join(folder, "odd/elsewhere.json"));
  symlinkSync(join(folder, "odd/elsewhere.json"), here);
  change(there, (all) => (element(all, "a").x = 3));
  in_step(two);
  const replaced = once(one);
  assert.equal(replaced.code, 1, replaced.words);
  assert.match(replaced.words, /^card.json: it is a link/m);
  assert.notEqual(element(read(join(folder, "odd/elsewhere.json")), "a").x, 3);
  rmSync(here);
  renameSync(join(folder, "odd/elsewhere.json"), here);
  in_step(one);
  assert.equal(element(read(here), "a").x, 3);

  const left = start("sync", one);
  await until("it runs", () => /in step/.test(left.said));
  const was = statSync(here);
  writeFileSync(here, readFileSync(here, "utf8").replace('"red"', '"tan"'));
  utimesSync(here, was.atime, was.mtime);
  await until("the change", () => once(two).code === 0 && element(read(there), "a").fill === "tan");
  // A file that was no design for a while is none that is in trouble.
  const whole = readFileSync(here);
  writeFileSync(here, "{");
  await until("a word about it", () => /left alone until it changes/.test(left.said));
  writeFileSync(here, whole);
  await end(left);
  in_step(one);
  await end(server);
});

test("an edit made while the disk was full goes on when there is room", async () => {
  const { server, one, two, here, there } = await pair("full");
  const record = join(one, ".flashkit", readdirSync(join(one, ".flashkit")).find((name) => name.endsWith(".design")));
  const left = start("sync", one);
  await until("it runs", () => /in step/.test(left.said));
  mkdirSync(`${record}.part`);  // what is remembered can be written no more
  change(here, (all) => (element(all, "a").fill = "blue"));
  await until("a word about it", () => /cannot write/.test(left.said));
  await wait(700);
  rmdirSync(`${record}.part`);
  await until("the change", () => once(two).code === 0 && element(read(there), "a").fill === "blue");
  change(here, (all) => (element(all, "a").x = 7));
  await until("the one after it", () => once(two).code === 0 && element(read(there), "a").x === 7);
  await end(left);
  in_step(one);
  await end(server);
});

test("names of all scripts, and more designs than a desk holds", async () => {
  const server = await serve(fresh("names/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const [one, two] = [fresh("names/Meine Entwürfe"), fresh("names/two")];
  const long = "ポスター".repeat(12);  // longer than a file's name that is made from it
  for (const name of ["sommer fest", "ポスター", "عرض", "-rf", `a'b"c $x`]) write(join(one, `${name}.json`), { ...design(figure("a")), name: long });
  const latin = Buffer.concat([Buffer.from(join(one, "lat")), Buffer.from([0xe9]), Buffer.from(".json")]);
  writeFileSync(latin, JSON.stringify(design(figure("a"))));
  const first = once(one, "--server", url);
  assert.equal(first.code, 1);
  assert.match(first.words, /is left alone: its name is not UTF-8/);
  rmSync(latin);
  assert.match(in_step(one).words, /^5 designs are in step/m);
  in_step(two, "--add", address(first.words));
  in_step(two);

  const many = fresh("names/many");
  assert.match(in_step(many, "--server", url).words, /there are no designs in/);
  for (let i = 0; i < 80; i += 1) write(join(many, `${i}.json`), design(figure("a")));
  assert.match(in_step(many).words, /^80 designs are in step/m);
  await end(server);
});

test("killed while it exchanged a file it gives back what was just saved", async () => {
  const { server, one, two, here, there } = await pair("exchange");
  const record = join(one, ".flashkit", readdirSync(join(one, ".flashkit")).find((name) => name.endsWith(".design")));
  const writing = join(one, ".flashkit/writing");
  const first = read(record);
  const saved = JSON.stringify(design(figure("a", { fill: "blue" })));  // a person's, on what the file said first
  change(there, (all) => (element(all, "a").x = 42));
  in_step(two);
  in_step(one);
  const second = read(record);
  assert.equal(element(read(here), "a").x, 42);
  writeFileSync(record, JSON.stringify({ ...second, said: first.said, next: second.said }));
  writeFileSync(writing, saved);
  assert.match(in_step(one).words, /card.json: what you saved last is back/);
  in_step(two);
  for (const path of [here, there]) {
    assert.equal(element(read(path), "a").fill, "blue");
    assert.equal(element(read(path), "a").x, 42);
  }
  // Saved once more meanwhile: both are kept. And what the run itself had written in part is none of them.
  writeFileSync(record, JSON.stringify({ ...read(record), next: second.said }));
  writeFileSync(writing, saved);
  change(here, (all) => (element(all, "a").y = 5));
  assert.match(in_step(one).words, /kept in card \(kept\).json/);
  assert.equal(readFileSync(join(one, "card (kept).json"), "utf8"), saved);
  assert.equal(element(read(here), "a").y, 5);
  writeFileSync(record, JSON.stringify({ ...read(record), next: read(record).said }));
  in_step(two);
  writeFileSync(writing, readFileSync(there, "utf8").slice(0, 20));
  in_step(one);
  assert.ok(!existsSync(writing));
  assert.deepEqual(readdirSync(one).filter((name) => name.endsWith(".json")).sort(), ["card (kept).json", "card.json"]);
  await end(server);
});

test("pictures travel both ways, and what a folder lacks comes from the server", async () => {
  const server = await serve(fresh("blobs/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const [one, two] = [fresh("blobs/one"), fresh("blobs/two")];
  const picture = (size, seed) => {
    const bytes = Buffer.alloc(size, seed);
    return { bytes, name: createHash("sha256").update(bytes).digest("hex") };
  };
  const image = (id, name) => ({ id, type: "image", x: 0, y: 0, width: 40, height: 40, src: `blob:${name}` });
  const large = picture(3_500_000, "large");
  const small = picture(40, "small");
  const nobody = picture(10, "nobody");
  mkdirSync(join(one, "blobs"));
  writeFileSync(join(one, "blobs", large.name), large.bytes);
  write(join(one, "poster.json"), design(image("a", large.name)));
  const first = in_step(one, "--server", url);
  const got = await fetch(`${url}/api/v1/blobs/${large.name}`);
  assert.deepEqual(Buffer.from(await got.arrayBuffer()), large.bytes);

  const added = in_step(two, "--add", address(first.words));
  assert.deepEqual(readFileSync(join(two, "blobs", large.name)), large.bytes);
  // Back the other way, with one that nobody has: it is said, and holds nothing up.
  const there = join(two, readdirSync(two).find((name) => name.endsWith(".json")));
  writeFileSync(join(two, "blobs", small.name), small.bytes);
  writeFileSync(join(two, "blobs", "notes.txt"), "not a picture");
  change(there, (all) => all.pages[0].children.push(image("b", small.name), image("c", nobody.name)));
  const back = in_step(two);
  assert.match(back.words, /nobody has brought yet/);
  in_step(one);
  assert.deepEqual(readFileSync(join(one, "blobs", small.name)), small.bytes);
  assert.ok(!existsSync(join(one, "blobs", nobody.name)));

  // A file that is not what its name says is fetched anew.
  writeFileSync(join(one, "blobs", small.name), "spoilt");
  in_step(one);
  assert.deepEqual(readFileSync(join(one, "blobs", small.name)), small.bytes);
  assert.deepEqual(readdirSync(join(two, "blobs")).sort(), [large.name, small.name, "notes.txt"].sort());
  await end(server);
});

test("a large picture goes on where a killed run left it", async () => {
  const server = await serve(fresh("cut/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const one = fresh("cut/one");
  const bytes = Buffer.alloc(16_000_000, "a large picture ");
  const name = createHash("sha256").update(bytes).digest("hex");
  mkdirSync(join(one, "blobs"));
  writeFileSync(join(one, "blobs", name), bytes);
  write(join(one, "poster.json"), design({ id: "a", type: "image", x: 0, y: 0, width: 40, height: 40, src: `blob:${name}` }));
  const uploads = join(folder, "cut/data/uploads");
  const size = () => Math.max(0, ...readdirSync(uploads).map((file) => statSync(join(uploads, file)).size));
  const left = start("sync", one, "--server", url);
  await until("some of it", () => size() > 2_000_000);
  await end(left, "SIGKILL");
  const reached = size();
  assert.ok(reached < bytes.length, "killed in the middle");
  in_step(one);
  const got = await fetch(`${url}/api/v1/blobs/${name}`);
  assert.ok(Buffer.from(await got.arrayBuffer()).equals(bytes));
  assert.deepEqual(readdirSync(uploads), [], "one upload, gone on with");
  await end(server);
});

test("says clearly what is wrong", async () => {
  const server = await serve(fresh("wrong/data"));
  const url = `http://127.0.0.1:${server.port}`;
  const one = fresh("wrong/one");
  const usage = (...args) => spawnSync(program, ["sync", ...args], { encoding: "utf8", timeout: patience_ms });
  assert.match(usage(one).stderr, /--server/);
  assert.match(usage(one, "--server", "ftp://x").stderr, /http:\/\//);
  assert.match(usage(one, "--server", "http://x:70000").stderr, /not a server's address/);
  assert.match(usage("", "--server", url).stderr, /exactly one folder/);
  assert.equal(usage(join(folder, "wrong/typo")).status, 1);
  assert.ok(!existsSync(join(folder, "wrong/typo")), "nothing is made before all is known");
  assert.match(usage(one, "--add", "http://x/d/1#2").stderr, /address like/);
  assert.match(usage(fresh("wrong/three"), "--once", "--add", `${url}/d/${"0".repeat(31)}1#${"1".repeat(32)}`).stderr, /no such design/);
  write(join(one, "card.json"), design(figure("a")));
  const first = in_step(one, "--server", url);
  const stranger = once(fresh("wrong/two"), "--add", address(first.words).replace(/#.*/, `#${"2".repeat(32)}`));
  assert.equal(stranger.code, 1);
  assert.match(stranger.words, /no right/);
  assert.match(usage(one, "--server", "http://elsewhere:1").stderr, /this folder follows/);
  const left = start("sync", one);
  await until("it runs", () => /in step/.test(left.said));
  const second = once(one);
  assert.equal(second.code, 1);
  assert.match(second.words, /another `flashkit sync`/);
  rmSync(join(one, "card.json"));
  await until("a word about it", () => /taken away.*stays in the cloud/.test(left.said));
  await end(left);
  await end(server);
});
