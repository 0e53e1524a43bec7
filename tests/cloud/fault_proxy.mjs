// Stands before DynamoDB Local or radosgw on the loopback address and does to a share of the requests what networks and
// services do: throttles, fails before and after the request was carried out, cuts and loses answers, is slow, carries
// out late what it said had failed. Usage: fault_proxy.mjs TARGET_PORT dynamodb|s3 [SHARE] [SEED]; it prints its port,
// and what it did when it is told to end (SIGTERM).
import http from "node:http";

const [target, service, share = "0.3", seed = "1"] = process.argv.slice(2);
const made = {};
const slowMilliseconds = 1300; // more than the silence that the tests allow
const lateMilliseconds = 200;

// mulberry32: the draws are repeatable, the order of requests is not.
let state = Number(seed) >>> 0;
function draw() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

const refusals = {
  dynamodb: {
    throttle: [400, { __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", message: "too fast" }],
    failure: [500, { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "trouble" }],
  },
  s3: { throttle: [503, "SlowDown"], failure: [500, "InternalError"] },
}[service];

function refuse(answer, kind) {
  const [status, what] = refusals[kind];
  const body = typeof what === "string" ? `<?xml version="1.0"?><Error><Code>${what}</Code></Error>` : JSON.stringify(what);
  answer.writeHead(status, { "content-type": typeof what === "string" ? "application/xml" : "application/x-amz-json-1.0" });
  answer.end(body);
}

// Sends the request on; `take` gets the whole answer, or null if there is none.
function carryOut({ method, url, headers, body }, take) {
  const request = http.request({ host: "127.0.0.1", port: Number(target), method, path: url, headers }, (reply) => {
    const parts = [];
    reply.on("data", (part) => parts.push(part));
    reply.on("end", () => take({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) }));
    reply.on("error", () => take(null));
  });
  request.on("error", () => take(null));
  request.end(body);
}

function passOn(asked, answer, reply) {
  if (reply === null) return answer.destroy();
  answer.writeHead(reply.status, reply.headers);
  answer.end(asked.method === "HEAD" ? undefined : reply.body);
}

function cut(answer, reply) {
  if (reply === null || reply.body.length === 0) return answer.destroy();
  answer.writeHead(reply.status, { ...reply.headers, "content-length": String(reply.body.length) });
  answer.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), () => answer.destroy());
}

// The name of a fault, how often it is drawn among the others, and what it does.
const faults = [
  ["throttled", 4, (asked, answer) => refuse(answer, "throttle")],
  ["failed, not carried out", 3, (asked, answer) => refuse(answer, "failure")],
  ["failed, carried out", 4, (asked, answer) => carryOut(asked, () => refuse(answer, "failure"))],
  ["failed, carried out later", 2, (asked, answer) => {
    refuse(answer, "failure");
    setTimeout(() => carryOut(asked, () => {}), lateMilliseconds);
  }],
  ["reset, not carried out", 3, (asked, answer) => answer.socket.resetAndDestroy()],
  ["reset, carried out", 4, (asked, answer) => carryOut(asked, () => answer.socket?.resetAndDestroy())],
  ["cut, carried out", 4, (asked, answer) => carryOut(asked, (reply) => cut(answer, reply))],
  ["slow, carried out", 1, (asked, answer) => carryOut(asked, (reply) => setTimeout(() => passOn(asked, answer, reply), slowMilliseconds))],
];
const weights = faults.reduce((sum, [, weight]) => sum + weight, 0);

function drawFault() {
  if (draw() >= Number(share)) return ["passed on", 0, (asked, answer) => carryOut(asked, (reply) => passOn(asked, answer, reply))];
  let at = draw() * weights;
  return faults.find(([, weight]) => (at -= weight) < 0) ?? faults[0];
}

const server = http.createServer((request, answer) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("error", () => {});
  answer.on("error", () => {});
  request.on("end", () => {
    const [name, , act] = drawFault();
    made[name] = (made[name] ?? 0) + 1;
    act({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts) }, answer);
  });
});
process.on("SIGTERM", () => {
  console.log(`${service}: ${Object.entries(made).map(([name, count]) => `${count} ${name}`).sort().join(", ")}`);
  process.exit(Object.keys(made).length > faults.length ? 0 : 3); // 3: not every kind of fault was made
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
