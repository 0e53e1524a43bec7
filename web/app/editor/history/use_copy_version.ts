import { useState } from 'react';
import type { Version } from '../../../net/generated/api_types.ts';
import { copy_version } from '../../actions.tsx';
import { from_hex } from '../../model/ids.ts';
import { useServices } from '../../services.tsx';
import { useEditor } from '../context.ts';
import { useHistory } from './context.ts';

/** Makes a design of its own of a version, and goes there. */
export function useCopyVersion(version: Version): { copying: boolean; copy: () => void } {
  const services = useServices();
  const history = useHistory();
  const { model, document, capability } = useEditor();
  const [copying, set_copying] = useState(false);
  const run = async () => {
    const bytes = await history.checkpoint(version);
    if (bytes === undefined) return;
    const name = version.name === '' ? (model.get().design?.name ?? '') : version.name;
    await copy_version(services, { document: from_hex(document) ?? new Uint8Array(), capability: from_hex(capability) ?? new Uint8Array(), name }, bytes);
  };
  const copy = () => {
    set_copying(true);
    void run().finally(() => set_copying(false));
  };
  return { copying, copy };
}
