// Reads what a catalogue says about a TrueType file. The rules for metrics are those of core/text/font_file.cpp; the
// room's test compares both for every face of the bundle.
function tables(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + i * 16;
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    found.set(name, new DataView(bytes.buffer, bytes.byteOffset + view.getUint32(at + 8), view.getUint32(at + 12)));
  }
  return found;
}

function names(table) {
  const out = new Map();
  const storage = table.getUint16(4);
  for (let i = 0; i < table.getUint16(2); i++) {
    const at = 6 + i * 12;
    if (table.getUint16(at) !== 3 || table.getUint16(at + 4) !== 0x409) continue;
    let text = '';
    for (let j = 0; j < table.getUint16(at + 8); j += 2) {
      text += String.fromCharCode(table.getUint16(storage + table.getUint16(at + 10) + j));
    }
    out.set(table.getUint16(at + 6), text);
  }
  return out;
}

function metrics(font) {
  const head = font.get('head');
  const hhea = font.get('hhea');
  const os2 = font.get('OS/2');
  const post = font.get('post');
  const em = head.getUint16(18);
  const typo = [os2.getInt16(68), -os2.getInt16(70), os2.getInt16(72)];
  let vertical = [hhea.getInt16(4), -hhea.getInt16(6), hhea.getInt16(8)];
  if ((os2.getUint16(62) & 128) !== 0 && (typo[0] || typo[1])) vertical = typo;
  else if (!vertical[0] && !vertical[1]) vertical = typo[0] || typo[1] ? typo : [os2.getUint16(74), os2.getUint16(76), 0];
  vertical[2] = Math.max(vertical[2], 0);
  const underline = post.getInt16(10) > 0 ? [post.getInt16(8), post.getInt16(10)] : [-Math.trunc(em / 10), Math.trunc(em / 20)];
  const strike = os2.getInt16(26) > 0 ? [os2.getInt16(28), os2.getInt16(26)] : [Math.trunc(em / 4), Math.trunc(em / 20)];
  return [em, ...vertical, ...underline, ...strike];
}

function codePoints(cmap) {
  const best = { rank: 0, at: 0 };
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const at = 4 + i * 8;
    const key = `${cmap.getUint16(at)}.${cmap.getUint16(at + 2)}`;
    const rank = { '3.10': 4, '0.4': 3, '0.6': 3, '3.1': 2, '0.3': 1 }[key] ?? 0;
    if (rank > best.rank) Object.assign(best, { rank, at: cmap.getUint32(at + 4) });
  }
  if (best.rank === 0) throw new Error('no Unicode cmap');
  const out = [];
  const start = best.at;
  const format = cmap.getUint16(start);
  if (format === 12) {
    for (let i = 0; i < cmap.getUint32(start + 12); i++) {
      const group = start + 16 + i * 12;
      const glyph = cmap.getUint32(group + 8);
      const first = cmap.getUint32(group);
      for (let code = first; code <= cmap.getUint32(group + 4); code++) if (glyph + code - first !== 0) out.push(code);
    }
  } else if (format === 4) {
    const double = cmap.getUint16(start + 6);
    for (let i = 0; i < double; i += 2) {
      const last = cmap.getUint16(start + 14 + i);
      const first = cmap.getUint16(start + 16 + double + i);
      const delta = cmap.getInt16(start + 16 + double * 2 + i);
      const offset = start + 16 + double * 3 + i;
      const range = cmap.getUint16(offset);
      for (let code = first; code <= last && code < 0xffff; code++) {
        const raw = range === 0 ? code : cmap.getUint16(offset + range + (code - first) * 2);
        if (raw !== 0 && ((raw + delta) & 0xffff) !== 0) out.push(code);
      }
    }
  } else throw new Error(`cmap format ${format}`);
  return out.sort((a, b) => a - b);
}

// Pairs of numbers to the base 36: code points skipped since the last range, and the range's length less one.
function compact(codes) {
  const out = [];
  let next = 0;
  for (let i = 0; i < codes.length;) {
    let end = i;
    while (end + 1 < codes.length && codes[end + 1] <= codes[end] + 1) end++;
    out.push((codes[i] - next).toString(36), (codes[end] - codes[i]).toString(36));
    next = codes[end] + 1;
    i = end + 1;
  }
  return out.join(' ');
}

export function readFont(bytes) {
  const font = tables(bytes);
  if (font.has('fvar')) throw new Error('a variable font');
  const name = names(font.get('name'));
  const os2 = font.get('OS/2');
  return {
    family: name.get(16) ?? name.get(1),
    weight: os2.getUint16(4),
    italic: (os2.getUint16(62) & 0x201) !== 0 || (font.get('head').getUint16(44) & 2) !== 0,
    metrics: metrics(font),
    coverage: compact(codePoints(font.get('cmap'))),
    licence: `${name.get(13) ?? ''} ${name.get(14) ?? ''}`,
    copyright: name.get(0) ?? '',
  };
}
