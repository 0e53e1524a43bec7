// Refuses an include that tools/levels.txt does not allow: rooms know only the rooms listed beside them.
// Works on C++; the web's layers are checked by its linter.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

export function readLevels(text) {
  const rooms = new Map();
  for (const line of text.split("\n")) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const [room, level, ...allowed] = line.trim().split(/\s+/);
    rooms.set(room, { level: Number(level), allowed: new Set(allowed) });
  }
  for (const [room, { level, allowed }] of rooms) {
    for (const other of allowed) {
      const below = rooms.get(other);
      if (below === undefined) throw new Error(`tools/levels.txt: ${room} names ${other}, which is no room`);
      if (below.level >= level) throw new Error(`tools/levels.txt: ${room} (level ${level}) may not stand on ${other} (level ${below.level})`);
    }
  }
  return rooms;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "build") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(h|cpp)$/.test(entry.name)) yield path;
  }
}

// The room that a quoted include belongs to, seen from the include roots `.` and `core/`.
function roomOfInclude(include, rooms) {
  const first = include.split("/")[0];
  if (rooms.has(`core/${first}`)) return `core/${first}`;
  if (rooms.has(first)) return first;
  if (include.startsWith("schema/")) return "schema";
  if (include.startsWith("core/")) return include.split("/").slice(0, 2).join("/");
  return undefined;
}

export function faultsIn(file, text, room, rooms) {
  const faults = [];
  text.split("\n").forEach((line, index) => {
    const match = /^\s*#\s*include\s+"([^"]+)"/.exec(line);
    if (match === null) return;
    const target = roomOfInclude(match[1], rooms);
    if (target === undefined) faults.push(`${file}:${index + 1}: "${match[1]}" is in no room; include as "room/file.h"`);
    else if (target !== room && target !== "schema" && !rooms.get(room).allowed.has(target)) faults.push(`${file}:${index + 1}: ${room} may not include ${target} (tools/levels.txt)`);
  });
  return faults;
}

export function checkLevels() {
  const rooms = readLevels(readFileSync(join(root, "tools/levels.txt"), "utf8"));
  const faults = [];
  for (const room of rooms.keys()) {
    const folder = join(root, room);
    if (!existsSync(folder)) continue;
    for (const path of sources(folder)) faults.push(...faultsIn(relative(root, path), readFileSync(path, "utf8"), room, rooms));
  }
  return faults;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = checkLevels();
  for (const fault of faults) console.error(fault);
  process.exit(faults.length === 0 ? 0 : 1);
}
