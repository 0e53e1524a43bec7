// What every subject of the canvas comparison does, in numbers: where the eye stands in each frame, and which element is
// dragged. Device pixels = board pixels * zoom + (x, y); pages lie below each other, centred on x = 0, 80 px apart.
export const view = { width: 1440, height: 900 };
export const gap = 80;

export function boardOf(scene) {
  const pages = scene.pages.map((_, index) => ({ x: -scene.width / 2, y: index * (scene.height + gap), width: scene.width, height: scene.height }));
  return { pages, width: scene.width, height: scene.pages.length * (scene.height + gap) - gap };
}

// The board point that lies in the middle of the view.
export const lookAt = (zoom, [x, y]) => ({ zoom, x: view.width / 2 - x * zoom, y: view.height / 2 - y * zoom });

const frames = (count, make) => Array.from({ length: count }, (_, index) => make(index));

export function middleOf(scene) {
  const board = boardOf(scene);
  const page = board.pages[Math.floor(board.pages.length / 2)];
  return [0, page.y + page.height / 2];
}

// A fresh stretch of the board in every round, so that nothing is warm.
export function panPath(scene, round) {
  const [x, y] = middleOf(scene);
  const start = lookAt(1, [x - 600 + 300 * round, y - 400 + 900 * round]);
  return frames(120, (i) => ({ zoom: 1, x: start.x - i * 6, y: start.y - i * 16 }));
}

// Forth and back over what was just seen.
export function panAgainPath(scene, round) {
  return panPath(scene, round).reverse();
}

export function zoomPath(scene) {
  const middle = middleOf(scene);
  return frames(120, (i) => lookAt(0.05 * 80 ** (i / 119), middle));
}

// The least zoom of the editor is 0.02.
export function fitZoom(scene) {
  const board = boardOf(scene);
  return Math.max(0.02, Math.min(view.width / board.width, view.height / board.height));
}

export function wholePath(scene) {
  const start = lookAt(fitZoom(scene), middleOf(scene));
  return frames(60, (i) => ({ ...start, x: start.x + i, y: start.y - i * 3 }));
}

const radians = (degrees) => (degrees * Math.PI) / 180;
const heightOf = (element) => (element.type === "text" ? element.fontSize * 1.2 * 4 : element.height);

// Upright bounds on the page; texts are taken a little high, so that culling never cuts one.
export function boundsOf(element) {
  if (element.type === "group") {
    const all = element.children.map(boundsOf);
    return { left: Math.min(...all.map((b) => b.left)), top: Math.min(...all.map((b) => b.top)), right: Math.max(...all.map((b) => b.right)), bottom: Math.max(...all.map((b) => b.bottom)) };
  }
  const [cos, sin] = [Math.cos(radians(element.rotation)), Math.sin(radians(element.rotation))];
  const corners = [[0, 0], [element.width, 0], [0, heightOf(element)], [element.width, heightOf(element)]];
  const xs = corners.map(([x, y]) => element.x + x * cos - y * sin);
  const ys = corners.map(([x, y]) => element.y + x * sin + y * cos);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

const holds = (box, [x, y]) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;

// An upright rectangle near the middle of the board that nothing covers: its page, its place there, and its middle.
export function draggedOf(scene) {
  const page = Math.floor(scene.pages.length / 2);
  const { children } = scene.pages[page];
  const aim = scene.pages.length > 1 ? [500, 500] : [scene.width / 2, scene.height / 2];
  let best;
  for (const [index, element] of children.entries()) {
    if (element.subType !== "rect" || element.rotation !== 0) continue;
    const middle = [element.x + element.width / 2, element.y + element.height / 2];
    if (middle[0] > scene.width - 60) continue;
    if (children.slice(index + 1).some((other) => holds(boundsOf(other), middle))) continue;
    const distance = Math.hypot(middle[0] - aim[0], middle[1] - aim[1]);
    if (best === undefined || distance < best.distance) best = { page, index, middle, distance };
  }
  return best;
}

export function dragCamera(scene) {
  const dragged = draggedOf(scene);
  const page = boardOf(scene).pages[dragged.page];
  return { camera: lookAt(1, [page.x + dragged.middle[0], page.y + dragged.middle[1]]), dragged };
}

// Steps of the pointer from where it pressed, which is the middle of the view.
export const dragSteps = frames(120, (i) => [5 + 2.5 * i, 4 + Math.sin(i / 9) * 60]);
export const hitPoints = frames(400, (i) => [(i * 7919) % view.width, (i * 104729) % view.height]);
export const colours = frames(40, (i) => `#${(0x203040 + i * 0x050301).toString(16)}`);
