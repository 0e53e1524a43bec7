// Designs for benchmarks, as Polotno JSON: the same numbers give the same design.
// 40 % text of 5-40 characters, 25 % rounded rectangles, 15 % images of ten pictures, 10 % ellipses and stars,
// 10 % groups of three; 25 elements to a page of 1080x1350; 15 % rotated, 20 % at opacity 0.8.
import { deflateSync, crc32 } from "node:zlib";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function chunk(type, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, "latin1");
  data.copy(out, 8);
  out.writeUInt32BE(checksum(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

// zlib.crc32 came with Node 20.15; older ones get the plain loop.
function checksum(bytes) {
  if (typeof crc32 === "function") return crc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

// A picture of 256x256 with some structure, as a PNG file.
export function picture(index) {
  const size = 256;
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = y * (1 + size * 3) + 1 + x * 3;
      // Each row says how it differs from the one above, so that the file is small.
      rows[at] = y === 0 ? (x + index * 25) & 255 : 0;
      rows[at + 1] = y === 0 ? (index * 40) & 255 : 2;
      const square = (line) => (((x >> 4) ^ (line >> 4)) & 1 ? 220 : 60);
      rows[at + 2] = (y === 0 ? square(0) : square(y) - square(y - 1)) & 255;
    }
    rows[y * (1 + size * 3)] = y === 0 ? 0 : 2;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const vocabulary = "make share improve post video story light colour summer sale today only new drop follow learn more best".split(" ");

const dataUrl = (index) => `data:image/png;base64,${picture(index).toString("base64")}`;
// Where the browser's benchmark serves the ten pictures.
export const pictureUrl = (index) => `/picture-${index}.png`;

export function makeScene(count, { seed = 7, perPage = 25, source = dataUrl } = {}) {
  const random = makeRandom(seed);
  const pictures = Array.from({ length: 10 }, (_, index) => source(index));
  const pick = (list) => list[Math.floor(random() * list.length)];
  const colour = () => `rgb(${Math.floor(random() * 256)}, ${Math.floor(random() * 256)}, ${Math.floor(random() * 256)})`;
  let number = 0;
  const base = (type, width, height) => ({
    id: `e${(number += 1)}`, type, x: Math.round(random() * 880), y: Math.round(random() * 1150), width, height,
    rotation: random() < 0.15 ? Math.round(random() * 360) : 0, opacity: random() < 0.2 ? 0.8 : 1,
  });
  const sentence = () => {
    const length = 5 + Math.floor(random() * 36);
    let text = "";
    while (text.length < length) text += `${text === "" ? "" : " "}${pick(vocabulary)}`;
    return text.slice(0, length).trim();
  };
  const simple = (kind) => {
    if (kind < 0.4) return { ...base("text", 260, 0), text: sentence(), fontSize: 16 + Math.floor(random() * 32), fontFamily: "Roboto", fill: colour(), align: "left" };
    if (kind < 0.65) return { ...base("figure", 80 + random() * 200, 60 + random() * 140), subType: "rect", cornerRadius: 12, fill: colour() };
    if (kind < 0.8) return { ...base("image", 200, 160), src: pick(pictures) };
    return { ...base("figure", 90, 90), subType: random() < 0.5 ? "circle" : "star", fill: colour() };
  };
  const pages = [];
  for (let done = 0; done < count; done += perPage) {
    const children = [];
    for (let i = 0; i < Math.min(perPage, count - done); i += 1) {
      const kind = random();
      children.push(kind < 0.9 ? simple(kind) : { id: `g${(number += 1)}`, type: "group", children: [simple(random() * 0.65), simple(random() * 0.65), simple(random() * 0.65)] });
    }
    pages.push({ id: `p${pages.length + 1}`, children, background: "white" });
  }
  return { width: 1080, height: 1350, schemaVersion: 4, fonts: [], pages };
}

// The same elements on one page: what were pages lie in a square, 80 px apart.
export function onOnePage(scene) {
  const columns = Math.ceil(Math.sqrt(scene.pages.length));
  const [stepX, stepY] = [scene.width + 80, scene.height + 80];
  const moved = (element, dx, dy) =>
    element.type === "group" ? { ...element, children: element.children.map((child) => moved(child, dx, dy)) } : { ...element, x: element.x + dx, y: element.y + dy };
  const children = scene.pages.flatMap((page, index) =>
    page.children.map((element) => moved(element, (index % columns) * stepX, Math.floor(index / columns) * stepY)));
  const rows = Math.ceil(scene.pages.length / columns);
  return { ...scene, width: columns * stepX, height: rows * stepY, pages: [{ id: "p1", children, background: "white" }] };
}

// node scene.mjs COUNT FILE [one-page] [urls]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , count, file, ...words] = process.argv;
  const scene = makeScene(Number(count), words.includes("urls") ? { source: pictureUrl } : {});
  writeFileSync(file, JSON.stringify(words.includes("one-page") ? onOnePage(scene) : scene));
}
