// Writes C++ and TypeScript from schema/*.proto, and TypeScript from server/openapi.yaml. `--check` writes nothing and fails where the committed files differ.
// C++ is ours (plain structs, no exceptions, unknown fields kept); TypeScript is protoc-gen-es.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { fromBinary } from "@bufbuild/protobuf";
import { FieldDescriptorProto_Label as Label, FieldDescriptorProto_Type as Type, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

const tools = dirname(fileURLToPath(import.meta.url));
const root = resolve(tools, "..");
const schema = join(root, "schema");
const check = process.argv.includes("--check");
// Which room owns the C++ of which file.
const rooms = { "operation.proto": "core/operations", "frames.proto": "core/sync", "replica.proto": "core/sync", "replica_host.proto": "core/sync", "local.proto": "core/session" };

// Every step of an operation names its nodes and characters: these ids stand in the message itself.
const idMessages = new Set(["NodeRef", "TextPoint"]);
const idsInSteps = new Set();

const scratch = mkdtempSync(join(tmpdir(), "flashkit-generate-"));
const differing = [];

function put(path, text) {
  const old = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (old === text) return;
  if (check) return void differing.push(path.slice(root.length + 1));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const camel = (text) => text.toLowerCase().split("_").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
const snake = (text) => text.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
const keywords = new Set(["union", "delete", "double", "new", "operator", "register", "default", "class", "typename"]);
const safe = (name) => (keywords.has(name) ? `${name}_` : name);

class CppFile {
  constructor(file, packages) {
    this.file = file;
    this.packages = packages;
    this.namespace = file.package.replaceAll(".", "::");
    for (const message of file.messageType.filter(({ name }) => idMessages.has(name))) {
      for (const field of message.field) if (field.type === Type.BYTES) idsInSteps.add(field);
    }
  }

  // ".flashkit.sync.Entry" as it is written inside this file's namespace.
  type(name) {
    const dot = name.lastIndexOf(".");
    const namespace = name.slice(1, dot).replaceAll(".", "::");
    const last = name.slice(dot + 1);
    return namespace === this.namespace ? last : `${namespace}::${last}`;
  }

  scalar(field) {
    switch (field.type) {
      case Type.UINT32: return "std::uint32_t";
      case Type.UINT64: return "std::uint64_t";
      case Type.INT64: return "std::int64_t";
      case Type.BOOL: return "bool";
      case Type.DOUBLE: return "double";
      case Type.BYTES: if (idsInSteps.has(field)) return "base::IdBytes"; // else as a string
      case Type.STRING: return "std::string";
      case Type.ENUM:
      case Type.MESSAGE: return this.type(field.typeName);
      default: throw new Error(`${this.file.name}: field ${field.name} has a type that tools/generate.mjs does not know`);
    }
  }

  member(field) {
    const type = this.scalar(field);
    const name = safe(field.name);
    if (field.label === Label.REPEATED) return `  std::vector<${type}> ${name};`;
    if (field.proto3Optional || field.type === Type.MESSAGE) return `  std::optional<${type}> ${name};`;
    if (type === "std::string" || type === "base::IdBytes") return `  ${type} ${name};`;
    const zero = type === "bool" ? "false" : field.type === Type.ENUM ? `${type}{}` : "0";
    return `  ${type} ${name} = ${zero};`;
  }

  // The real oneofs of a message: name and fields, in order.
  oneofs(message) {
    return message.oneofDecl
      .map((one, index) => ({ name: one.name, fields: message.field.filter((f) => f.oneofIndex === index && Object.hasOwn(f, "oneofIndex") && !f.proto3Optional) }))
      .filter((one) => one.fields.length > 0);
  }

  isInOneof(message, field) {
    return this.oneofs(message).some((one) => one.fields.includes(field));
  }

  header() {
    const out = [];
    for (const enumeration of this.file.enumType) {
      const names = enumeration.value.map((value) => value.name);
      let prefix = names[0];
      for (const name of names) while (!name.startsWith(prefix)) prefix = prefix.slice(0, -1);
      prefix = prefix.slice(0, prefix.lastIndexOf("_") + 1);
      out.push(`enum class ${enumeration.name} : std::uint32_t {`);
      for (const value of enumeration.value) out.push(`  ${camel(value.name.slice(prefix.length))} = ${value.number},`);
      out.push("};", "");
    }
    for (const message of this.ordered()) {
      out.push(`struct ${message.name} {`);
      for (const field of message.field) if (!this.isInOneof(message, field)) out.push(this.member(field));
      for (const one of this.oneofs(message)) {
        const types = one.fields.map((field) => this.alternative(one, field));
        out.push(`  std::variant<std::monostate, ${types.join(", ")}> ${one.name};`);
      }
      out.push("  base::UnknownFields unknown_fields;", `  bool operator==(const ${message.name}&) const = default;`, "};");
      out.push(`void encode(const ${message.name}& message, std::string& out);`);
      out.push(`base::Result<${message.name}> decode_${snake(message.name)}(std::string_view bytes);`, "");
    }
    const includes = this.file.dependency.map((name) => `#include "${rooms[name].slice(5)}/generated/${name.replace(".proto", ".pb.h")}"`);
    return [`// Made by tools/generate.mjs from schema/${this.file.name}.`, "#pragma once", "#include <cstdint>", "#include <optional>",
      "#include <string>", "#include <string_view>", "#include <variant>", "#include <vector>", "", '#include "base/id_bytes.h"', '#include "base/result.h"',
      '#include "base/unknown_fields.h"', ...includes, "",
      `namespace ${this.namespace} {`, "", ...out, `}  // namespace ${this.namespace}`, ""].join("\n");
  }

  // A oneof of bytes next to messages: the bytes stand in the variant as std::string.
  alternative(one, field) {
    const type = this.scalar(field);
    if (one.fields.filter((other) => this.scalar(other) === type).length > 1) throw new Error(`${one.name} holds ${type} twice`);
    return type;
  }

  // Messages after those they hold.
  ordered() {
    const byName = new Map(this.file.messageType.map((message) => [`.${this.file.package}.${message.name}`, message]));
    const done = [];
    const visit = (message) => {
      if (done.includes(message)) return;
      for (const field of message.field) {
        const held = field.type === Type.MESSAGE ? byName.get(field.typeName) : undefined;
        if (held !== undefined && held !== message) visit(held);
      }
      done.push(message);
    };
    this.file.messageType.forEach(visit);
    return done;
  }

  write(field, value) {
    switch (field.type) {
      case Type.BOOL: return `writer.varint_field(${field.number}, ${value} ? 1 : 0);`;
      case Type.DOUBLE: return `writer.double_field(${field.number}, ${value});`;
      case Type.STRING:
      case Type.BYTES: return `writer.bytes_field(${field.number}, ${value});`;
      case Type.MESSAGE: return `writer.bytes_field(${field.number}, base::encoded(${value}));`;
      default: return `writer.varint_field(${field.number}, static_cast<std::uint64_t>(${value}));`;
    }
  }

  read(field) {
    const type = this.scalar(field);
    switch (field.type) {
      case Type.BOOL: return "reader.read_varint() != 0";
      case Type.DOUBLE: return "reader.read_double()";
      case Type.STRING:
      case Type.BYTES: return `${type}(reader.read_bytes())`;
      default: return `static_cast<${type}>(reader.read_varint())`;
    }
  }

  encoder(message) {
    const out = [`void encode(const ${message.name}& message, std::string& out) {`, "  base::ProtoWriter writer(out);"];
    for (const field of [...message.field].sort((a, b) => a.number - b.number)) {
      const one = this.oneofs(message).find((candidate) => candidate.fields.includes(field));
      const name = `message.${safe(field.name)}`;
      if (one !== undefined) {
        out.push(`  if (const auto* value = std::get_if<${this.alternative(one, field)}>(&message.${one.name})) {`, `    ${this.write(field, "*value")}`, "  }");
      } else if (field.label === Label.REPEATED) {
        out.push(`  for (const auto& value : ${name}) ${this.write(field, "value")}`);
      } else if (field.proto3Optional || field.type === Type.MESSAGE) {
        out.push(`  if (${name}.has_value()) ${this.write(field, `*${name}`)}`);
      } else if (field.type === Type.STRING || field.type === Type.BYTES) {
        out.push(`  if (!${name}.empty()) ${this.write(field, name)}`);
      } else if (field.type === Type.BOOL) {
        out.push(`  if (${name}) ${this.write(field, name)}`);
      } else if (field.type === Type.DOUBLE) {
        // Negative zero is a value of its own on the wire.
        out.push(`  if (${name} != 0 || std::signbit(${name})) ${this.write(field, name)}`);
      } else {
        const zero = field.type === Type.ENUM ? `${this.scalar(field)}{}` : "0";
        out.push(`  if (${name} != ${zero}) ${this.write(field, name)}`);
      }
    }
    out.push("  out += message.unknown_fields;", "}", "");
    return out;
  }

  // Messages of this file are read where they will stand: a step that is moved once for each level costs more than its bytes.
  decoder(message) {
    const fault = `"the bytes are not a ${message.name}"`;
    const out = ["namespace {", `const char* read_into(std::string_view bytes, ${message.name}& message) {`,
      "  base::ProtoReader reader(bytes);", "  while (reader.next()) {", "    switch (reader.field()) {"];
    for (const field of message.field) {
      const one = this.oneofs(message).find((candidate) => candidate.fields.includes(field));
      const target = one === undefined ? `message.${safe(field.name)}` : `message.${one.name}`;
      const repeated = field.label === Label.REPEATED;
      out.push(`      case ${field.number}: {`);
      if (field.type === Type.MESSAGE) {
        const type = this.scalar(field);
        const space = type.slice(0, type.lastIndexOf(":") + 1);
        out.push("        const std::string_view inner = reader.read_bytes();", `        if (reader.failed()) break;`);
        if (this.file.messageType.some((other) => field.typeName === `.${this.file.package}.${other.name}`)) {
          const place = repeated ? `${target}.emplace_back()` : one === undefined ? `${target}.emplace()` : `${target}.emplace<${type}>()`;
          out.push(`        if (const char* rule = read_into(inner, ${place})) return rule;`);
        } else {
          out.push(`        auto value = ${space}decode_${snake(type.slice(space.length))}(inner);`, "        if (!value.ok()) return value.error().rule;");
          out.push(repeated ? `        ${target}.push_back(std::move(value).value());` : `        ${target} = std::move(value).value();`);
        }
      } else if (repeated) {
        out.push(`        ${target}.push_back(${this.read(field)});`);
      } else {
        out.push(`        ${target} = ${this.read(field)};`);
      }
      out.push("        break;", "      }");
    }
    out.push("      default: message.unknown_fields += reader.skip(); break;", "    }", "  }", `  return reader.failed() ? ${fault} : nullptr;`, "}", "}  // namespace", "");
    out.push(`base::Result<${message.name}> decode_${snake(message.name)}(std::string_view bytes) {`, `  base::Result<${message.name}> out = ${message.name}();`,
      "  if (const char* rule = read_into(bytes, out.value())) return base::Error{base::Errc::Malformed, rule, 0};", "  return out;", "}", "");
    return out;
  }

  source() {
    const name = this.file.name.replace(".proto", ".pb.h");
    const out = [`// Made by tools/generate.mjs from schema/${this.file.name}.`, `#include "${rooms[this.file.name].slice(5)}/generated/${name}"`, "",
      "#include <cmath>", "#include <utility>", "", '#include "base/proto.h"', "", `namespace ${this.namespace} {`, ""];
    for (const message of this.ordered()) out.push(...this.encoder(message), ...this.decoder(message));
    out.push(`}  // namespace ${this.namespace}`, "");
    return out.join("\n");
  }
}

function generateMessages() {
  const protos = Object.keys(rooms);
  const set = join(scratch, "set.bin");
  execFileSync("protoc", ["-I", schema, `--descriptor_set_out=${set}`, "--include_imports", ...protos]);
  for (const file of fromBinary(FileDescriptorSetSchema, readFileSync(set)).file) {
    const cpp = new CppFile(file);
    const base = join(root, rooms[file.name], "generated", file.name.replace(".proto", ".pb"));
    put(`${base}.h`, cpp.header());
    put(`${base}.cpp`, cpp.source());
  }
  const typescript = join(scratch, "ts");
  mkdirSync(typescript);
  execFileSync("protoc", ["-I", schema, `--plugin=protoc-gen-es=${join(tools, "node_modules/.bin/protoc-gen-es")}`, `--es_out=${typescript}`,
    "--es_opt=target=ts,import_extension=ts", ...protos]);
  for (const name of readdirSync(typescript)) put(join(root, "web/engine/generated", basename(name)), readFileSync(join(typescript, name), "utf8"));
}

// A perfect hash of these names: its length and three of its letters, each times a number, give every name a place of its own.
function perfectHash(names) {
  const places = 1024;
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) | 1;
  };
  for (let tries = 0; tries < 1e6; tries += 1) {
    const factors = [next(), next(), next(), next()];
    const placeOf = (name) => {
      const parts = [name.length, ...[0, name.length >> 1, name.length - 1].map((at) => name.charCodeAt(at))];
      return (parts.reduce((sum, part, i) => (sum + Math.imul(part, factors[i])) >>> 0, 0) >>> 6) % places;
    };
    const table = new Array(places).fill(0);
    const free = ([name, number]) => table[placeOf(name)] === 0 && ((table[placeOf(name)] = number), true);
    if (names.every(free)) return { factors, table };
  }
  throw new Error("no perfect hash of the known keys was found");
}

