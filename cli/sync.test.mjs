// Folders in step, with the real program on both sides (sync_programs.mjs): edits both ways, offline and on again.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { address, change, design, element, end, figure, folder, fresh, in_step, once, patience_ms, program, read, serve, start, text, until, wait, write } from "./sync_programs.mjs";

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
