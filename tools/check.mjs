// The house's hygiene as a test: levels, file sizes, generated files, named paths, rule numbers, banned words, secrets.
// Every check prints what is wrong and how to mend it. Lists of exceptions may only shrink.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkLevels } from "./check_levels.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n").filter((file) => file !== "" && existsSync(join(root, file)));
const read = (file) => readFileSync(join(root, file), "utf8");
const exceptions = JSON.parse(read("tools/check_exceptions.json"));
const generated = (file) => file.includes("/generated/") || file.endsWith("package-lock.json") || exceptions.generated.includes(file);
const code = files.filter((file) => /\.(h|cpp|ts|tsx|mjs|css)$/.test(file) && !generated(file));

const checks = {
  "every include is allowed by tools/levels.txt": checkLevels,

  "files fit a head (800 lines at most)": () =>
    code.filter((file) => read(file).split("\n").length > 801 && !exceptions.long_files.includes(file)).map((file) => `${file}: split it by idea`),

  "functions fit a head (70 lines at most), public headers too (400)": () => {
    const sources = files.filter((file) => /\.(h|cpp)$/.test(file) && !generated(file));
    const options = ["--languages=C++", "--kinds-C++=f", "--fields=+ne", "--output-format=json", "-f", "-"];
    const run = spawnSync("ctags", [...options, ...sources], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.error !== undefined || run.status !== 0) return ["universal-ctags is not installed: make deps"];
    const tags = run.stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
    const long = tags.filter((tag) => tag.end - tag.line + 1 > 70).map((tag) => `${tag.path}:${tag.line}: ${tag.name} has ${tag.end - tag.line + 1} lines`);
    return [...long, ...sources.filter((file) => file.endsWith(".h") && read(file).split("\n").length > 401).map((file) => `${file}: split it by idea`)];
  },

  "generated files are up to date": () => {
    const run = spawnSync("node", ["tools/generate.mjs", "--check"], { cwd: root, encoding: "utf8" });
    return run.status === 0 ? [] : [run.stderr.trim()];
  },

  "paths named in Markdown exist": () =>
    files.filter((file) => file.endsWith(".md")).flatMap((file) =>
      [...read(file).matchAll(/`((?:core|painters|schema|ports|adapters|server|functions|cli|wasm|web|tests|bench|deploy|docs|tools|scripts|cmake)\/[\w./-]+\.\w+)`/g)]
        .map((match) => match[1]).filter((path) => !existsSync(join(root, path)) && !path.includes("/generated")).map((path) => `${file}: ${path} does not exist`)),

  "every dependency has its reason in docs/dependencies.md": () => {
    const named = [...read("docs/dependencies.md").matchAll(/`([^`]+)`/g)].map((match) => match[1]);
    const debian = read("scripts/packages.txt").split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split(" ")[0]);
    const manifests = files.filter((file) => /(^|\/)package\.json$/.test(file)).map((file) => JSON.parse(read(file)));
    const wanted = [...debian, ...manifests.flatMap((manifest) => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))];
    const explained = (name) => named.some((other) => other === name || (other.endsWith("/*") && name.startsWith(other.slice(0, -1))));
    return [...new Set(wanted)].filter((name) => !explained(name)).map((name) => `${name}: say why it is needed`);
  },

  "every numbered protocol rule has a test that quotes it": () => {
    if (!existsSync(join(root, "docs/protocol.md"))) return ["docs/protocol.md is missing"];
    const rules = [...read("docs/protocol.md").matchAll(/^- \*\*([SLDV]\d+)\*\*/gm)].map((match) => match[1]);
    const tests = files.filter((file) => /(_test\.(cpp|mjs)|\.test\.(ts|tsx|mjs))$/.test(file) || file.startsWith("tests/")).map(read).join("\n");
    return rules.filter((rule) => !new RegExp(`\\b${rule}(?!\\d)`).test(tests) && !exceptions.untested_rules.includes(rule)).map((rule) => `rule ${rule}: no test names it`);
  },

  "nothing that draws or edits a design uses the browser's text": () =>
    files.filter((file) => /^web\/(canvas|engine)\/.*\.tsx?$/.test(file) || /^web\/(app|ui)\/.*\.tsx?$/.test(file)).filter((file) => !generated(file) && !file.includes(".test."))
      .flatMap((file) => (/\b(fillText|strokeText|measureText|contentEditable=|contenteditable=)/.test(read(file)) ? [`${file}: text is laid out by the engine`] : [])),

  "the core is pure": () =>
    files.filter((file) => /^core\/.*\.(h|cpp)$/.test(file) && !/(_test|_for_tests?)\.(cpp|h)$/.test(file))
      .flatMap((file) => {
        const text = read(file);
        return [/<(iostream|fstream|thread|mutex|future|random|regex|filesystem|ctime|chrono)>/, /\bstd::(stoi|stod|stoul|rand|time)\b/, /\bgetenv\b/, /\.at\(\s*\d/]
          .filter((word) => word.test(text)).map((word) => `${file}: ${word.source} does not belong in the core`);
      }),

  "no unfinished marks, no foreign paths, no secrets": () =>
    code.flatMap((file) => {
      if (file === "tools/check.mjs") return [];
      const faults = [];
      read(file).split("\n").forEach((line, index) => {
        if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line)) faults.push(`${file}:${index + 1}: unfinished mark`);
        if (/(^|[^\w.])\/(work|root|home\/\w+)\//.test(line)) faults.push(`${file}:${index + 1}: a path of one machine`);
        if (/AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(line)) faults.push(`${file}:${index + 1}: looks like a secret`);
      });
      return faults;
    }),

  "TypeScript is strict": () =>
    files.filter((file) => /^web\/.*\.tsx?$/.test(file) && !generated(file)).flatMap((file) =>
      (/:\s*any\b|\bas any\b|@ts-ignore|@ts-nocheck/.test(read(file)) ? [`${file}: any or @ts-ignore`] : [])),

  "C++ is formatted (make format)": () => {
    const sources = files.filter((file) => /\.(h|cpp)$/.test(file) && !generated(file) && !file.startsWith("scripts/"));
    const run = spawnSync("clang-format-14", ["--dry-run", "-Werror", ...sources], { cwd: root, encoding: "utf8" });
    if (run.error !== undefined) return ["clang-format-14 is not installed: make deps"];
    return run.status === 0 ? [] : [...new Set([...run.stderr.matchAll(/^(\S+?):\d+:\d+: error/gm)].map((match) => match[1]))];
  },
};

let failed = 0;
let passed = 0;
for (const [name, check] of Object.entries(checks)) {
  const faults = check();
  if (faults.length === 0) passed += 1;
  else failed += 1;
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name}`);
  for (const fault of faults) console.log(`       ${fault}`);
}
console.log(`check: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
