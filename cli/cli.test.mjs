// Runs the program as people do: what it says, what it leaves behind, and that bad input ends in one clear line, in
// bounded time and memory. FLASHKIT_PROGRAM names the program.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, closeSync, ftruncateSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";

const program = process.env.FLASHKIT_PROGRAM ?? "build/bin/flashkit";
const folder = mkdtempSync(join(tmpdir(), "flashkit-cli-"));
const k_most_ms = 300_000;  // generous: unoptimised builds on busy machines

// An address space far below what unbounded input would take; sanitizers need all of it for themselves.
const limit = process.env.FLASHKIT_NO_MEMORY_LIMIT ? "" : "ulimit -v 6000000; ";
function run(...args) {
  return run_in(process.env, ...args);
}
function run_in(env, ...args) {
  const result = spawnSync("bash", ["-c", `${limit}exec "$0" "$@"`, program, ...args], { encoding: "utf8", timeout: k_most_ms, env });
  return { code: result.status, out: result.stdout, lines: result.stderr.split("\n").filter((line) => line !== "") };
}
function put(name, content) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}
function refused(result, words) {
  assert.equal(result.lines.length, 1, `one line, not ${JSON.stringify(result.lines)}`);
  assert.match(result.lines[0], words);
  assert.ok(result.code === 1 || result.code === 2, `exit code ${result.code}`);
}
const page = (children, more = {}) => ({ schemaVersion: 4, width: 120, height: 80, pages: [{ id: "p", children, ...more }] });
const box = { id: "a", type: "figure", subType: "rect", x: 10, y: 10, width: 50, height: 30, fill: "red" };
const good = put("good.json", page([box]));

test("render writes each format", () => {
  const magic = { png: "\x89PNG", jpg: "\xff\xd8\xff", pdf: "%PDF-", svg: "<?xml" };
  for (const [extension, begin] of Object.entries(magic)) {
    const out = join(folder, `out.${extension}`);
    assert.equal(run("render", good, "-o", out).code, 0);
    assert.equal(readFileSync(out).toString("latin1").slice(0, begin.length), begin);
  }
  const png = join(folder, "scaled.png");
  assert.equal(run("render", good, "--scale", "2.5", `-o=${png}`).code, 0);
  assert.equal(readFileSync(png).readUInt32BE(16), 300);
});

test("convert writes what it read, and inspect says what is there", () => {
  const out = join(folder, "converted.json");
  const old = put("old.json", page([{ id: "t", type: "text", letterSpacing: 1, fontSize: 32, text: "x" }], { junk: null }));
  writeFileSync(old, readFileSync(old, "utf8").replace('"schemaVersion":4,', ""));
  assert.equal(run("convert", old, "-o", out).code, 0);
  const converted = JSON.parse(readFileSync(out, "utf8"));
  assert.equal(converted.schemaVersion, 4);
  assert.equal(converted.pages[0].children[0].letterSpacing, 0.5);
  assert.equal(converted.pages[0].junk, null);
  const mixed = put("mixed.json", page([box, { id: "v", type: "video" }, { id: "i", type: "image", src: "gone.png" }]));
  const report = JSON.parse(run("inspect", mixed).out);
  assert.deepEqual(report.elements, { figure: 1, image: 1, video: 1 });
  assert.equal(report.pages[0].width, 120);
  assert.equal(report.placeholders.video, 1);
  assert.deepEqual(report.missingAssets.map((asset) => asset.source), ["gone.png"]);
});

test("letters with formats are drawn, counted and written as they came", () => {
  const text = '<p><strong>Big</strong> and <em><span style="color: red; font-family: Lora; font-size: 30px;">red</span></em></p>';
  const design = put("letters.json", page([{ id: "t", type: "text", x: 5, y: 5, width: 100, fontFamily: "Inter", fontSize: 12, text }]));
  const report = JSON.parse(run("inspect", design).out);
  assert.deepEqual(report.placeholders, {});
  assert.deepEqual(report.fonts.map((font) => font.family).sort(), ["Inter", "Lora"]);
  const svg = join(folder, "letters.svg");
  assert.equal(run("render", design, "-o", svg).code, 0);
  assert.match(readFileSync(svg, "utf8"), /rgb\(100%,0%,0%\)/);
  const out = join(folder, "letters-out.json");
  assert.equal(run("convert", design, "-o", out).code, 0);
  assert.equal(JSON.parse(readFileSync(out, "utf8")).pages[0].children[0].text, text);
});

test("help is to be had everywhere", () => {
  assert.equal(run("--help").code, 0);
  for (const name of ["render", "convert", "inspect"]) {
    const result = run(name, "--help");
    assert.equal(result.code, 0);
    assert.match(result.out, /^usage: flashkit/);
  }
  assert.notEqual(run().code, 0);
  refused(run("draw"), /there is no command `draw`/);
});

