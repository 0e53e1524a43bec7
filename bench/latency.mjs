// From an edit to the device, the journal and another device (device_bench.cpp) at a server of ours: on SQLite, and, where
// scripts/cloud.sh gave their addresses, on DynamoDB Local and radosgw, which manage a few hundred puts a second.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudEnvironment, makeCloud, port, root, withFlashkit } from "./servers.mjs";

const edits = process.env.FLASHKIT_BENCH_EDITS ?? "400";

function measure(store) {
  const folder = mkdtempSync(join(tmpdir(), "flashkit-devices-"));
  try {
    const done = spawnSync(join(root, "build/release/bin/device_bench"), [`http://127.0.0.1:${port}`, folder, store, edits], { stdio: "inherit" });
    if (done.status !== 0) throw new Error(`device_bench ended with ${done.status}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
await withFlashkit(() => measure("SQLite"));
if (process.env.FLASHKIT_DYNAMODB !== undefined) {
  const env = cloudEnvironment("flashkit-bench");
  makeCloud(env);
  await withFlashkit(() => measure("DynamoDB Local"), { env });
}
