// Konva with the tricks its own guide names: what is out of view is hidden, listening is off except for hit-tests,
// perfectDraw is off, upright shapes need no matrix, and a frame is one draw.
import Konva from "konva";
import * as works from "./works.mjs";

Konva.autoDrawEnabled = false;
Konva.pixelRatio = 1;

let scene;
let stage;
let layer;
let pages = [];
let pictures = new Map();

const shape = (element) => ({
  x: element.x, y: element.y, rotation: element.rotation, opacity: element.opacity, perfectDrawEnabled: false,
  transformsEnabled: element.rotation === 0 && !Array.isArray(element.children) ? "position" : "all",
});
const make = {
  text: (e) => new Konva.Text({ ...shape(e), width: e.width, text: e.text, fontSize: e.fontSize, fontFamily: e.fontFamily, fill: e.fill, lineHeight: 1.2 }),
  image: (e) => new Konva.Image({ ...shape(e), width: e.width, height: e.height, image: pictures.get(e.src), crop: { x: 0, y: 0, width: 256, height: (256 * e.height) / e.width } }),
  figure(e) {
    if (e.subType === "rect") return new Konva.Rect({ ...shape(e), width: e.width, height: e.height, cornerRadius: e.cornerRadius, fill: e.fill });
    const centred = { ...shape(e), transformsEnabled: "all", offset: { x: -e.width / 2, y: -e.height / 2 }, fill: e.fill };
    if (e.subType === "circle") return new Konva.Ellipse({ ...centred, radiusX: e.width / 2, radiusY: e.height / 2 });
    return new Konva.Star({ ...centred, numPoints: 5, outerRadius: e.width / 2, innerRadius: e.width / 4 });
  },
  group: (e) => new Konva.Group({ transformsEnabled: "position" }).add(...e.children.map((child) => make[child.type](child))),
};

function addPage(page, place) {
  const group = new Konva.Group({ x: place.x, y: place.y, clip: { x: 0, y: 0, width: place.width, height: place.height } });
  group.add(new Konva.Rect({ width: place.width, height: place.height, fill: page.background, perfectDrawEnabled: false, listening: false }));
  const elements = page.children.map((element) => {
    const node = make[element.type](element);
    group.add(node);
    return { node, bounds: works.boundsOf(element) };
  });
  layer.add(group);
  pages.push({ group, place, elements });
}

function cull({ zoom, x, y }) {
  const seen = { left: -x / zoom, top: -y / zoom, right: (works.view.width - x) / zoom, bottom: (works.view.height - y) / zoom };
  for (const { group, place, elements } of pages) {
    const shown = place.x < seen.right && place.x + place.width > seen.left && place.y < seen.bottom && place.y + place.height > seen.top;
    group.visible(shown);
    if (!shown) continue;
    for (const { node, bounds } of elements) {
      node.visible(bounds.left + place.x < seen.right && bounds.right + place.x > seen.left && bounds.top + place.y < seen.bottom && bounds.bottom + place.y > seen.top);
    }
  }
}

function show(camera) {
  layer.position({ x: camera.x, y: camera.y });
  layer.scale({ x: camera.zoom, y: camera.zoom });
  cull(camera);
}

// One pixel read back: nothing is put off.
function paint() {
  layer.draw();
  layer.getNativeCanvasElement().getContext("2d").getImageData(0, 0, 1, 1);
}

function timed(step) {
  const start = performance.now();
  step();
  paint();
  return performance.now() - start;
}

const sources = (elements) => elements.flatMap((element) => (element.type === "group" ? sources(element.children) : element.type === "image" ? [element.src] : []));

async function open(text, camera) {
  stage?.destroy();
  pages = [];
  pictures = new Map();
  const start = performance.now();
  const parsed = JSON.parse(text);
  const waits = [...new Set(parsed.pages.flatMap((page) => sources(page.children)))].map((source) => {
    const image = new Image();
    pictures.set(source, image);
    image.src = source;
    return image.decode();
  });
  stage = new Konva.Stage({ container: document.querySelector("#stage"), width: works.view.width, height: works.view.height });
  layer = new Konva.Layer({ listening: false });
  stage.add(layer);
  const board = works.boardOf(parsed);
  parsed.pages.forEach((page, index) => addPage(page, board.pages[index]));
  show(camera);
  paint();
  const first = performance.now() - start;
  await Promise.all(waits);
  paint();
  scene = parsed;
  return { first, complete: performance.now() - start };
}

const run = (path) => ({ frames: path.map((camera) => timed(() => show(camera))), unfinished: 0 });

function drag() {
  const { camera, dragged } = works.dragCamera(scene);
  show(camera);
  const element = pages[dragged.page].elements[dragged.index];
  const start = element.node.position();
  const frames = works.dragSteps.map(([dx, dy]) => timed(() => element.node.position({ x: start.x + dx, y: start.y + dy })));
  element.node.position(start);
  return { frames, unfinished: 0 };
}

// As Konva's guide has it: the dragged shape on a layer of its own, over everything else.
function dragOnTop() {
  const { camera, dragged } = works.dragCamera(scene);
  show(camera);
  const { node } = pages[dragged.page].elements[dragged.index];
  const parent = node.getParent();
  const start = node.position();
  const top = new Konva.Layer({ listening: false, x: camera.x + parent.x(), y: camera.y + parent.y() });
  stage.add(top);
  node.moveTo(top);
  layer.draw();
  const frames = works.dragSteps.map(([dx, dy]) => {
    const began = performance.now();
    node.position({ x: start.x + dx, y: start.y + dy });
    top.draw();
    top.getNativeCanvasElement().getContext("2d").getImageData(0, 0, 1, 1);
    return performance.now() - began;
  });
  node.moveTo(parent);
  node.zIndex(dragged.index + 1);
  node.position(start);
  top.destroy();
  return { frames, unfinished: 0 };
}

function hit() {
  show(works.dragCamera(scene).camera);
  layer.listening(true);
  layer.draw();
  const frames = works.hitPoints.map(([x, y]) => {
    const start = performance.now();
    stage.getIntersection({ x, y });
    return performance.now() - start;
  });
  layer.listening(false);
  // The clock of a page is coarse: the mean of all is the figure.
  return { frames: [frames.reduce((a, b) => a + b, 0) / frames.length], unfinished: 0 };
}

function property() {
  const { camera, dragged } = works.dragCamera(scene);
  show(camera);
  const { node } = pages[dragged.page].elements[dragged.index];
  return { frames: works.colours.map((colour) => timed(() => node.fill(colour))), unfinished: 0 };
}

globalThis.subject = {
  async prepare() {
    const font = new FontFace("Roboto", "url(/roboto.ttf)");
    document.fonts.add(await font.load());
  },
  open: async (scenePath) => {
    const text = await (await fetch(scenePath)).text();
    const parsed = JSON.parse(text);
    return open(text, works.lookAt(1, [0, parsed.height / 2]));
  },
  ready: () => undefined,
  pan: (round) => run(works.panPath(scene, round)),
  pan_again: (round) => run(works.panAgainPath(scene, round)),
  zoom: () => run(works.zoomPath(scene)),
  whole_board: () => run(works.wholePath(scene)),
  drag_one: drag,
  drag_on_top: dragOnTop,
  hit_test: hit,
  one_property: property,
  look: (camera) => (show(camera), paint(), layer.getNativeCanvasElement().toDataURL()),
};
