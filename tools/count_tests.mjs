// Adds up what the test runners of a `make test` said in their logs, names what was skipped, and closes with one line.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const total = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];
const patterns = [
  [/\[ {2}PASSED {2}\] (\d+) test/g, "passed"],
  [/\[ {2}SKIPPED \] (\d+) test/g, "skipped"],
  [/\[ {2}FAILED {2}\] (\d+) test/g, "failed"],
  [/^(?:\d+: )?(?:#|ℹ) pass (\d+)/gm, "passed"],
  [/^(?:\d+: )?(?:#|ℹ) fail (\d+)/gm, "failed"],
  [/^(?:\d+: )?(?:#|ℹ) skipped (\d+)/gm, "skipped"],
  [/^check: (\d+) passed/gm, "passed"],
  [/^ *Tests {2}(?:\d+ failed \| )?(\d+) passed/gm, "passed"],
];
for (const name of readdirSync(folder).sort()) {
  // eslint-disable-next-line no-control-regex
  const text = readFileSync(join(folder, name), "utf8").replace(/\u001b\[[0-9;]*m/g, "");
  for (const [pattern, kind] of patterns) for (const match of text.matchAll(pattern)) total[kind] += Number(match[1]);
  for (const match of text.matchAll(/\[ {2}SKIPPED \] (\S+\.\S+)(?= \()/g)) skipped.push(`${name.replace(".log", "")}: ${match[1]}`);
  for (const match of text.matchAll(/^(?:\d+: )?﹣ (.*?) .*# (.*)$/gm)) skipped.push(`${name.replace(".log", "")}: ${match[1]} (${match[2]})`);
}
for (const line of [...new Set(skipped)]) console.log(`skipped  ${line}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
