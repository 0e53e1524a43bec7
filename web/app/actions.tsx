// What several screens do with designs: start, import, rename, duplicate, delete, restore. Each is a few messages.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { EventKind } from '../engine/port.ts';
import { SavingState } from '../engine/generated/local_pb.ts';
import type { DocumentRow } from '../engine/generated/replica_pb.ts';
import { random_id, to_hex } from './model/ids.ts';
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

/** Opens a Polotno file as a new design. Whether its content is a design is the engine's to say. */
export async function import_file(services: Services, file: File): Promise<void> {
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') {
    tell(`“${file.name}” is not a design. Flashkit opens Polotno files, which end in .json.`, 'error');
    return;
  }
  if (file.size > largest_import) {
    tell(`“${file.name}” is too large. A design may have up to 64 MB.`, 'error');
    return;
  }
  const value = new Uint8Array(await file.arrayBuffer());
  start_design(services, { source: { case: 'polotnoJson', value }, name: file.name.replace(/\.json$/i, '') });
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
  const undo = () => {
    restore_design(services, row);
    notifications.hide(id);
  };
  notifications.show({
    id,
    autoClose: 10_000,
    message: (
      <span className="fk-notice">
        Deleted.
        <Button variant="subtle" size="compact-sm" onClick={undo}>Undo</Button>
      </span>
    ),
  });
}

/** Runs an engine without a canvas until `step` says that it is done, at most half a minute. */
function with_engine(services: Services, row: DocumentRow, step: (event: EventKind, dispatch: (command: Parameters<ReturnType<Services['make_engine']>['dispatch']>[0]) => void) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const engine = services.make_engine();
    const end = (done: boolean) => {
      clearTimeout(timer);
      stop();
      engine.dispose();
      resolve(done);
    };
    const timer = setTimeout(() => end(false), 30_000);
    const stop = engine.subscribe((event) => {
      if (step(event, (command) => engine.dispatch(command))) end(true);
    });
    engine.dispatch({ case: 'open', value: { document: row.document, capability: row.capability } });
  });
}

const durable = [SavingState.SAVING_DEVICE, SavingState.SAVING_CLOUD, SavingState.SAVING_OFFLINE];

/** The name belongs to the design, so its own engine says it; the list shows it at once. */
export async function rename_design(services: Services, row: DocumentRow, name: string): Promise<void> {
  services.replica.send({ case: 'changeRow', value: { document: row.document, name } });
  let step: 'opening' | 'asked' | 'renamed' = 'opening';
  let saving = SavingState.SAVING_NONE;
  let was_busy = false;
  const done = await with_engine(services, row, (event, dispatch) => {
    if (event.case === 'design' && step === 'opening') {
      if (event.value.name === name) return true;
      step = 'asked';
      dispatch({ case: 'rename', value: { name } });
    }
    if (event.case === 'design' && event.value.name === name) step = 'renamed';
    if (event.case === 'saving') {
      saving = event.value.state;
      was_busy ||= saving === SavingState.SAVING_BUSY;
    }
    // What was saved before the new name says nothing about the new name.
    return step === 'renamed' && (saving === SavingState.SAVING_MEMORY_ONLY || (was_busy && durable.includes(saving)));
  });
  if (!done) tell('The new name could not be stored yet. Open the design to try again.', 'error');
}

export async function duplicate_design(services: Services, row: DocumentRow): Promise<void> {
  let asked = false;
  let bytes: Uint8Array | undefined;
  await with_engine(services, row, (event, dispatch) => {
    if (event.case === 'design' && !asked) {
      asked = true;
      dispatch({ case: 'exportPolotno', value: {} });
    }
    if (event.case === 'exported') bytes = event.value.bytes;
    return bytes !== undefined;
  });
  if (bytes === undefined) tell('This design could not be copied. Open it once, then try again.', 'error');
  else start_design(services, { source: { case: 'polotnoJson', value: bytes }, name: `${row.name} (copy)`, insist: true });
}
