// The page around our engine worker: passes calls on.
const worker = new Worker("/ours.worker.js", { type: "module" });
const waiting = new Map();
let last = 0;
worker.onmessage = ({ data: { id, answer, failed } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (failed === undefined) resolve(answer);
  else reject(new Error(failed));
};
worker.onerror = (event) => console.error(event.message);
const call = (name, argument, transfer = []) =>
  new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    worker.postMessage({ id: last, call: name, argument }, transfer);
  });

globalThis.subject = {
  prepare() {
    const canvas = document.createElement("canvas");
    document.querySelector("#stage").append(canvas);
    const offscreen = canvas.transferControlToOffscreen();
    return call("prepare", offscreen, [offscreen]);
  },
  open: (json) => call("open", { json, checkpoint: json.replace("scene", "checkpoint") }),
  ...Object.fromEntries(["ready", "pan", "pan_again", "zoom", "whole_board", "drag_one", "hit_test", "one_property", "look"].map((name) => [name, (argument) => call(name, argument)])),
};
