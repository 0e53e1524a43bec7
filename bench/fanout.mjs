// From a write's send to its arrival at each reader's socket, and the server's share of one core. Two shapes: one writer
// at 50 messages a second to 50 readers, and 100 documents of five people who write 500 a second in turn. What arrives is
// only kept; it is decoded after the clock has stopped, so that the readers, who share this process, cost every subject
// the same. The peers relay without writing anything down, so our presence path is compared with them like for like; our
// durable path, which is on the disk before anybody hears of it, stands beside them.
import { ours } from "./fanout/ours.mjs";
import { peers } from "./fanout/peers.mjs";
import { report } from "./lines.mjs";
import { paced, wait } from "./servers.mjs";

const seconds = Number(process.env.FLASHKIT_BENCH_SECONDS ?? 10);
const shapes = [
  { name: "fanout_1x50", rooms: 1, people: 51, writers: 1, perSecond: 50 },
  { name: "fanout_100x5", rooms: 100, people: 5, writers: 5, perSecond: 500 },
];

async function measure(subject, shape, pid) {
  const rooms = [];
  for (let i = 0; i < shape.rooms; i += 1) rooms.push(await subject.room(shape.people));
  await wait(500);
  const count = seconds * shape.perSecond;
  const more = await paced({ pid, count, perSecond: shape.perSecond }, (i) => {
    rooms[i % shape.rooms].write(Math.floor(i / shape.rooms) % shape.writers);
  });
  for (const room of rooms) room.close();
  const latencies = rooms.flatMap((room) => room.latencies());
  const expected = count * (shape.people - 1);
  if (latencies.length !== expected) throw new Error(`${subject.name}: ${latencies.length} of ${expected} messages came`);
  report(shape.name, subject.name, "ms", latencies, more);
}

for (const shape of shapes) {
  for (const subject of [...peers, ...ours]) await subject.serve((pid) => measure(subject, shape, pid));
}