// The design model: an enum of the known keys with their permanent numbers, and each type's defaults.
function generateProperties() {
  const model = JSON.parse(readFileSync(join(schema, "properties.json"), "utf8"));
  const pascal = (name) => name.charAt(0).toUpperCase() + name.slice(1);
  const known = Object.entries(model.permanent_numbers).sort((a, b) => a[1] - b[1]);
  const note = "// Made by tools/generate.mjs from schema/properties.json.";
  const header = [note, "#pragma once", "#include <cstdint>", "#include <span>", "#include <string_view>", "", "namespace flashkit::document {", "",
    `inline constexpr std::uint32_t k_schema_version = ${model.schema_version};`, "", "// Known property keys with their permanent numbers.",
    "enum class Key : std::uint32_t {", ...known.map(([name, number]) => `  ${pascal(name)} = ${number},`), "};",
    `inline constexpr std::uint32_t k_known_keys = ${known.at(-1)[1] + 1};  // one past the last number`, "",
    "enum class Kind : std::uint8_t {", ...Object.keys(model.types).map((name) => `  ${pascal(name)},`), "};", "",
    "enum class ValueKind : std::uint8_t { Number, String, Boolean, Array, Object, Any };", "",
    "struct PropertyRow {", "  Key key;", "  ValueKind kind;", "  std::string_view default_json;", "};", "",
    "// The properties of a kind in schema order.", "std::span<const PropertyRow> properties_of(Kind kind);",
    "std::string_view name_of(Key key);", "// Key{} for a name that is not known: an optional comes back through memory, and every property of a step waits for it.", "Key key_of(std::string_view name);", "// The name in files; \"unknown\" has none.", "std::string_view name_of(Kind kind);", "", "}  // namespace flashkit::document", ""];
  const rows = Object.entries(model.types).flatMap(([type, list]) => [`constexpr PropertyRow k_${snake(type)}[] = {`,
    ...list.map((row) => `    {Key::${pascal(row.name)}, ValueKind::${pascal(row.kind)}, ${JSON.stringify(JSON.stringify(row.default))}},`), "};"]);
  if (known.at(-1)[1] > 255) throw new Error("the table of the known keys holds bytes");
  const { factors, table } = perfectHash(known);
  const names = Array.from({ length: known.at(-1)[1] + 1 }, (_, i) => known.find(([, number]) => number === i)?.[0] ?? "");
  const source = [note, '#include "document/generated/properties.h"', "", "namespace flashkit::document {", "namespace {", "", ...rows, "",
    "// By number.", "constexpr std::string_view k_names[] = {", ...names.map((name) => `    "${name}",`), "};", "",
    "// What tools/generate.mjs hashes the names to: the numbers, 0 where there is none.", `constexpr std::uint8_t k_places[${table.length}] = {`,
    ...Array.from({ length: table.length / 32 }, (_, i) => `    ${table.slice(32 * i, 32 * i + 32).join(", ")},`), "};", "", "}  // namespace", "",
    "std::span<const PropertyRow> properties_of(Kind kind) {", "  switch (kind) {", ...Object.keys(model.types).map((name) => `    case Kind::${pascal(name)}: return k_${snake(name)};`),
    "  }", "  return {};", "}", "", "std::string_view name_of(Key key) {",
    "  const auto number = static_cast<std::uint32_t>(key);", "  return number < k_known_keys ? k_names[number] : std::string_view();", "}", "",
    "Key key_of(std::string_view name) {", "  if (name.empty()) return {};",
    "  const auto letter = [name](std::size_t at) { return std::uint32_t{static_cast<std::uint8_t>(name[at])}; };",
    `  const std::uint32_t hash = static_cast<std::uint32_t>(name.size()) * ${factors[0]}u + letter(0) * ${factors[1]}u +`,
    `                             letter(name.size() / 2) * ${factors[2]}u + letter(name.size() - 1) * ${factors[3]}u;`,
    `  const std::uint8_t number = k_places[(hash >> 6) % ${table.length}];`,
    "  if (k_names[number] != name) return {};", "  return static_cast<Key>(number);", "}", "", "std::string_view name_of(Kind kind) {", "  switch (kind) {", ...Object.keys(model.types).map((name) => `    case Kind::${pascal(name)}: return "${name}";`),
    "  }", "  return {};", "}", "", "}  // namespace flashkit::document", ""];
  put(join(root, "core/document/generated/properties.h"), header.join("\n"));
  put(join(root, "core/document/generated/properties.cpp"), source.join("\n"));
  const typescript = [note, ...Object.entries(model.types).flatMap(([type, list]) => [`export const ${type}Defaults = {`,
    ...list.map((row) => `  ${row.name}: ${JSON.stringify(row.default)},`), "} as const;"]), ""];
  put(join(root, "web/engine/generated/properties.ts"), typescript.join("\n"));
}