test("misuse is named", () => {
  refused(run("render", good), /say with -o/);
  refused(run("render", "-o", "x.png"), /name exactly one design/);
  refused(run("render", good, "-o", "x.bmp"), /unknown extension; it must be \.png/);
  refused(run("render", good, "-o", "x"), /unknown extension/);
  refused(run("render", good, "-o", "x.png", "--scale", "nan"), /--scale must be a number above 0/);
  refused(run("render", good, "-o", "x.png", "--scale", "-1"), /--scale/);
  refused(run("render", good, "-o", "x.png", "--page", "0"), /--page/);
  refused(run("render", good, "-o", join(folder, "x.png"), "--page", "2"), /there is no page 2; the design has 1/);
  refused(run("render", good, "--speed", "9", "-o", "x.png"), /unknown flag --speed/);
  refused(run("render", good, "-o"), /the flag -o needs a value/);
  refused(run("convert", good, "-o", "x.xml"), /can only write \.json/);
  refused(run("render", good, "-o", join(folder, "x.png"), "--fonts", folder), /there is no font bundle/);
});

test("a path that cannot be read or written", () => {
  refused(run("render", join(folder, "none.json"), "-o", join(folder, "x.png")), /there is no such file; check the path/);
  refused(run("inspect", folder), /this is not a file/);
  refused(run("inspect", "/dev/zero"), /this is not a file/);
  refused(run("render", good, "-o", join(folder, "no", "such", "x.png")), /cannot write .*choose a place/);
  refused(run("render", good, "-o", "/proc/x.png"), /cannot write/);
});

test("nothing half-written is left", () => {
  const target = join(folder, "taken.png");
  mkdirSync(target);
  refused(run("render", good, "-o", target), /cannot write/);
  assert.deepEqual(readdirSync(folder).filter((name) => name.includes(".part-")), []);
});

