// Designs with nothing but local assets, made by us: together they use everything that both painters draw.
import { deflateSync } from 'node:zlib';

const width = 800;
const height = 600;

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, body) {
  const data = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  data.copy(out, 4);
  out.writeUInt32BE(crc32(data), 8 + body.length);
  return out;
}

/** A picture with soft and hard places: hills, a disc, stripes. */
export function photo(w, h, seed) {
  const raw = Buffer.alloc((w * 4 + 1) * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const at = y * (w * 4 + 1) + 1 + x * 4;
      const [u, v] = [x / w, y / h];
      const hill = v > 0.6 + 0.15 * Math.sin(u * 7 + seed) ? 1 : 0;
      const disc = Math.hypot(u - 0.7, v - 0.3) < 0.15 ? 1 : 0;
      const stripe = Math.floor(u * 24) % 2 === 0 && v > 0.85 ? 40 : 0;
      raw[at] = Math.min(255, 90 + 120 * v + disc * 120 - stripe);
      raw[at + 1] = Math.min(255, 120 + 60 * u + disc * 60 - hill * 30 + stripe);
      raw[at + 2] = Math.max(0, 220 - 120 * v - hill * 90 + seed * 5);
      raw[at + 3] = 255;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(w, 0);
  head.writeUInt32BE(h, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
  return `data:image/png;base64,${png.toString('base64')}`;
}

const drawing = `data:image/svg+xml;utf8,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120" viewBox="0 0 120 120"><rect x="8" y="8" width="104" height="104" rx="18" fill="#2a6f97"/><circle cx="60" cy="60" r="32" fill="#ffd166"/><path d="M20 100 L60 30 L100 100 Z" fill="#ef476f" fill-opacity="0.8"/></svg>')}`;

// What an SVG's root may say, around one drawing of 60 x 40 whose corners differ.
const framed = (root) => `data:;charset=utf-8,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" ${root}><rect width="60" height="40" fill="#ffd166"/><g opacity="0.6"><path d="M0 0h30v20z"/><path d="M60 40v-20h-20z" fill="#ef476f"/></g><circle cx="45" cy="12" r="8" fill="#2a6f97"/></svg>`)}`;

const box = (x, y, w, h) => ({ x, y, width: w, height: h });
const text = (place, value, more) => ({ type: 'text', ...place, text: value, fontSize: 32, fontFamily: 'Roboto', fill: '#222222', align: 'left', lineHeight: 1.2, ...more });
const figure = (place, subType, more) => ({ type: 'figure', subType, ...place, fill: '#3366cc', stroke: '#111111', strokeWidth: 0, ...more });
const image = (place, more) => ({ type: 'image', ...place, src: photo(640, 480, 1), ...more });

function design(children, background = '#fbfaf7') {
  return { width, height, schemaVersion: 4, fonts: [], pages: [{ id: 'page', background, children: children.map((child, i) => ({ id: `e${i}`, ...child })) }] };
}

export const designs = {
  shapes: design([
    figure(box(40, 40, 200, 140), 'rect', { cornerRadius: 24 }),
    figure(box(280, 40, 140, 140), 'circle', { fill: '#e4572e', stroke: '#222222', strokeWidth: 6 }),
    figure(box(460, 40, 140, 140), 'star', { fill: '#f3a712' }),
    figure(box(640, 50, 120, 120), 'triangle', { fill: '#29335c', rotation: 12 }),
    figure(box(60, 240, 160, 160), 'hexagon', { fill: '#669bbc', stroke: '#003049', strokeWidth: 5, dash: [4, 2] }),
    figure(box(280, 240, 220, 120), 'rect', { fill: 'rgba(20, 120, 90, 0.55)', rotation: -8 }),
    figure(box(540, 240, 180, 150), 'pentagon', { fill: '#9a031e', opacity: 0.6 }),
    { type: 'line', ...box(60, 460, 300, 6), color: '#222222', dash: [] },
    { type: 'line', ...box(420, 460, 300, 4), color: '#c1121f', dash: [4, 1], rotation: 10 },
  ]),
  gradients: design([
    figure(box(40, 40, 320, 220), 'rect', { fill: 'linear-gradient(90deg, #5b5bd6 0%, #f72585 100%)' }),
    figure(box(420, 40, 320, 220), 'rect', { fill: 'linear-gradient(135deg, #ffbe0b 0%, #fb5607 50%, #3a86ff 100%)', cornerRadius: 40 }),
    figure(box(140, 320, 220, 220), 'circle', { fill: 'linear-gradient(0deg, #06d6a0 0%, #073b4c 100%)' }),
    text(box(420, 340, 340, 120), 'Gradient words', { fontSize: 64, fontWeight: 'bold', fill: 'linear-gradient(90deg, #d00000 0%, #3f37c9 100%)' }),
  ], 'linear-gradient(180deg, #ffffff 0%, #dfe7fd 100%)'),
  latin: design([
    text(box(40, 40, 740, 90), 'Small makers market', { fontSize: 60, fontFamily: 'Montserrat', fontWeight: 'bold', fill: '#1b1d23' }),
    text(box(40, 150, 460, 200), 'Every Saturday from nine until noon, in the old station hall. Bring a basket, stay for coffee; office and fluff.', { fontSize: 26, fontFamily: 'Roboto' }),
    text(box(520, 150, 240, 200), 'Centred lines of letters with space', { fontSize: 24, fontFamily: 'Poppins', align: 'center', letterSpacing: 0.1 }),
    text(box(40, 400, 720, 60), 'Underlined and right', { fontSize: 40, align: 'right', textDecoration: 'underline', fontFamily: 'Oswald' }),
    text(box(40, 500, 720, 40), 'twelve pixels: the quick brown fox jumps over the lazy dog 0123456789', { fontSize: 14 }),
  ]),
  devanagari: design([
    text(box(60, 60, 680, 120), 'क्षत्रिय विद्यार्थी', { fontSize: 72, fontFamily: 'Noto Sans Devanagari' }),
    text(box(60, 220, 680, 260), 'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।', { fontSize: 36, fontFamily: 'Noto Sans Devanagari', lineHeight: 1.5 }),
  ]),
  arabic: design([
    text(box(60, 60, 680, 120), 'السلام عليكم', { fontSize: 72, fontFamily: 'Noto Sans Arabic', align: 'right' }),
    text(box(60, 220, 680, 260), 'يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق (1948).', { fontSize: 36, fontFamily: 'Noto Sans Arabic', align: 'right', lineHeight: 1.5 }),
  ]),
  rotated: design([
    text(box(300, 80, 420, 60), 'Turned by thirty', { fontSize: 48, rotation: 30, fill: '#264653' }),
    image({ ...box(120, 260, 240, 180), rotation: -20 }),
    figure(box(480, 330, 220, 120), 'rect', { rotation: 45, cornerRadius: 16, fill: '#e76f51', stroke: '#2a9d8f', strokeWidth: 8 }),
  ]),
  images: design([
    image(box(40.4, 40.3, 320, 240)),
    image(box(400, 40, 160, 240), { cropX: 0.25, cropY: 0.1, cropWidth: 0.5, cropHeight: 0.8, cornerRadius: 30 }),
    image(box(600, 40, 160, 120), { flipX: true, src: photo(300, 225, 4) }),
    image(box(600, 180, 160, 100), { flipY: true, src: photo(320, 200, 7) }),
    image(box(40, 320, 120, 90), { opacity: 0.5, src: photo(1600, 1200, 2) }),
    image(box(200, 320, 400, 240), { src: photo(200, 120, 3) }),
  ]),
  groups: design([
    figure(box(80, 80, 640, 440), 'rect', { fill: '#cdb4db' }),
    { type: 'group', opacity: 0.5, children: [
      { id: 'g1', ...figure(box(140, 140, 240, 240), 'rect', { fill: '#ff006e' }) },
      { id: 'g2', ...figure(box(260, 220, 260, 260), 'circle', { fill: '#3a86ff' }) },
      { id: 'g3', ...text(box(180, 260, 400, 80), 'Overlapping', { fontSize: 60, fill: '#ffffff' }) },
    ] },
    { type: 'svg', ...box(560, 120, 140, 140), src: drawing },
    { type: 'svg', ...box(560, 320, 140, 90), src: drawing, opacity: 0.7, rotation: 15 },
  ]),
  drawings: design([
    { type: 'svg', ...box(20, 20, 180, 120), src: framed('viewBox="0 0 60 40"') },
    { type: 'svg', ...box(220, 20, 120, 120), src: framed('width="100" height="100" viewBox="0 0 60 40"') },
    { type: 'svg', ...box(360, 20, 200, 120), src: framed('') },
    { type: 'svg', ...box(580, 20, 180, 120), src: framed('width="1in" height="1in"') },
    { type: 'image', ...box(20, 160, 150, 100), src: framed('width="1in" height="2cm" viewBox="0 0 60 40"') },
    { type: 'image', ...box(190, 160, 90, 100), src: framed('width="100%" viewBox="0 0 60 40" preserveAspectRatio="xMinYMin slice"') },
    { type: 'svg', ...box(300, 160, 150, 100), src: photo(320, 240, 5) },
    { type: 'svg', ...box(470, 160, 150, 100), src: framed('viewBox="0 0 60 40"'), colorsReplace: { black: '#06d6a0', '#ffd166': 'rgb(230, 240, 250)' } },
    { type: 'svg', ...box(640, 160, 120, 100), src: framed('viewBox="0 0 60 40"'), cropX: 0.25, cropY: 0, cropWidth: 0.5, cropHeight: 0.75 },
    { type: 'svg', ...box(160, 300, 150, 100), src: framed('viewBox="0 0 60 40"'), rotation: 45 },
    { type: 'svg', ...box(360, 300, 150, 100), src: framed('viewBox="0 0 60 40"'), rotation: 90 },
    { type: 'svg', ...box(400, 300, 150, 100), src: framed('viewBox="0 0 60 40"'), flipX: true },
    { type: 'svg', ...box(580, 300, 150, 100), src: framed('viewBox="0 0 60 40"'), flipX: true, flipY: true, rotation: 20 },
    { type: 'svg', ...box(200, 560, 150, 100), src: framed('viewBox="0 0 60 40"'), rotation: -90 },
    { type: 'svg', ...box(760, 560, 150, 100), src: framed('viewBox="0 0 60 40"'), rotation: 180, flipY: true },
  ]),
};
