// Makes core/text/unicode_tables.cpp and unicode_names.h from the Unicode Character Database (Debian's unicode-data).
//   node tools/unicode_tables.mjs           writes them
//   node tools/unicode_tables.mjs --check   fails if what is committed differs from what would be written
// FLASHKIT_UNICODE names another folder than /usr/share/unicode. Only properties that core/text asks for are kept.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ucd = process.env.FLASHKIT_UNICODE ?? '/usr/share/unicode';
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'core', 'text');
const check = process.argv.includes('--check');
const top = 0x110000;

function* records(file) {
  for (const line of readFileSync(join(ucd, file), 'utf8').split('\n')) {
    const missing = line.match(/^# @missing: (.*)$/);
    const body = (missing ? missing[1] : line.split('#')[0]).trim();
    if (!body) continue;
    const fields = body.split(';').map((field) => field.trim());
    const [first, last] = fields[0].split('..').map((hex) => parseInt(hex, 16));
    yield { first, last: last ?? first, fields: fields.slice(1), missing: Boolean(missing) };
  }
}

// One value for every code point; the file's @missing lines come first, as the standard wants.
function property(file, fallback, pick = (fields) => fields[0]) {
  const values = new Array(top).fill(fallback);
  const lines = [...records(file)];
  for (const wanted of [true, false]) {
    for (const { first, last, fields, missing } of lines) {
      if (missing !== wanted) continue;
      const value = pick(fields, missing);
      if (value !== undefined) values.fill(value, first, last + 1);
    }
  }
  return values;
}
const flag = (file, name) => property(file, false, (fields, missing) => (!missing && fields[0] === name ? true : undefined));

const aliases = (() => {
  const map = new Map();
  for (const line of readFileSync(join(ucd, 'PropertyValueAliases.txt'), 'utf8').split('\n')) {
    const [name, short, ...longs] = line.split('#')[0].split(';').map((field) => field.trim());
    if (!short) continue;
    for (const long of [short, ...longs]) map.set(`${name}:${long}`, short);
  }
  return (name, value) => map.get(`${name}:${value}`) ?? value;
})();

const category = property('extracted/DerivedGeneralCategory.txt', 'Cn');
const eastAsian = property('EastAsianWidth.txt', 'N');
const pictographic = flag('emoji/emoji-data.txt', 'Extended_Pictographic');
const emojiPresentation = flag('emoji/emoji-data.txt', 'Emoji_Presentation');
const ignorable = flag('DerivedCoreProperties.txt', 'Default_Ignorable_Code_Point');
const lineBreak = property('LineBreak.txt', 'XX').map((value, code) => {
  const short = aliases('lb', value);
  // LB1, and splits that later rules ask for: LB30 (not East Asian wide), LB30b (unassigned pictographs).
  if (['AI', 'SG', 'XX'].includes(short)) return pictographic[code] && category[code] === 'Cn' ? 'XP' : 'AL';
  if (short === 'CJ') return 'NS';
  if (short === 'SA') return ['Mn', 'Mc'].includes(category[code]) ? 'CM' : 'AL';
  const wide = ['F', 'W', 'H'].includes(eastAsian[code]);
  if (short === 'OP' && wide) return 'OW';
  if (short === 'CP' && wide) throw new Error('LB30 needs a class for wide closing parentheses');
  if (short === 'ID' && pictographic[code] && category[code] === 'Cn') return 'IP';
  return short;
});
const grapheme = property('auxiliary/GraphemeBreakProperty.txt', 'Other').map((value, code) =>
  value === 'Other' && pictographic[code] ? 'Pictographic' : value);
const word = property('auxiliary/WordBreakProperty.txt', 'Other').map((value, code) =>
  value === 'Other' && pictographic[code] ? 'Pictographic' : value === 'ALetter' && pictographic[code] ? 'ALetterPictographic' : value);
const bidi = property('extracted/DerivedBidiClass.txt', 'L').map((value) => aliases('bc', value));
const script = property('Scripts.txt', 'Zzzz').map((value) => aliases('sc', value));

const flagNames = { Letter: 1, Mark: 2, Ignorable: 4, EmojiPresentation: 8, Control: 16, Number: 32 };
const flags = category.map((value, code) =>
  (value.startsWith('L') ? 1 : 0) | (value.startsWith('M') ? 2 : 0) | (ignorable[code] ? 4 : 0) |
  (emojiPresentation[code] ? 8 : 0) | (value === 'Cc' ? 16 : 0) | (value.startsWith('N') ? 32 : 0));

const names = (values) => [...new Set(values)].sort();
const enums = {
  LineClass: names(lineBreak), GraphemeClass: names(grapheme), WordClass: names(word), BidiClass: names(bidi), Script: names(script),
};
const indexes = Object.fromEntries(Object.entries(enums).map(([name, list]) => [name, new Map(list.map((value, i) => [value, i]))]));

const recordIndex = new Map();
const recordRows = [];
const perCode = new Array(top);
for (let code = 0; code < top; code++) {
  const row = [indexes.LineClass.get(lineBreak[code]), indexes.GraphemeClass.get(grapheme[code]), indexes.WordClass.get(word[code]),
    indexes.BidiClass.get(bidi[code]), indexes.Script.get(script[code]), flags[code]];
  const key = row.join();
  if (!recordIndex.has(key)) { recordIndex.set(key, recordRows.length); recordRows.push(row); }
  perCode[code] = recordIndex.get(key);
}
if (recordRows.length > 0xffff) throw new Error('too many records');

// Planes 0 and 1 stand in a two-stage table, the nearly empty rest in ranges.
const blockSize = 64;
const direct = 0x20000;
const blocks = new Map();
const stage1 = [];
const stage2 = [];
for (let start = 0; start < direct; start += blockSize) {
  const block = perCode.slice(start, start + blockSize);
  const key = block.join();
  if (!blocks.has(key)) { blocks.set(key, blocks.size); stage2.push(...block); }
  stage1.push(blocks.get(key));
}
const ranges = [];
for (let code = direct; code < top; code++) {
  if (code === direct || perCode[code] !== perCode[code - 1]) ranges.push([code, perCode[code]]);
}

// Case: runs of equal difference, one or two apart; and what becomes several letters.
const simple = { upper: new Map(), lower: new Map(), title: new Map() };
for (const line of readFileSync(join(ucd, 'UnicodeData.txt'), 'utf8').split('\n')) {
  const fields = line.split(';');
  if (fields.length < 15) continue;
  const code = parseInt(fields[0], 16);
  if (fields[12]) simple.upper.set(code, parseInt(fields[12], 16));
  if (fields[13]) simple.lower.set(code, parseInt(fields[13], 16));
  const title = fields[14] || fields[12];
  if (title) simple.title.set(code, parseInt(title, 16));
}
function deltas(map) {
  const rows = [];
  for (const [code, to] of [...map].sort((a, b) => a[0] - b[0])) {
    if (to === code) continue;
    const last = rows[rows.length - 1];
    const step = last ? code - last.last : 0;
    if (last && last.delta === to - code && (step === 1 || step === 2) && (last.step === 0 || last.step === step)) {
      last.last = code;
      last.step = step;
    } else rows.push({ first: code, last: code, step: 0, delta: to - code });
  }
  return rows;
}
const special = { lower: [], title: [], upper: [] };
for (const line of readFileSync(join(ucd, 'SpecialCasing.txt'), 'utf8').split('\n')) {
  const fields = line.split('#')[0].split(';').map((field) => field.trim());
  if (fields.length < 5 || fields[4]) continue;  // conditions: final sigma is in the code, languages are not
  const code = parseInt(fields[0], 16);
  for (const [i, name] of [[1, 'lower'], [2, 'title'], [3, 'upper']]) {
    const to = fields[i].split(' ').map((hex) => parseInt(hex, 16));
    const plain = simple[name].get(code) ?? code;
    if (to.length > 1 || to[0] !== plain) special[name].push([code, ...to, 0, 0].slice(0, 4));
  }
}
const titleDifferences = new Map([...simple.title].filter(([code, to]) => to !== (simple.upper.get(code) ?? code)));
const brackets = [...records('BidiBrackets.txt')].filter((record) => !record.missing)
  .map(({ first, fields }) => [first, parseInt(fields[0], 16), fields[1] === 'o' ? 1 : 0]).sort((a, b) => a[0] - b[0]);
const canonicalBrackets = { 0x2329: 0x3008, 0x232a: 0x3009 };

const hex = (value) => `0x${value.toString(16).toUpperCase()}`;
const banner = (what) => `// Made by tools/unicode_tables.mjs from Unicode 15.0; do not edit. ${what}\n`;
const wrap = (values) => {
  const lines = [];
  let line = '';
  for (const value of values) {
    const item = `${value},`;
    if (line.length + item.length > 118) { lines.push(line); line = ''; }
    line += item;
  }
  return `${lines.concat(line).map((text) => `  ${text}`).join('\n')}\n`;
};
const identifier = (name) => name.replace(/_/g, '');
const tag = (name) => hex([...name].reduce((value, letter) => value * 256 + letter.charCodeAt(0), 0));

const header = `#pragma once
${banner('Names of the property values that the tables hold.')}#include <cstdint>

// clang-format off
namespace flashkit::text {

${Object.entries(enums).map(([name, list]) => `enum class ${name} : std::uint8_t {\n${wrap(list.map(identifier))}};\n`).join('\n')}
namespace character_flag {
${Object.entries(flagNames).map(([name, value]) => `inline constexpr std::uint8_t k_${name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()} = ${value};`).join('\n')}
}  // namespace character_flag

}  // namespace flashkit::text
`;
const caseRows = (map) => wrap(deltas(map).map((row) => `{${hex(row.first)},${hex(row.last)},${Math.max(row.step, 1)},${row.delta}}`));
const specialRows = (rows) => wrap(rows.sort((a, b) => a[0] - b[0]).map(([from, ...to]) => `{${hex(from)},{${to.map(hex).join(',')}}}`));
const source = `${banner('The tables behind unicode.h.')}#include "text/unicode_tables_detail.h"

// clang-format off
namespace flashkit::text::tables {

const CharacterRecord k_records[] = {
${wrap(recordRows.map((row) => `{${row.join(',')}}`))}};
const std::uint16_t k_stage1[] = {
${wrap(stage1)}};
const std::uint16_t k_stage2[] = {
${wrap(stage2)}};
const RangeRecord k_ranges[] = {
${wrap(ranges.map(([first, record]) => `{${hex(first)},${record}}`))}};
const std::uint32_t k_range_count = ${ranges.length};
const std::uint32_t k_script_tags[] = {
${wrap(enums.Script.map(tag))}};
const CaseDelta k_upper[] = {
${caseRows(simple.upper)}};
const std::uint32_t k_upper_count = ${deltas(simple.upper).length};
const CaseDelta k_lower[] = {
${caseRows(simple.lower)}};
const std::uint32_t k_lower_count = ${deltas(simple.lower).length};
const CaseDelta k_title[] = {
${caseRows(titleDifferences)}};
const std::uint32_t k_title_count = ${deltas(titleDifferences).length};
const SpecialCase k_special_upper[] = {
${specialRows(special.upper)}};
const std::uint32_t k_special_upper_count = ${special.upper.length};
const SpecialCase k_special_lower[] = {
${specialRows(special.lower)}};
const std::uint32_t k_special_lower_count = ${special.lower.length};
const SpecialCase k_special_title[] = {
${specialRows(special.title)}};
const std::uint32_t k_special_title_count = ${special.title.length};
const BracketRecord k_brackets[] = {
${wrap(brackets.map(([code, pair, open]) => `{${hex(code)},${hex(open ? (canonicalBrackets[code] ?? code) : (canonicalBrackets[pair] ?? pair))},${open}}`))}};
const std::uint32_t k_bracket_count = ${brackets.length};

}  // namespace flashkit::text::tables
`;

let stale = false;
for (const [name, text] of [['unicode_names.h', header], ['unicode_tables.cpp', source]]) {
  const path = join(out, name);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (same) continue;
  if (check) { console.error(`${path} is not what tools/unicode_tables.mjs makes`); stale = true; } else writeFileSync(path, text);
}
if (!check) console.log(`${recordRows.length} records, ${blocks.size} blocks of ${blockSize}, ${ranges.length} ranges, ${source.length} bytes`);
if (stale) process.exit(1);
