// Every shared design is drawn, and has just as many placeholders of each kind as is written down: what becomes drawable
// must be taken off the list, and nothing may join it unseen. Designs of supported elements have none.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const program = process.env.FLASHKIT_PROGRAM ?? "build/bin/flashkit";
const shared = process.env.FLASHKIT_SHARED ?? new URL("../../shared", import.meta.url).pathname;
const designs = join(shared, "data/polotno-designs");
const expected = JSON.parse(readFileSync(new URL("expected_placeholders.json", import.meta.url), "utf8"));
const scratch = mkdtempSync(join(tmpdir(), "flashkit-corpus-"));
const skip = existsSync(designs) ? false : `no shared designs at ${designs}; set FLASHKIT_SHARED`;

for (const [name, counts] of Object.entries(expected)) {
  test(name, { skip }, () => {
    const path = join(designs, name);
    const inspected = spawnSync(program, ["inspect", path], { encoding: "utf8", maxBuffer: 1 << 26 });
    assert.equal(inspected.status, 0, inspected.stderr);
    const found = JSON.parse(inspected.stdout).placeholders;
    const unsupported = Object.fromEntries(Object.entries(found).filter(([reason]) => !reason.startsWith("image-")));
    assert.deepEqual(unsupported, counts);
    const out = join(scratch, "out.jpg");
    const rendered = spawnSync(program, ["render", path, "--scale", "0.25", "-o", out], { encoding: "utf8" });
    assert.equal(rendered.status, 0, rendered.stderr);
    assert.ok(statSync(out).size > 300);
  });
}
