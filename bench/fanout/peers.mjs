// y-websocket and Hocuspocus, with Yjs's own messages over bare sockets: the readers cost no more than ours do.
import { createRequire } from "node:module";
import { join } from "node:path";
import { port, root, wait, withServer } from "../servers.mjs";

const require = createRequire(new URL("../peers/package.json", import.meta.url));
const WebSocket = require("ws");
const Y = require("yjs");
const sync = require("y-protocols/sync");
const encoding = require("lib0/encoding");
const decoding = require("lib0/decoding");

const k_sync = 0;
const k_authenticate = 2;
function framed(write) {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

// What differs between the two: the address of a room and what stands before a message.
const yWebsocket = {
  name: "y-websocket 2.1.0",
  serve: (work) => withServer("node", [join(root, "bench/peers/node_modules/y-websocket/bin/server.cjs")], work, { HOST: "127.0.0.1", PORT: String(port) }),
  path: (room) => `/${room}`,
  head: (_encoder, _room) => {},
  greet: (_socket, _room) => {},
  skip: (_decoder) => {},
};
const hocuspocus = {
  name: "hocuspocus 4.7.0",
  serve: (work) => withServer("node", [join(root, "bench/fanout/hocuspocus_server.mjs"), String(port)], work),
  path: () => "/",
  head: (encoder, room) => encoding.writeVarString(encoder, room),
  greet(socket, room) {
    socket.send(
      framed((encoder) => {
        encoding.writeVarString(encoder, room);
        encoding.writeVarUint(encoder, k_authenticate);
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, "");
        encoding.writeVarString(encoder, "4.7.0");
      }),
    );
  },
  skip: (decoder) => decoding.readVarString(decoder),
};

let rooms = 0;
function subject(peer) {
  const message = (room, write) =>
    framed((encoder) => {
      peer.head(encoder, room);
      encoding.writeVarUint(encoder, k_sync);
      write(encoder);
    });
  // The server's answer to the first step says that the connection is in the room.
  const connect = (room, kept) =>
    new Promise((done, fail) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${peer.path(room)}`, { perMessageDeflate: false });
      socket.binaryType = "arraybuffer";
      socket.on("error", fail);
      socket.on("message", (bytes) => {
        kept.push([performance.now(), new Uint8Array(bytes)]);
        const decoder = decoding.createDecoder(new Uint8Array(bytes));
        peer.skip(decoder);
        if (decoding.readVarUint(decoder) === k_sync) done(socket);
      });
      socket.on("open", () => {
        peer.greet(socket, room);
        socket.send(message(room, (encoder) => sync.writeSyncStep1(encoder, new Y.Doc())));
      });
    });
  function latenciesOf(kept, own) {
    const doc = new Y.Doc();
    const map = doc.getMap("m");
    const out = [];
    let arrived = 0;
    map.observe((event) => event.keysChanged.forEach((key) => key !== own && out.push(arrived - map.get(key))));
    for (const [at, bytes] of kept) {
      arrived = at;
      const decoder = decoding.createDecoder(bytes);
      peer.skip(decoder);
      if (decoding.readVarUint(decoder) === k_sync) sync.readSyncMessage(decoder, encoding.createEncoder(), doc, "peer");
    }
    return out;
  }
  return {
    name: peer.name,
    serve: peer.serve,
    async room(people) {
      const room = `room-${(rooms += 1)}`;
      const kept = Array.from({ length: people }, () => []);
      const sockets = [];
      for (const each of kept) sockets.push(await connect(room, each));
      await wait(20);
      for (const each of kept) each.length = 0;
      // Each writer has a key of its own, whose value is the moment of the write.
      const docs = sockets.map((socket) => {
        const doc = new Y.Doc();
        doc.on("update", (update) => socket.send(message(room, (encoder) => sync.writeUpdate(encoder, update))));
        return doc;
      });
      return {
        write: (who) => docs[who].getMap("m").set(`t${who}`, performance.now()),
        latencies: () => kept.flatMap((each, who) => latenciesOf(each, `t${who}`)),
        close: () => sockets.forEach((socket) => socket.close()),
      };
    },
  };
}
export const peers = [subject(yWebsocket), subject(hocuspocus)];
