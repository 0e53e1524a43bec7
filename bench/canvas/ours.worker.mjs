// The shipping engine, stage and painter in a worker, as in the product; only the screen's frame clock is left out: a frame
// is painted when the benchmark asks for it.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { EventSchema, EventsSchema } from "../../web/engine/generated/local_pb.ts";
import { Role } from "../../web/engine/generated/frames_pb.ts";
import { DocumentLoadedSchema, ReplicaMessageSchema } from "../../web/engine/generated/replica_pb.ts";
import { EngineKind, load_engine } from "../../web/engine/module.ts";
import { MemoryBlobs } from "../../web/store/blobs.ts";
import { DesignPages } from "../../web/workers/design_pages.ts";
import { EngineAssets } from "../../web/workers/engine_assets.ts";
import { split_events } from "../../web/workers/event_frames.ts";
import { EngineHost } from "../../web/workers/engine_host.ts";
import * as works from "./works.mjs";

self.requestAnimationFrame = () => 0;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let host;
let canvas;
let context;
let scene;
let camera = { zoom: 1, x: 0, y: 0 };
let design;
let said = [];
let asked = 0;
let answered = 0;

class Assets extends EngineAssets {
  async font(file) {
    asked++;
    const bytes = await super.font(file);
    answered++;
    return bytes;
  }
  async picture(source) {
    asked++;
    const blob = await super.picture(source);
    answered++;
    return blob;
  }
}

const pages = new DesignPages();
const k_camera = 3;

// Only where the eye is; the rest is for the skin, which reads it on another thread.
function hear_camera(bytes) {
  for (const { kind, event } of split_events(bytes)) {
    if (kind === k_camera) camera = fromBinary(EventSchema, event).kind.value;
  }
}

function hear_design(bytes) {
  for (const { kind } of fromBinary(EventsSchema, bytes).events) {
    if (kind.case === "design") design = pages.fill_in(kind).value;
  }
}

async function prepare(given) {
  canvas = given;
  const engine = await load_engine(new URL("/engine/engine.js", self.location.href).href, { url: "/engine/engine.wasm" });
  host = new EngineHost(engine.create(EngineKind.editor), {
    assets: new Assets(Promise.resolve(new MemoryBlobs())),
    tell: (bytes) => said.push(bytes),
    send_to_replica: () => undefined,
    draw_svg: async () => undefined,
    changed: () => undefined,
  });
  const font_catalog = await (await fetch("/fonts/fonts.json")).text();
  host.dispatch({ case: "start", value: { seed: new Uint8Array(32).fill(7), fontCatalog: font_catalog, platform: "other" } });
  host.dispatch({ case: "viewport", value: { ...works.view, pixelRatio: 1 } });
  host.stage.resize(works.view.width, works.view.height, 1);
  host.stage.attach(canvas);
  context = canvas.getContext("2d");
}

// One pixel read back: nothing is put off. True: tiles are still to be painted.
function paint() {
  const more = host.stage.paint_now();
  context.getImageData(0, 0, 1, 1);
  return more;
}

async function rest() {
  await pause(200);
  while (paint()) continue;
  await pause(0);
  for (const bytes of said) hear_camera(bytes), hear_design(bytes);
  said = [];
}

// As two fingers do it; to any place and zoom.
function go(to) {
  const ratio = to.zoom / camera.zoom;
  const value = { x: 0, y: 0, scale: ratio, moveX: to.x / ratio - camera.x, moveY: to.y / ratio - camera.y };
  host.dispatch({ case: "pinch", value });
  camera = { ...to };
}

function timed(step) {
  const start = performance.now();
  step();
  const more = paint();
  return { ms: performance.now() - start, more };
}

function together(list) {
  return { frames: list.map(({ ms }) => ms), unfinished: list.filter(({ more }) => more).length };
}

