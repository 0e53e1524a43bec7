// A bare Hocuspocus, nothing kept: node hocuspocus_server.mjs PORT.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../peers/package.json", import.meta.url));
const { Server } = await import(pathToFileURL(require.resolve("@hocuspocus/server")).href);
await new Server({ port: Number(process.argv[2]), address: "127.0.0.1", quiet: true, stopOnSignals: true }).listen();
