// The project's messages in plain Node, read from schema/*.proto at run time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const require = createRequire(join(root, "tools/package.json"));
const { create, createFileRegistry, fromBinary, toBinary } = require("@bufbuild/protobuf");
const { FileDescriptorSetSchema } = require("@bufbuild/protobuf/wkt");

const set = join(mkdtempSync(join(tmpdir(), "flashkit-wire-")), "set.bin");
execFileSync("protoc", ["-I", join(root, "schema"), `--descriptor_set_out=${set}`, "--include_imports", "operation.proto", "frames.proto"]);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(set)));
const type = (name) => registry.getMessage(`flashkit.${name}`);

export const encode = (name, value) => toBinary(type(name), create(type(name), value));
export const decode = (name, bytes) => fromBinary(type(name), bytes);
export const clientFrame = (kind, value) => encode("sync.ClientFrame", { kind: { case: kind, value: create(type(`sync.${kind[0].toUpperCase()}${kind.slice(1)}`), value) } });
export const serverFrame = (bytes) => decode("sync.ServerFrame", new Uint8Array(bytes)).kind;
// An operation of ordinary steps: [["set", {...}], ...] in the shapes of operation.proto.
export function operation(client, number, steps) {
  return encode("operations.Operation", { client, number: BigInt(number), schema: 4, steps: steps.map(([kind, value]) => ({ kind: { case: kind, value: message(kind, value) } })) });
}
function message(kind, value) {
  const name = { create: "Create", set: "Set", place: "Place", remove: "Remove", textInsert: "TextInsert", textDelete: "TextDelete" }[kind];
  return create(type(`operations.${name}`), value);
}
