// The canvas beside Konva in one Chromium, round by round: node bench/canvas.mjs [--quick] [folder with scenes]
// Scenes and checkpoints come from scripts/bench.sh; the engine from build/wasm/bin, fonts from build/fonts.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { report } from "./lines.mjs";
import { robotoFile } from "./roboto.mjs";
import { picture } from "./scene.mjs";
import * as works from "./canvas/works.mjs";

const root = new URL("..", import.meta.url).pathname;
const quick = process.argv.includes("--quick");
const only = process.argv.find((word) => word.startsWith("--scene="))?.slice(8);
const folder = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? join(root, "build/bench");
const rounds = quick ? 1 : 3;
const { chromium } = createRequire(join(root, "web/package.json"))("playwright-core");
const konva = createRequire(join(root, "bench/peers/package.json"))("konva/package.json").version;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".json": "application/json", ".png": "image/png" };

async function bundle(entry) {
  const { build } = await import(join(root, "web/node_modules/vite/dist/node/index.js"));
  const made = await build({
    configFile: false, logLevel: "error", root: join(root, "web"),
    plugins: [{ name: "from-web", resolveId: { order: "pre", handler(id, importer) {
      // The benchmark stands outside web/, whose packages it uses.
      if (id.startsWith("@bufbuild/") && importer?.startsWith(join(root, "bench"))) return this.resolve(id, join(root, "web/app/main.tsx"), { skipSelf: true });
      return id === "konva" ? this.resolve(id, join(root, "bench/peers/index.mjs"), { skipSelf: true }) : undefined;
    } } }],
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, minify: true, lib: { entry: join(root, "bench/canvas", entry), formats: ["es"] } },
  });
  return [made].flat()[0].output[0].code;
}

async function serve() {
  const scripts = { "/ours.js": await bundle("ours.mjs"), "/ours.worker.js": await bundle("ours.worker.mjs"), "/konva.js": await bundle("konva.mjs") };
  const read = (path) => {
    const page = /^\/(ours|konva)\.html$/.exec(path);
    if (page) return `<!doctype html><body style="margin:0"><div id="stage"></div><script type="module" src="/${page[1]}.js"></script>`;
    if (scripts[path] !== undefined) return scripts[path];
    if (path.startsWith("/engine/")) return readFileSync(join(root, "build/wasm/bin", path.slice(8)));
    const drawn = /^\/picture-(\d)\.png$/.exec(path);
    if (drawn) return picture(Number(drawn[1]));
    if (path === "/roboto.ttf") return readFileSync(robotoFile(join(root, "build/fonts")));
    if (path === "/fonts/fonts.json") return readFileSync(join(root, "build/fonts/fonts.json"));
    if (/^\/fonts\/[0-9a-f]{64}$/.test(path)) return readFileSync(join(root, "build/fonts", `${path.slice(7)}.ttf`));
    if (/^\/(scene|checkpoint)-[\w-]+\.json$/.test(path)) return readFileSync(join(folder, path.slice(1)));
    throw new Error("no such file");
  };
  const server = createServer((request, response) => {
    try {
      const body = read(request.url);
      response.writeHead(200, { "Content-Type": types[extname(request.url)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const server = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
const context = await browser.newContext({ viewport: works.view });
const samples = new Map();
const keep = (work, scene, subject, { frames, unfinished }, cpu = 0) => {
  const key = `${work} ${scene} ${subject}`;
  const known = samples.get(key) ?? { work, scene, subject, frames: [], unfinished: 0, cpu: [] };
  known.frames.push(...frames);
  known.unfinished += unfinished;
  known.cpu.push(cpu);
  samples.set(key, known);
};

// Processor time of all of the browser's processes, in ms: what other programs on the machine do is not in it.
const system = await browser.newBrowserCDPSession();
async function processor() {
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}
async function costed(count, call) {
  const before = await processor();
  const answer = await call();
  return { answer, cpu: ((await processor()) - before) / count };
}
const counts = { hit_test: works.hitPoints.length, whole_board: 60, one_property: works.colours.length };

const common = ["pan", "pan_again", "zoom", "whole_board", "drag_one", "hit_test", "one_property"];

async function round(subject, scene, number) {
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(subject, error.message));
  page.on("console", (message) => message.type() === "error" && !message.location().url.endsWith("favicon.ico") && console.error(subject, message.text()));
  await page.goto(`${server.address}/${subject}.html`);
  await page.waitForFunction(() => globalThis.subject !== undefined);
  await page.evaluate(() => globalThis.subject.prepare());
  const open = (name) => page.evaluate((path) => globalThis.subject.open(path), `/scene-${name}.json`);
  await open("30");
  for (let i = 0; i < 3; i += 1) {
    const { answer: { first, complete }, cpu } = await costed(1, () => open(scene));
    keep("open_first_paint", scene, subject, { frames: [first], unfinished: 0 }, cpu);
    keep("open_with_pictures", scene, subject, { frames: [complete], unfinished: 0 });
  }
  for (const work of subject === "konva" ? [...common, "drag_on_top"] : common) {
    const call = (name, argument) => page.evaluate(([which, given]) => globalThis.subject[which](given), [name, argument]);
    await call("ready", { work, round: number });
    const { answer, cpu } = await costed(counts[work] ?? 120, () => call(work, number));
    keep(work, scene, subject, answer, cpu);
  }
  if (number === 0) {
    const design = JSON.parse(readFileSync(join(folder, `scene-${scene}.json`)));
    const picture = await page.evaluate((camera) => globalThis.subject.look(camera), works.lookAt(0.6, works.middleOf(design)));
    writeFileSync(join(folder, `canvas-${scene}-${subject}.png`), Buffer.from(picture.split(",")[1], "base64"));
  }
  await page.close();
}

const names = { ours: "flashkit", konva: `konva ${konva} tuned` };
try {
  for (const scene of only === undefined ? ["5000", "10000", "5000-one-page"] : [only]) {
    for (let number = 0; number < rounds; number += 1) {
      for (const subject of number % 2 === 0 ? ["ours", "konva"] : ["konva", "ours"]) await round(subject, scene, number);
    }
    for (const { work, scene: of, subject, frames, unfinished, cpu } of samples.values()) {
      if (of !== scene) continue;
      const mean = frames.reduce((a, b) => a + b, 0) / frames.length;
      const unit = work === "hit_test" ? "us" : "ms";
      const scaled = unit === "us" ? frames.map((ms) => ms * 1000) : frames;
      report(`canvas_${work}`, names[subject], unit, scaled, { scene: of, mean: Number((unit === "us" ? mean * 1000 : mean).toPrecision(4)), ...(unfinished > 0 ? { unfinished } : {}), cpu_ms: Number([...cpu].sort((a, b) => a - b)[cpu.length >> 1].toPrecision(3)) });
    }
  }
} finally {
  await browser.close();
  server.close();
}
