// The pictures of folders in step (docs/protocol.md, A1 to A5), over the real program on both sides.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { address, change, design, end, folder, fresh, got, in_step, serve, start, until, write } from "./sync_programs.mjs";

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
  assert.ok((await got(`${url}/api/v1/blobs/${large.name}`)).bytes.equals(large.bytes));

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

// A line to the server on which no more than so many bytes go up until it is `open`.
async function line(port, most) {
  const lines = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    let sent = 0;
    from.on("data", (bytes) => {
      sent += bytes.length;
      to.write(bytes);
      if (sent > most && !lines.open) from.pause();
    });
    from.on("end", () => to.end());
    to.pipe(from);
    for (const each of [from, to]) each.on("error", () => (from.destroy(), to.destroy()));
    from.on("close", () => to.destroy());
  });
  await new Promise((done) => lines.listen(0, "127.0.0.1", done));
  return lines;
}

test("a large picture goes on where a killed run left it", async () => {
  const server = await serve(fresh("cut/data"));
  const narrow = await line(server.port, 5_000_000);
  const url = `http://127.0.0.1:${narrow.address().port}`;
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
  narrow.open = true;
  const again = start("sync", one, "--once");
  assert.equal(await again.ended, 0, again.said);
  assert.ok((await got(`${url}/api/v1/blobs/${name}`)).bytes.equals(bytes));
  assert.deepEqual(readdirSync(uploads), [], "one upload, gone on with");
  narrow.close();
  await end(server);
});
