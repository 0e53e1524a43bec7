// The HTTP API as server/openapi.yaml describes it: every operation is asked of the real server, and every answer has a
// status, a type and a body that the description knows.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Person, Server, root, skip, until } from './product.mjs';
import { blobs_of, damage, grant } from './stored.mjs';

const from_tools = createRequire(new URL('../../tools/package.json', import.meta.url));
const Ajv = from_tools('ajv/dist/2020').default;
const description = from_tools('yaml').parse(readFileSync(join(root, 'server/openapi.yaml'), 'utf8'));
const schemas = new Ajv({ strict: false }).addSchema(description, 'openapi');

const server = new Server();
const folder = mkdtempSync(join(tmpdir(), 'flashkit-api-'));
let profile;
let browser;
let design; // { document, capability, cookie } of its owner

before(async () => {
  if (skip) return;
  await server.start();
  profile = make_profile();
  browser = await start_browser(profile);
  const person = await Person.at(browser, 'owner');
  await person.go(server.origin);
  const path = join(folder, 'big.json'); // large enough that the server makes a checkpoint at once
  const page = { id: 'p', children: [{ id: 'a', type: 'figure', subType: 'rect', x: 0, y: 0, width: 60, height: 40, fill: 'red' }] };
  writeFileSync(path, JSON.stringify({ schemaVersion: 4, width: 120, height: 80, pages: [page, { id: 'q', children: [] }], kept: 'x'.repeat(700_000) }));
  await person.import_file(path);
  await person.until_saved(/In the cloud/);
  const [, document, capability] = /\/d\/([0-9a-f]{32})#([0-9a-f]{32})/.exec(person.page.url());
  const cookies = await browser.context.cookies(server.origin);
  design = { document, capability, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
});

after(async () => {
  await browser?.close();
  await server.end();
  rmSync(folder, { recursive: true, force: true });
  if (profile !== undefined) remove_profile(profile);
});

const pointer = (...keys) => `openapi#/${keys.map((key) => encodeURIComponent(String(key).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
const asked = new Map(); // operation: the statuses it answered with

/** Asks one operation of the description and holds the answer against it. */
async function ask(operation, fill, status, { body, headers = {}, query = '' } = {}) {
  const [path, methods] = Object.entries(description.paths).find(([, each]) => Object.values(each).some((one) => one.operationId === operation));
  const [method, described] = Object.entries(methods).find(([, one]) => one.operationId === operation);
  const address = path.replace(/\{(\w+)\}/g, (_, name) => fill[name]) + query;
  const json = body !== undefined && !(body instanceof Uint8Array);
  const answer = await fetch(server.origin + address, {
    method: method.toUpperCase(),
    headers: { Origin: server.origin, ...(json ? { 'Content-Type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
  });
  const words = `${method} ${address}`;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = () => new TextDecoder().decode(bytes);
  assert.equal(answer.status, status, `${words}: ${text().slice(0, 200)}`);
  const known = described.responses[status] === undefined ? 'default' : status;
  assert.ok(described.responses[known] !== undefined, `${words} answered ${status}, which the description does not know`);
  let response = described.responses[known];
  let place = ['paths', path, method, 'responses', known];
  if (response.$ref !== undefined) {
    place = response.$ref.slice(2).split('/');
    response = place.reduce((found, key) => found[key], description);
  }
  const kinds = Object.keys(response.content ?? {});
  if (kinds.length === 0) {
    if (status === 204) assert.equal(bytes.length, 0, words);
  } else {
    const kind = (answer.headers.get('content-type') ?? '').split(';')[0];
    assert.ok(kinds.includes(kind) || kinds.includes('application/octet-stream'), `${words} is ${kind}, described as ${kinds}`);
    if (response.content[kind]?.schema !== undefined) {
      const fits = schemas.compile({ $ref: pointer(...place, 'content', kind, 'schema') });
      assert.ok(fits(JSON.parse(text())), `${words}: ${schemas.errorsText(fits.errors)}`);
    }
  }
  if (!asked.has(operation)) asked.set(operation, new Set());
  asked.get(operation).add(status);
  return { answer, bytes, json: () => JSON.parse(text()) };
}

const cookie_of = ({ answer }) => ({ Cookie: answer.headers.get('set-cookie').split(';')[0] });

test('the server is well, and an address that is not described is none', { skip }, async () => {
  await ask('health', {}, 200);
  for (const [method, address] of [['GET', '/api/v1/nothing'], ['POST', '/api/v1/me'], ['PATCH', `/api/v1/documents/${design.document}`], ['GET', '/api/v2/me']]) {
    const answer = await fetch(server.origin + address, { method, headers: { Origin: server.origin } });
    assert.ok([404, 405].includes(answer.status), `${method} ${address}: ${answer.status}`);
    assert.equal(typeof (await answer.json()).error, 'string');
  }
});

test('accounts and sessions', { skip }, async () => {
  const guest = await ask('me', {}, 200);
  assert.equal(guest.json().guest, true);
  const ada = { email: 'ada@example.org', password: 'a long password', name: 'Ada' };
  await ask('createAccount', {}, 400, { body: { ...ada, password: 'short' } });
  const made = await ask('createAccount', {}, 201, { body: ada, headers: cookie_of(guest) });
  assert.equal(made.json().email, ada.email);
  await ask('createAccount', {}, 409, { body: ada });
  await ask('signIn', {}, 401, { body: { ...ada, password: 'another password' } });
  const signed_in = await ask('signIn', {}, 200, { body: ada });
  const hers = cookie_of(signed_in);
  assert.equal((await ask('me', {}, 200, { headers: hers })).json().name, 'Ada');
  await ask('signOut', {}, 204, { headers: hers });
  assert.equal((await ask('me', {}, 200, { headers: hers })).json().guest, true, 'the cookie is worth nothing any more');
});

test('blobs are kept under the hash of their bytes', { skip }, async () => {
  const body = new TextEncoder().encode('some bytes of a picture');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const headers = { Cookie: design.cookie };
  await ask('getBlob', { sha256 }, 404);
  await ask('putBlob', { sha256 }, 201, { body, headers });
  await ask('putBlob', { sha256 }, 200, { body, headers });
  await ask('putBlob', { sha256: 'f'.repeat(64) }, 422, { body, headers });
  assert.deepEqual((await ask('getBlob', { sha256 }, 200)).bytes, body);
});

test('a blob comes in pieces, is gone on with where it was cut, and is asked for before it is sent', { skip }, async () => {
  const body = new TextEncoder().encode('the bytes of a larger picture');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const headers = { Cookie: design.cookie };
  const at = (offset) => `?offset=${offset}&size=${body.length}`;
  assert.deepEqual((await ask('getUpload', { sha256 }, 200, { headers })).json(), { offset: 0, done: false });
  await ask('addToUpload', { sha256 }, 200, { headers, query: at(0), body: body.subarray(0, 10) });
  assert.deepEqual((await ask('addToUpload', { sha256 }, 409, { headers, query: at(0), body: body.subarray(0, 10) })).json(), { offset: 10, done: false });
  assert.deepEqual((await ask('addToUpload', { sha256 }, 200, { headers, query: at(10), body: body.subarray(10) })).json(), { offset: body.length, done: true });
  assert.deepEqual((await ask('getUpload', { sha256 }, 200)).json(), { offset: body.length, done: true });
  assert.deepEqual((await ask('beginUpload', { sha256 }, 200, { headers, query: `?size=${body.length}` })).json(), { offset: body.length, done: true });
  assert.deepEqual((await ask('beginUpload', { sha256: 'd'.repeat(64) }, 200, { headers, query: '?size=9' })).json(), { offset: 0, done: false }, 'a folder has no way of its own');
  await ask('beginUpload', { sha256 }, 413, { headers, query: '?size=99000000' });
  await ask('beginUpload', { sha256 }, 400, { headers });
  await ask('getBlob', { sha256 }, 200, { query: '?direct=1' });
  await ask('addToUpload', { sha256 }, 413, { headers, query: '?offset=0&size=99000000', body });
  await ask('addToUpload', { sha256: 'e'.repeat(64) }, 422, { headers, query: at(0), body });
  await ask('addToUpload', { sha256 }, 400, { headers, body });
});

test('a design: its state, checkpoint, preview and exports, for who holds its address', { skip, timeout: 120_000 }, async () => {
  const headers = { 'X-Flashkit-Capability': design.capability };
  const { document } = design;
  const seen = await until('a checkpoint', async () => {
    const each = (await ask('getDocument', { document }, 200, { headers })).json();
    return each.checkpoint > 0 && each;
  });
  assert.equal(seen.role, 'edit');
  const checkpoint = (await ask('getCheckpoint', { document, seq: seen.checkpoint }, 200, { headers })).json();
  assert.ok(checkpoint.clients !== undefined);
  await ask('getCheckpoint', { document, seq: seen.head + 1000 }, 404, { headers });
  await until('a preview', async () => (await fetch(`${server.origin}/api/v1/documents/${document}/preview.jpg`, { headers })).ok);
  assert.deepEqual([...(await ask('getPreview', { document }, 200, { headers })).bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  const signs = { png: '\x89PNG', jpg: '\xff\xd8\xff', pdf: '%PDF', svg: '<', json: '{' };
  for (const [format, sign] of Object.entries(signs)) {
    const { bytes } = await ask('exportDocument', { document, format }, 200, { headers, query: '?page=1&scale=0.5' });
    assert.equal(String.fromCharCode(...bytes.subarray(0, sign.length)), sign, format);
  }
  await ask('exportDocument', { document, format: 'png' }, 404, { headers, query: '?page=9' });

  for (const operation of ['getDocument', 'getPreview']) {
    await ask(operation, { document }, 404);
    await ask(operation, { document }, 404, { headers: { 'X-Flashkit-Capability': '0'.repeat(32) } });
  }
});

test('versions: saved, listed, named, read by who holds the address', { skip, timeout: 60_000 }, async () => { // V6
  const headers = { 'X-Flashkit-Capability': design.capability };
  const { document } = design;
  const none = { 'X-Flashkit-Capability': '0'.repeat(32) };
  const saved = await ask('saveVersion', { document }, 201, { headers, body: { name: 'Draft', by: 'Ada' } });
  const { seq } = saved.json();
  assert.deepEqual({ ...saved.json(), at: 0 }, { seq, at: 0, saved: true, name: 'Draft', by: 'Ada', preview: true });
  assert.ok(Math.abs(saved.json().at - Date.now()) < 60_000);
  assert.equal((await ask('saveVersion', { document }, 200, { headers, body: { name: '' } })).json().name, 'Draft', 'one state is one version');
  await ask('saveVersion', { document }, 413, { headers, body: { name: 'x'.repeat(201) } });
  assert.equal((await ask('nameVersion', { document, seq }, 200, { headers, body: { name: 'For print', by: 'Ben' } })).json().by, 'Ben');
  const page = (await ask('listVersions', { document }, 200, { headers })).json();
  assert.equal(page.complete, true);
  assert.equal(page.versions.find((each) => each.seq === seq)?.name, 'For print');
  assert.deepEqual((await ask('listVersions', { document }, 200, { headers, query: '?before=1&limit=1' })).json(), { versions: [], complete: true });
  await ask('listVersions', { document }, 400, { headers, query: '?limit=0' });
  assert.equal((await ask('getVersion', { document, seq }, 200, { headers })).json().seq, seq);
  assert.deepEqual([...(await ask('getVersionPreview', { document, seq }, 200, { headers })).bytes.subarray(0, 2)], [0xff, 0xd8]);
  for (const operation of ['getVersion', 'getVersionPreview']) await ask(operation, { document, seq: seq + 1000 }, 404, { headers });
  for (const wrong of [none, {}]) {
    await ask('listVersions', { document }, 404, { headers: wrong });
    await ask('saveVersion', { document }, 404, { headers: wrong, body: { name: 'x' } });
    await ask('nameVersion', { document, seq }, 404, { headers: wrong, body: { name: 'x' } });
    for (const operation of ['getVersion', 'getVersionPreview']) await ask(operation, { document, seq }, 404, { headers: wrong });
  }
});

test('who may only look is told so, and what is damaged is refused for good', { skip, timeout: 60_000 }, async () => { // V4 V6
  const { document } = design;
  const headers = { 'X-Flashkit-Capability': design.capability };
  const [version] = (await ask('listVersions', { document }, 200, { headers })).json().versions;
  const { seq } = version;
  const looks = '1'.repeat(32);
  await grant(server, document, looks, 'view');
  const may_look = { 'X-Flashkit-Capability': looks };
  assert.equal((await ask('getDocument', { document }, 200, { headers: may_look })).json().role, 'view');
  assert.deepEqual((await ask('listVersions', { document }, 200, { headers: may_look })).json().versions[0], version);
  await ask('getVersion', { document, seq }, 200, { headers: may_look });
  await ask('saveVersion', { document }, 403, { headers: may_look, body: { name: 'x' } });
  await ask('nameVersion', { document, seq }, 403, { headers: may_look, body: { name: 'x' } });

  const { checkpoint } = (await ask('getDocument', { document }, 200, { headers })).json();
  for (const path of blobs_of(server)) damage(path);
  const refused = [['getVersion', { document, seq }], ['getVersionPreview', { document, seq }], ['getCheckpoint', { document, seq: checkpoint }], ['exportDocument', { document, format: 'png' }]];
  for (const [operation, fill] of refused) await ask(operation, fill, 410, { headers });
  await ask('saveVersion', { document }, 410, { headers, body: { name: 'x' } });
  for (const path of blobs_of(server)) rmSync(path);
  for (const [operation, fill] of refused) await ask(operation, fill, 410, { headers });
  assert.deepEqual((await ask('listVersions', { document }, 200, { headers })).json().versions[0], version, 'it is listed all the same');
});

test('the owner lists the design and takes the right of its address back', { skip }, async () => {
  const { document } = design;
  const own = { Cookie: design.cookie };
  const list = (await ask('listDocuments', {}, 200, { headers: own })).json();
  assert.deepEqual(list, { documents: [document], complete: true });
  await ask('revokeCapability', { document }, 404, { headers: { 'X-Flashkit-Capability': design.capability } });
  await ask('revokeCapability', { document }, 200, { headers: own });
  await ask('getDocument', { document }, 404, { headers: { 'X-Flashkit-Capability': design.capability } });
  await ask('getDocument', { document }, 200, { headers: own });
});

// Not on demand: what a server has no room for, and what only one on S3 says (tests/cloud).
const k_elsewhere = ['default', '503', '307'];

test('nothing that is described was left out', { skip }, () => {
  for (const methods of Object.values(description.paths)) {
    for (const { operationId, responses } of Object.values(methods).filter((each) => each.operationId !== undefined)) {
      const promised = Object.keys(responses).filter((status) => !k_elsewhere.includes(status));
      assert.deepEqual([...(asked.get(operationId) ?? [])].map(String).filter((status) => promised.includes(status)).sort(), promised.sort(), operationId);
    }
  }
});
