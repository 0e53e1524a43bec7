// The subjects of ours: presence, which is passed on only, and the durable path with and without a gesture's end at each write.
import { randomBytes } from "node:crypto";
import { connect, madeBy, newDesign, numbersIn, presence, push } from "../live.mjs";
import { withFlashkit } from "../servers.mjs";

// A write is known by its writer's place times a million plus its number.
const keyOf = (who, number) => who * 1_000_000 + number;

function subject(name, frame) {
  return {
    name,
    serve: withFlashkit,
    async room(people) {
      const design = newDesign();
      const kept = Array.from({ length: people }, () => []);
      const clients = Array.from({ length: people }, () => randomBytes(16));
      const sockets = [];
      for (const [i, each] of kept.entries()) sockets.push(await connect({ design, creates: i === 0, kept: each }));
      const numbers = clients.map(() => 1);
      const sentAt = new Map();
      for (const [i, socket] of sockets.entries()) socket.send(push(design, [madeBy(clients[i], 1)], true));
      return {
        write(who) {
          const number = (numbers[who] += 1);
          sentAt.set(keyOf(who, number), performance.now());
          sockets[who].send(frame(design, clients[who], number, keyOf(who, number)));
        },
        latencies() {
          const out = [];
          for (const [who, frames] of kept.entries()) {
            for (const [at, bytes] of frames) {
              for (const [client, number] of numbersIn(bytes)) {
                const writer = clients.findIndex((one) => one.toString("hex") === client);
                if (writer === who) continue;
                const key = client === "" ? number : keyOf(writer, number);
                if (sentAt.has(key)) out.push(at - sentAt.get(key));
              }
            }
          }
          return out;
        },
        close: () => sockets.forEach((socket) => socket.close()),
      };
    },
  };
}
const durable = (gestureEnd) => (design, client, number) => push(design, [madeBy(client, number)], gestureEnd);

export const ours = [
  subject("flashkit presence", (design, _client, _number, key) => presence(design, key)),
  subject("flashkit durable, every one a gesture's end", durable(true)),
  subject("flashkit durable, amid gestures", durable(false)),
];
