// Where the regular Roboto of the collected fonts lies: node roboto.mjs [fonts folder]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export function robotoFile(folder) {
  const { families } = JSON.parse(readFileSync(join(folder, "fonts.json")));
  const { faces } = families.find(({ name }) => name === "Roboto");
  return join(folder, `${faces.find(({ weight, italic }) => weight === 400 && !italic).file}.ttf`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(robotoFile(process.argv[2] ?? "build/fonts"));
