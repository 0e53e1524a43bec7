// Pictures that were chosen, dropped or pasted: each is kept on this device and put on the page, or it is said why not.
import type { DesignState } from '../../engine/generated/local_pb.ts';
import type { CommandKind } from '../../engine/port.ts';
import type { ReplicaClient } from '../../store/port.ts';
import type { EditorModel } from '../model/editor_model.ts';
import type { Readable } from '../model/store.ts';
import { read_image } from './read_image.ts';

interface World {
  model: Readable<EditorModel>;
  replica: ReplicaClient;
  dispatch: (command: CommandKind) => void;
  tell: (text: string) => void;
}

/** Why nothing can be put on a page now; nothing: it can. */
export function why_not(design: DesignState | undefined): string | undefined {
  if (design === undefined) return 'Nothing was added: the design is still opening. Try again in a moment.';
  if (!design.readOnly) return undefined;
  return design.version === 0n
    ? 'Nothing was added: you may look at this design, but not change it.'
    : 'Nothing was added: an earlier version is shown. Go back to the design first.';
}

/** In their order, each a step further than the one before. `at`: where on the canvas; else in the middle of what is seen. */
export async function insert_pictures({ model, replica, dispatch, tell }: World, files: readonly File[], at?: { x: number; y: number }): Promise<void> {
  const page = model.get().design?.pages.find((each) => each.page === model.get().selection?.page);
  const step = Math.round((page?.width ?? 1080) / 40);
  let placed = 0;
  for (const file of files) {
    // Asked before anything is kept, and again behind it: a right may be lost meanwhile.
    const refused = why_not(model.get().design);
    if (refused !== undefined) {
      tell(refused);
      return;
    }
    const insert = await read_image(file, replica, page);
    const lost = why_not(model.get().design);
    if (typeof insert === 'string' || lost !== undefined) {
      tell(typeof insert === 'string' ? insert : (lost ?? ''));
      continue;
    }
    dispatch({ case: 'insert', value: { ...insert, ...at, offset: step * placed } });
    placed += 1;
  }
}