async function open({ checkpoint, json }) {
  const { bytes, parsed } = { bytes: await (await fetch(checkpoint)).text(), parsed: await (await fetch(json)).json() };
  const id = crypto.getRandomValues(new Uint8Array(16));
  const loaded = create(DocumentLoadedSchema, { document: id, checkpointSeq: 1n, checkpoint: bytes, role: Role.EDIT, complete: true });
  const message = toBinary(ReplicaMessageSchema, create(ReplicaMessageSchema, { kind: { case: "loaded", value: loaded } }));
  await rest();
  const before = asked;
  const start = performance.now();
  host.dispatch({ case: "open", value: { document: id, capability: id, source: { case: undefined }, name: "" } });
  host.dispatch({ case: "replicaSaid", value: { message } });
  const camera_now = works.lookAt(1, [0, parsed.height / 2]);
  said.forEach(hear_camera);
  go(camera_now);
  while (paint()) continue;
  const first = performance.now() - start;
  // Pictures come in their own time; each brings its own damage.
  for (let quiet = 0; quiet < 3; quiet = asked === answered && !paint() ? quiet + 1 : 0) await pause(0);
  const complete = performance.now() - start;
  scene = parsed;
  await rest();
  return { first, complete, asked: asked - before };
}

// Where each work begins; the tiles there are painted before the clock starts.
async function ready({ work, round }) {
  const starts = { pan: () => works.panPath(scene, round)[0], zoom: () => works.zoomPath(scene)[0], whole_board: () => works.wholePath(scene)[0] };
  if (work === "pan_again") return;
  go((starts[work] ?? (() => works.dragCamera(scene).camera))());
  await rest();
  // The overview is made in idle moments; not while something is measured.
  await pause(300);
  for (let asked_again = 0; asked_again < 400 && host.stage.idle_now(); asked_again++) await pause(0);
}

const run = (path) => together(path.map((to) => timed(() => go(to))));

function drag() {
  const pointer = (phase, x, y) => host.dispatch({ case: "pointer", value: { phase, x, y, button: 0, clickCount: 1, device: "mouse" } });
  const [cx, cy] = [works.view.width / 2, works.view.height / 2];
  pointer(1, cx, cy);
  const list = works.dragSteps.map(([dx, dy]) => timed(() => pointer(0, cx + dx, cy + dy)));
  pointer(2, cx, cy);
  return together(list);
}

// A pointer that moves over the board: the whole way through the engine, from command to news.
function hover() {
  const start = performance.now();
  for (const [x, y] of works.hitPoints) host.dispatch({ case: "pointer", value: { phase: 0, x, y, device: "mouse" } });
  return { frames: [(performance.now() - start) / works.hitPoints.length], unfinished: 0 };
}

function property() {
  const { dragged } = works.dragCamera(scene);
  const { layers } = design.pages[dragged.page];
  const node = layers[layers.length - 1 - dragged.index].node;
  const list = works.colours.map((colour) => {
    const start = performance.now();
    host.dispatch({ case: "setProperties", value: { nodes: [node], properties: [{ key: "fill", value: JSON.stringify(colour) }] } });
    while (paint()) continue;
    return { ms: performance.now() - start, more: false };
  });
  return together(list);
}

async function look(at) {
  go(at);
  await rest();
  const reader = new FileReader();
  const done = new Promise((resolve) => (reader.onload = () => resolve(reader.result)));
  // A placeholder canvas can not be read from its page.
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  copy.getContext("2d").putImageData(context.getImageData(0, 0, canvas.width, canvas.height), 0, 0);
  reader.readAsDataURL(await copy.convertToBlob());
  return done;
}

const calls = {
  prepare, open, ready, look,
  pan: (round) => run(works.panPath(scene, round)),
  pan_again: (round) => run(works.panAgainPath(scene, round)),
  zoom: () => run(works.zoomPath(scene)),
  whole_board: () => run(works.wholePath(scene)),
  drag_one: drag,
  hit_test: hover,
  one_property: property,
};

self.onmessage = async ({ data: { id, call, argument } }) => {
  try {
    self.postMessage({ id, answer: await calls[call](argument) });
  } catch (error) {
    self.postMessage({ id, failed: String(error?.stack ?? error) });
  }
};