// The replica's named statements: the same table for the native adapter and for the browser's.
function generateStatements() {
  const sections = readFileSync(join(schema, "replica.sql"), "utf8").split(/^-- name: /m).slice(1).map((section) => {
    const end = section.indexOf("\n");
    const sql = section.slice(end + 1).split("\n").map((line) => line.replace(/\s*--.*$/, "")).filter((line) => line !== "").join("\n");
    return { name: section.slice(0, end).trim(), sql };
  });
  const names = new Set(sections.map((section) => section.name));
  if (names.size !== sections.length) throw new Error("schema/replica.sql holds a name twice");
  const migrations = sections.filter((section) => section.name.startsWith("migrate_"));
  migrations.forEach((section, index) => {
    if (section.name !== `migrate_${index + 1}`) throw new Error("migrations of schema/replica.sql are numbered 1, 2, 3 ...");
  });
  const statements = sections.filter((section) => !migrations.includes(section));
  const note = "// Made by tools/generate.mjs from schema/replica.sql.";
  const raw = (sql) => `R"sql(${sql})sql"`;
  put(join(root, "core/sync/generated/replica_sql.h"), [note, "#pragma once", "#include <string_view>", "", "namespace flashkit::sync {", "",
    "struct NamedSql {", "  std::string_view name;", "  std::string_view sql;", "};", "",
    "// From user_version 0 to 1, from 1 to 2 ...: several statements each, run in one transaction that also sets it.",
    "inline constexpr std::string_view k_replica_migrations[] = {", ...migrations.map((section) => `    ${raw(section.sql)},`), "};", "",
    "// One statement each.", "inline constexpr NamedSql k_replica_statements[] = {",
    ...statements.map((section) => `    {"${section.name}", ${raw(section.sql)}},`), "};", "", "}  // namespace flashkit::sync", ""].join("\n"));
  put(join(root, "web/engine/generated/replicaSql.ts"), [note, "/** From user_version 0 to 1, from 1 to 2 ...: run in one transaction that also sets it. */",
    `export const replicaMigrations: readonly string[] = ${JSON.stringify(migrations.map((section) => section.sql), null, 2)};`, "",
    `export const replicaStatements: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(statements.map((section) => [section.name, section.sql])), null, 2)};`, ""].join("\n"));
}