test("a cut file and other JSON that is no design", () => {
  const out = join(folder, "x.png");
  refused(run("render", put("cut.json", readFileSync(good, "utf8").slice(0, -20)), "-o", out), /ends too early \(at byte \d+\)/);
  refused(run("render", put("empty.json", ""), "-o", out), /ends too early/);
  refused(run("render", put("other.json", { a: 1 }), "-o", out), /it is not a Polotno design/);
  refused(run("render", put("pages.json", { pages: 5 }), "-o", out), /`pages` is not a list/);
  refused(run("render", put("nopage.json", { pages: [] }), "-o", out), /the design has no page/);
  refused(run("render", put("nan.json", '{"pages":[{"width":NaN}]}'), "-o", out), /this is not JSON \(at byte/);
  refused(run("render", put("inf.json", '{"pages":[{"width":1e999}]}'), "-o", out), /too large to be represented/);
});

test("a gigabyte of brackets, and many small values", () => {
  const path = join(folder, "huge.json");
  const file = openSync(path, "w");
  ftruncateSync(file, 1 << 30);
  closeSync(file);
  refused(run("inspect", path), /larger than 256 MB/);
  refused(run("inspect", put("deep.json", "[".repeat(200 << 20))), /nested too deeply/);
  refused(run("inspect", put("wide.json", `{"pages":[${"[],".repeat(20_000_000)}[]]}`)), /too many values/);
});

test("groups nested a hundred thousand deep", () => {
  const open = '{"type":"group","children":[';
  const text = `{"pages":[{"children":[${open.repeat(100_000)}${"]}".repeat(100_000)}]}]}`;
  refused(run("render", put("groups.json", text), "-o", join(folder, "x.png")), /nested too deeply/);
});

test("a thousand million pixels", () => {
  const out = join(folder, "x.png");
  refused(run("render", put("vast.json", { ...page([box]), width: 1e300, height: 1e300 }), "-o", out), /choose a smaller scale/);
  refused(run("render", put("big.json", { ...page([box]), width: 31622, height: 31622 }), "-o", out), /over 100 million pixels/);
  refused(run("render", good, "--scale", "1e300", "-o", out), /choose a smaller scale/);
});

test("senseless sizes are drawn as well as they can be", () => {
  const odd = [-1e9, 0, 1e300, null, "NaN", [], {}].flatMap((number) =>
    ["figure", "image", "text", "line", "svg"].map((type) => ({ ...box, type, text: "x", width: number, height: number, x: number, rotation: number, fontSize: number, cornerRadius: number, strokeWidth: number })));
  assert.equal(run("render", put("odd.json", page(odd)), "-o", join(folder, "odd.png")).code, 0);
  assert.equal(run("render", put("odd2.json", page(odd)), "-o", join(folder, "odd.pdf")).code, 0);
});

// A PNG that unpacks to 40000 x 40000 pixels from a few kilobytes.
function image_bomb() {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(8);
    out.writeUInt32BE(data.length, 0);
    out.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([out.subarray(0, 4), body, out.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(40_000, 0);
  header.writeUInt32BE(40_000, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(5001 * 40_000));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

test("a zip bomb of an image", () => {
  put("bomb.png", image_bomb());
  const design = put("bomb.json", page([{ id: "i", type: "image", src: "bomb.png", width: 50, height: 50 }]));
  const out = join(folder, "bomb-out.png");
  refused(run("render", design, "-o", out), /bomb\.png: the image has over 100 million pixels; make the image smaller/);
  assert.ok(!existsSync(out));
});

test("nothing outside the design's folder is read", () => {
  const sources = ["/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/x.png"];
  const design = put("outside.json", page(sources.map((src) => ({ id: src, type: "image", src }))));
  const report = JSON.parse(run("inspect", design).out);
  assert.equal(report.missingAssets.length, sources.length);
});

const drawing = (content, head = "") => `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">${content}</svg>`;
const shown = (src) => put("shown.json", page([{ id: "s", type: "svg", x: 0, y: 0, width: 100, height: 80, src, colorsReplace: {} }]));

test("an SVG that repeats itself without end is refused, in the file and as a data URL", () => {
  let tower = '<g id="u0"><rect width="1" height="1"/></g>';
  for (let i = 1; i < 12; i += 1) tower += `<g id="u${i}">${`<use xlink:href="#u${i - 1}"/>`.repeat(10)}</g>`;
  put("tower.svg", drawing(tower));
  const encoded = `data:image/svg+xml;base64,${Buffer.from(drawing(tower)).toString("base64")}`;
  for (const src of ["tower.svg", encoded]) refused(run("render", shown(src), "-o", join(folder, "o.png")), /draws over 200 thousand shapes/);
});

test("an SVG that is hostile in other ways is drawn without what it asks for, or as a marked box", () => {
  const laughs = `<!DOCTYPE svg [<!ENTITY a "lol">${[..."bcdefghij"].map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghij"[i]};`.repeat(10)}">`).join("")}]>`;
  const files = {
    "laughs.svg": drawing("<text>&j;</text>", laughs),
    "outside.svg": drawing("<text y='50'>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "deep.svg": drawing("<g>".repeat(100000) + "</g>".repeat(100000)),
    "circle.svg": drawing('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>'),
    "huge.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1000000000" height="1000000000"><rect width="100%" height="100%"/></svg>',
    "cut.svg": drawing('<rect width="10').slice(0, 150),
  };
  for (const [name, content] of Object.entries(files)) {
    put(name, content);
    const result = run("render", shown(name), "-o", join(folder, "o.png"));
    assert.equal(result.code, 0, `${name}: ${result.lines}`);
    assert.ok(result.lines.length <= 1 && result.lines.every((line) => line.startsWith("warning: ")), `${name}: ${result.lines}`);
  }
});

test("an SVG element that is turned and flipped stays shapes in SVG and PDF", () => {
  put("turned.svg", drawing('<g opacity="0.5"><g opacity="0.9"><rect width="50" height="100" fill="#f00"/></g></g>'));
  const element = { id: "s", type: "svg", x: 50, y: 10, width: 40, height: 40, src: "turned.svg" };
  const design = put("turned.json", page([0, 45, 90, 135, 180, 225].map((rotation) => ({ ...element, id: `s${rotation}`, rotation, flipX: rotation > 90 }))));
  for (const extension of ["svg", "pdf", "png"]) {
    const out = join(folder, `turned-out.${extension}`);
    // Cairo 1.16 itself forgets some hundred bytes of every layer when it writes SVG.
    const env = extension === "svg" ? { ...process.env, ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:detect_leaks=0` } : process.env;
    assert.deepEqual(run_in(env, "render", design, "-o", out).lines, [], extension);
    if (extension !== "png") assert.doesNotMatch(readFileSync(out, "latin1"), /<image|\/Image/);
  }
});

test("an image whose header lies about its size costs nothing", () => {
  const files = {
    "lies.gif": Buffer.concat([Buffer.from("GIF89a"), Buffer.from("ffffffff800000000000ffffff2c00000000ffffffff0002024c01003b", "hex")]),
    "lies.jpg": Buffer.from("ffd8ffe000104a46494600010100000100010000ffc0001108ffffffff03012200021101031101ffda000c03010002110311003f00ffd9", "hex"),
    "lies.webp": Buffer.concat([Buffer.from("RIFF"), Buffer.from([30, 0, 0, 0]), Buffer.from("WEBPVP8X"), Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]), Buffer.alloc(4)]),
  };
  for (const [name, content] of Object.entries(files)) {
    put(name, content);
    const result = run("render", put("lying.json", page([{ ...box, type: "image", src: name }])), "-o", join(folder, "o.png"));
    assert.equal(result.lines.length, 1, `${name}: ${result.lines}`);
    assert.match(result.lines[0], /over 100 million pixels|the image is damaged/);
  }
});

test("a hundred thousand letters in one line, and with breaks, are laid out in proportion to their number", () => {
  const words = (text) => page([{ id: "t", type: "text", text, x: 0, y: 0, width: 100, height: 10, fontSize: 12, fontFamily: "Roboto" }]);
  for (const text of ["a".repeat(100_000), "lorem ipsum ".repeat(8_000), "\u05d0\u05d1 ".repeat(30_000)]) {
    assert.equal(run("render", put("long.json", words(text)), "-o", join(folder, "o.png")).code, 0);
  }
});
