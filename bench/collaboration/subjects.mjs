// The peers behind one interface. make(names): a document of elements; set(doc, sets): [element, key, value] in one
// transaction; replica(base, who, sets): from an encoded base, each change a transaction of its own; merge(one, two): both
// hear all of the other's, and it gives the bytes that went over the line.
import { createRequire } from "node:module";

const require = createRequire(new URL("../peers/package.json", import.meta.url));

// ---- a plain Map: the floor ----
const map = {
  name: "plain Map",
  make: (names) => new Map(names.map((name) => [name, new Map()])),
  set(doc, sets) {
    for (const [element, key, value] of sets) doc.get(element).set(key, value);
  },
  encode: (doc) => JSON.stringify([...doc].map(([name, element]) => [name, Object.fromEntries(element)])),
  decode: (text) => new Map(JSON.parse(text).map(([name, element]) => [name, new Map(Object.entries(element))])),
  replica(base, _who, sets) {
    const doc = map.decode(base);
    map.set(doc, sets);
    return { doc, sets };
  },
  // One's changes count first. Two takes them in and makes its own once more on top.
  merge(one, two) {
    const [ones, twos] = [JSON.stringify(one.sets), JSON.stringify(two.sets)];
    map.set(one.doc, JSON.parse(twos));
    map.set(two.doc, JSON.parse(ones));
    map.set(two.doc, two.sets);
    return ones.length + twos.length;
  },
  // The order in which keys came differs; the values may not.
  same: (one, two) => [...one.doc].every(([name, element]) => [...element].every(([key, value]) => two.doc.get(name).get(key) === value)),
};

// ---- Yjs ----
// Yjs and Loro: an element's handle is looked up once.
function handles(root, names) {
  return new Map(names.map((name) => [name, root.get(name)]));
}
function yjs() {
  const Y = require("yjs");
  const elementsOf = (doc) => handles(doc.getMap("elements"), [...doc.getMap("elements").keys()]);
  const self = {
    make(names) {
      const doc = new Y.Doc();
      doc.transact(() => names.forEach((name) => doc.getMap("elements").set(name, new Y.Map())));
      return doc;
    },
    set(doc, sets) {
      const elements = elementsOf(doc);
      doc.transact(() => sets.forEach(([element, key, value]) => elements.get(element).set(key, value)));
    },
    encode: (doc) => Y.encodeStateAsUpdate(doc),
    decode(bytes) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, bytes);
      return doc;
    },
    replica(base, _who, sets) {
      const doc = self.decode(base);
      const from = Y.encodeStateVector(doc);
      const elements = elementsOf(doc);
      sets.forEach(([element, key, value]) => elements.get(element).set(key, value));
      return { doc, from };
    },
    merge(one, two) {
      const [ones, twos] = [Y.encodeStateAsUpdate(one.doc, one.from), Y.encodeStateAsUpdate(two.doc, two.from)];
      Y.applyUpdate(one.doc, twos);
      Y.applyUpdate(two.doc, ones);
      return ones.length + twos.length;
    },
    same: (one, two) => sorted(one.doc.getMap("elements").toJSON()) === sorted(two.doc.getMap("elements").toJSON()),
  };
  return self;
}

// ---- Automerge ----
function automerge() {
  const A = require("@automerge/automerge");
  const self = {
    slow: true,
    make: (names) => A.change(A.init(), (doc) => Object.assign(doc, { elements: Object.fromEntries(names.map((name) => [name, {}])) })),
    set(doc, sets) {
      A.change(doc, (draft) => {
        for (const [element, key, value] of sets) draft.elements[element][key] = value;
      });
    },
    encode: (doc) => A.save(doc),
    decode: (bytes) => A.load(bytes),
    // A transaction each takes minutes: the changes of a hundred stand in one.
    replica(base, _who, sets) {
      let doc = A.load(base);
      const from = A.getHeads(doc);
      for (let i = 0; i < sets.length; i += 100) {
        doc = A.change(doc, (draft) => {
          for (const [element, key, value] of sets.slice(i, i + 100)) draft.elements[element][key] = value;
        });
      }
      return { doc, from };
    },
    merge(one, two) {
      const [ones, twos] = [one, two].map(({ doc, from }) => A.saveSince(doc, from));
      one.doc = A.loadIncremental(one.doc, twos);
      two.doc = A.loadIncremental(two.doc, ones);
      return ones.length + twos.length;
    },
    same: (one, two) => A.equals(one.doc, two.doc),
  };
  return self;
}

// ---- Loro ----
function loro() {
  const { LoroDoc, LoroMap } = require("loro-crdt");
  const elementsOf = (doc) => handles(doc.getMap("elements"), doc.getMap("elements").keys());
  const self = {
    make(names) {
      const doc = new LoroDoc();
      const root = doc.getMap("elements");
      names.forEach((name) => root.setContainer(name, new LoroMap()));
      doc.commit();
      return doc;
    },
    set(doc, sets) {
      const elements = elementsOf(doc);
      sets.forEach(([element, key, value]) => elements.get(element).set(key, value));
      doc.commit();
    },
    encode: (doc) => doc.export({ mode: "snapshot" }),
    decode(bytes) {
      const doc = new LoroDoc();
      doc.import(bytes);
      return doc;
    },
    replica(base, who, sets) {
      const doc = self.decode(base);
      doc.setPeerId(BigInt(who));
      const from = doc.version();
      const elements = elementsOf(doc);
      for (const [element, key, value] of sets) {
        elements.get(element).set(key, value);
        doc.commit();
      }
      return { doc, from };
    },
    merge(one, two) {
      const [ones, twos] = [one, two].map(({ doc, from }) => doc.export({ mode: "update", from }));
      one.doc.import(twos);
      two.doc.import(ones);
      return ones.length + twos.length;
    },
    same: (one, two) => sorted(one.doc.toJSON().elements) === sorted(two.doc.toJSON().elements),
  };
  return self;
}
// Keys come in the order of the changes, which is each replica's own.
function sorted(elements) {
  return JSON.stringify(Object.entries(elements).sort().map(([name, element]) => [name, Object.entries(element).sort()]));
}

// A package is read in when its subject runs, so that it does not count in another one's memory.
const lazy = (name, slow, make) => {
  let made;
  return new Proxy({ name, slow }, { get: (target, key) => (key in target ? target[key] : (made ??= make())[key]) });
};
export const subjects = [map, lazy("yjs 13.6.33", false, yjs), lazy("loro 1.17.1", false, loro), lazy("automerge 3.5.0", true, automerge)];