// What the HTTP API answers and is sent, by the names of the description's schemas.
function generateApi() {
  const type = (schema) => {
    if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1);
    if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
    switch (schema.type) {
      case "string": case "boolean": return schema.type;
      case "integer": case "number": return "number";
      case "array": return `readonly ${type(schema.items)}[]`;
      default: throw new Error(`server/openapi.yaml: a schema of type ${schema.type} is not known to tools/generate.mjs`);
    }
  };
  const out = ["// Made by tools/generate.mjs from server/openapi.yaml.", ""];
  for (const [name, schema] of Object.entries(parse(readFileSync(join(root, "server/openapi.yaml"), "utf8")).components.schemas)) {
    out.push(`export interface ${name} {`);
    for (const [key, member] of Object.entries(schema.properties)) {
      if (member.description !== undefined) out.push(`  /** ${member.description} */`);
      out.push(`  readonly ${key}${(schema.required ?? []).includes(key) ? "" : "?"}: ${type(member)};`);
    }
    out.push("}", "");
  }
  put(join(root, "web/net/generated/api_types.ts"), out.join("\n"));
}

generateMessages();
generateApi();
generateProperties();
generateStatements();
rmSync(scratch, { recursive: true });
if (differing.length > 0) {
  console.error(`generated files are out of date, run: node tools/generate.mjs\n  ${differing.join("\n  ")}`);
  process.exit(1);
}
