// Validates exported designs with @polotno/schema (a development dependency; the skip is said aloud where it is missing).
//   node tools/validate_polotno.mjs <flashkit program> <folder of designs>
// Every design is converted by the program; a design that is valid must be valid after it, in the strict mode too.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const k_skipped = 77;

function skip(why) {
  console.log(`SKIPPED: ${why}`);
  process.exit(k_skipped);
}

const [program, folder] = process.argv.slice(2);
if (program === undefined || folder === undefined) {
  console.error("usage: node tools/validate_polotno.mjs <flashkit program> <folder of designs>");
  process.exit(2);
}
if (!existsSync(folder)) skip(`no designs at ${folder}; set FLASHKIT_SHARED`);
const schema = await import("@polotno/schema").catch(() => undefined);
if (schema === undefined) skip("@polotno/schema is not installed; run `npm ci` in tools/");

const modes = ["partial", "canonical"];
const scratch = mkdtempSync(join(tmpdir(), "flashkit-validate-"));
const failures = [];
let checked = 0;
let strict = 0;
for (const entry of readdirSync(folder, { recursive: true }).sort()) {
  if (!entry.endsWith(".json")) continue;
  const source = JSON.parse(readFileSync(join(folder, entry), "utf8").replace(/^\uFEFF/, ""));
  const out = join(scratch, "out.json");
  execFileSync(program, ["convert", join(folder, entry), "-o", out], { stdio: ["ignore", "ignore", "inherit"] });
  const exported = JSON.parse(readFileSync(out, "utf8"));
  if (exported.schemaVersion < 4) failures.push(`${entry}: schemaVersion is ${exported.schemaVersion}`);
  for (const mode of modes) {
    if (!schema.validateDesign(schema.migrateDesign(source), { mode }).valid) continue;
    const result = schema.validateDesign(exported, { mode });
    if (mode === "partial") checked += 1;
    else strict += 1;
    for (const error of result.errors.slice(0, 3)) failures.push(`${entry} (${mode}): ${error.path}: ${error.message}`);
  }
}
rmSync(scratch, { recursive: true });
for (const failure of failures) console.error(failure);
console.log(`${checked} designs valid after export, ${strict} of them in the strict mode too; ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
