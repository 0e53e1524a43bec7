// One 1080x1350 design of 30 elements to JPEG, warm: @napi-rs/canvas beside `core_bench render`.
import { createRequire } from "node:module";
import { makeScene } from "./scene.mjs";
import { report } from "./lines.mjs";

const require = createRequire(new URL("./peers/package.json", import.meta.url));
const { createCanvas, loadImage, GlobalFonts } = require("@napi-rs/canvas");
const design = makeScene(30, { perPage: 30 });
const fonts = process.argv[2];
if (fonts !== undefined) GlobalFonts.registerFromPath(fonts, "Roboto");

const images = new Map();
async function load(elements) {
  for (const element of elements) {
    if (element.type === "group") await load(element.children);
    if (element.type === "image" && !images.has(element.src)) images.set(element.src, await loadImage(element.src));
  }
}

function star(context, width, height) {
  context.beginPath();
  for (let i = 0; i < 10; i += 1) {
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    const radius = i % 2 === 0 ? 1 : 0.5;
    context.lineTo(width / 2 + (Math.cos(angle) * radius * width) / 2, height / 2 + (Math.sin(angle) * radius * height) / 2);
  }
  context.fill();
}

function wrapped(context, element) {
  const lines = [];
  let line = "";
  for (const word of element.text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && context.measureText(longer).width > element.width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

const paint = {
  text(context, element) {
    context.font = `${element.fontSize}px Roboto`;
    context.fillStyle = element.fill;
    wrapped(context, element).forEach((line, index) => context.fillText(line, 0, element.fontSize * (1 + 1.2 * index)));
  },
  figure(context, element) {
    context.fillStyle = element.fill;
    context.beginPath();
    if (element.subType === "star") return star(context, element.width, element.height);
    if (element.subType === "circle") context.ellipse(element.width / 2, element.height / 2, element.width / 2, element.height / 2, 0, 0, Math.PI * 2);
    else context.roundRect(0, 0, element.width, element.height, element.cornerRadius);
    context.fill();
  },
  image(context, element) {
    context.drawImage(images.get(element.src), 0, 0, 256, 204.8, 0, 0, element.width, element.height);
  },
  group(context, element) {
    for (const child of element.children) draw(context, child);
  },
};

function draw(context, element) {
  context.save();
  if (element.type !== "group") {
    context.globalAlpha *= element.opacity;
    context.translate(element.x, element.y);
    context.rotate((element.rotation * Math.PI) / 180);
  }
  paint[element.type](context, element);
  context.restore();
}

await load(design.pages[0].children);
const samples = [];
for (let i = 0; i < 25; i += 1) {
  const start = performance.now();
  const canvas = createCanvas(1080, 1350);
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, 1080, 1350);
  for (const element of design.pages[0].children) draw(context, element);
  canvas.toBuffer("image/jpeg", 85);
  if (i >= 5) samples.push(performance.now() - start);
}
report("render_jpeg_30", `@napi-rs/canvas ${require("@napi-rs/canvas/package.json").version}`, "ms", samples);
