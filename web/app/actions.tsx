// What several screens do with designs: start, import, rename, duplicate, delete, restore. Each is a few messages.
import { Button } from '@mantine/core';
import { notifications, notificationsStore } from '@mantine/notifications';
import type { DocumentRow } from '../engine/generated/replica_pb.ts';
import { random_id, to_hex } from './model/ids.ts';
import { exporting, exporting_version, keeping, naming } from './model/workbench.ts';
import type { Beginning, Services } from './services.tsx';

/** `detail` is folded away until it is asked for. */
export function tell(text: string, kind: 'info' | 'error' = 'info', detail = ''): void {
  const message = detail === '' ? text : (
    <details className="fk-detail">
      <summary>{text}</summary>
      <pre>{detail}</pre>
    </details>
  );
  notifications.show({ message, autoClose: detail !== '' ? 20_000 : kind === 'error' ? 8000 : 4000, ...(kind === 'error' ? { color: 'red' } : {}) });
}

/** What was done, for ten seconds with the way back. */
export function tell_with_undo(id: string, text: string, undo: () => void): void {
  const take_back = () => {
    undo();
    notifications.hide(id);
  };
  notifications.show({
    id,
    autoClose: 10_000,
    message: (
      <span className="fk-notice">
        {text}
        <Button variant="subtle" size="compact-sm" onClick={take_back}>Undo</Button>
      </span>
    ),
  });
}

const outlasting = /^(?:new-version$|deleted-)/;

/** Whoever leaves a design is done with what was said there. What stands for the whole of Flashkit goes on standing. */
export function hide_notices_of_design(): void {
  const { notifications: shown, queue } = notificationsStore.getState();
  for (const { id } of [...shown, ...queue]) {
    if (id !== undefined && !outlasting.test(id)) notifications.hide(id);
  }
}

/** Says so and no more: the version that runs goes on until the person wants the new one. */
export function offer_new_version(take: () => void): void {
  notifications.show({
    id: 'new-version',
    autoClose: false,
    message: (
      <span className="fk-notice">
        A new version of Flashkit is ready.
        <Button variant="subtle" size="compact-sm" onClick={take}>Reload</Button>
      </span>
    ),
  });
}

export function start_design(services: Services, beginning: Beginning): void {
  const document = to_hex(random_id());
  services.beginnings.set(document, beginning);
  services.router.go({ at: 'design', document, capability: to_hex(random_id()) });
}

export function open_design(services: Services, row: DocumentRow): void {
  services.router.go({ at: 'design', document: to_hex(row.document), capability: row.capability.length === 16 ? to_hex(row.capability) : '' });
}

const largest_import = 64 * 1024 * 1024;

/** A file as the beginning of a design, or nothing after it was said why. Whether it is one is the engine's to say. */
async function read_design(file: File): Promise<Beginning | undefined> {
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') {
    tell(`“${file.name}” is not a design. Flashkit opens Polotno files, which end in .json.`, 'error');
    return undefined;
  }
  if (file.size > largest_import) {
    tell(`“${file.name}” is too large. A design may have up to 64 MB.`, 'error');
    return undefined;
  }
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (bytes === undefined) {
    tell(`“${file.name}” could not be read. It may have been moved or deleted.`, 'error');
    return undefined;
  }
  return { source: { case: 'polotnoJson', value: new Uint8Array(bytes) }, name: file.name.replace(/\.json$/i, '') };
}

/** Opens a Polotno file as a new design. */
export async function import_file(services: Services, file: File): Promise<void> {
  const beginning = await read_design(file);
  if (beginning !== undefined) start_design(services, beginning);
}

/** One is opened; several, and with `beside` one as well, are kept one after the other, and what is open stays open. */
export async function import_files(services: Services, files: readonly File[], beside = false): Promise<void> {
  const [only] = files;
  if (files.length === 1 && only !== undefined && !beside) return import_file(services, only);
  let kept = 0;
  for (const file of files) {
    const beginning = await read_design(file);
    if (beginning === undefined) continue;
    let why: string | undefined;
    const done = await services.workbench.run({ document: random_id(), capability: random_id(), ...beginning }, keeping((text) => (why = text)));
    if (done && why === undefined) kept += 1;
    else tell(`“${file.name}” was not opened. ${why ?? 'It is not stored on this device yet. Leave this tab open for a moment.'}`, 'error');
  }
  if (kept > 0) tell(kept === 1 ? '1 design is on Home now.' : `${kept} designs are on Home now.`);
}

export function pick_file(accept: string, take: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) take(file);
  };
  input.click();
}

export function restore_design(services: Services, row: DocumentRow): void {
  services.replica.send({ case: 'changeRow', value: { document: row.document, trashed: false } });
}

export function delete_design(services: Services, row: DocumentRow): void {
  services.replica.send({ case: 'changeRow', value: { document: row.document, trashed: true } });
  const id = `deleted-${to_hex(row.document)}`;
  tell_with_undo(id, 'Deleted.', () => restore_design(services, row));
}

/** The name belongs to the design, so an engine says it; the list shows it at once. */
export async function rename_design(services: Services, row: DocumentRow, name: string): Promise<void> {
  const { document, capability } = row;
  services.replica.send({ case: 'changeRow', value: { document, name } });
  if (await services.workbench.run({ document, capability }, naming(name))) return;
  services.replica.send({ case: 'changeRow', value: { document, name: row.name } });
  tell('The new name could not be stored yet, so the old one stays. Open the design to try again.', 'error');
}

/** The copy lies beside the design; nothing opens by itself. */
export async function duplicate_design(services: Services, row: DocumentRow): Promise<void> {
  let value: Uint8Array | undefined;
  await services.workbench.run({ document: row.document, capability: row.capability }, exporting((bytes) => (value = bytes)));
  if (value === undefined) {
    tell('This design could not be copied. Open it once, then try again.', 'error');
    return;
  }
  const document = random_id();
  const name = `${row.name === '' ? 'Untitled' : row.name} (copy)`;
  const stored = await services.workbench.run({ document, capability: random_id(), source: { case: 'polotnoJson', value }, name }, naming(name));
  if (row.preview.length > 0) services.replica.send({ case: 'changeRow', value: { document, preview: row.preview } });
  if (!stored) tell('The copy is not stored yet. Leave this tab open for a moment.', 'error');
}

/** A design of its own that begins as an earlier version of this one, and is opened. */
export async function copy_version(services: Services, of: { document: Uint8Array; capability: Uint8Array; name: string }, checkpoint: Uint8Array<ArrayBuffer>): Promise<void> {
  let value: Uint8Array | undefined;
  const { document, capability } = of;
  await services.workbench.run({ document, capability }, exporting_version(checkpoint, (bytes) => (value = bytes)));
  const copy = { document: random_id(), capability: random_id() };
  const name = `${of.name === '' ? 'Untitled' : of.name} (copy)`;
  const stored = value !== undefined && (await services.workbench.run({ ...copy, source: { case: 'polotnoJson', value }, name }, naming(name)));
  if (stored) services.router.go({ at: 'design', document: to_hex(copy.document), capability: to_hex(copy.capability) });
  else tell('The copy could not be made. Your design is unchanged. Try again in a moment.', 'error');
}
