// `flashkit sync` killed in the middle, with files that go away, are odd or find no room: nothing is lost and all is said.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { address, change, design, element, end, figure, folder, fresh, in_step, once, pair, read, serve, start, until, wait, write } from "./sync_programs.mjs";

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
  let said = "";
  for (let i = 0; i < 25; i += 1) {
    const left = start("sync", one);
    await wait(20 * (i % 13));
    // A person's editor: it reads and writes the whole file.
    change(here, (all) => all.pages[0].children.push(figure(`e${i}`, { x: i })));
    made.push(`e${i}`);
    await wait(37 * (i % 11));
    await end(left, "SIGKILL");
    said += `${i}: ${left.said}`;
  }
  said += in_step(one).words;
  const ids = (path) => read(path).pages[0].children.map((child) => child.id);
  // Killed in the very moment between two exchanges, with the next edit made before the next run: then it is kept beside.
  const beside = readdirSync(one).filter((name) => name.includes("(kept")).flatMap((name) => ids(join(one, name)));
  const told = `${ids(here)} in ${readdirSync(one)}\n${said}`;
  assert.deepEqual(made.filter((id) => !ids(here).includes(id) && !beside.includes(id)), [], told);
  assert.deepEqual(ids(here), made.filter((id) => ids(here).includes(id)), told);
  await until("the other folder", () => ids(there).length === ids(here).length);
  assert.deepEqual(ids(there), ids(here));
  await end(other);
  await end(server);
});
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
