import type { SpotlightActionData } from '@mantine/spotlight';
import { shortcuts } from '../data/keys.ts';
import { write_keys } from '../model/keyboard.ts';
import type { SkinActions } from './canvas/use_keys.ts';
import type { Editor } from './context.ts';

/** Every shortcut of the table is an action of the palette too. */
export function palette_actions(editor: Editor, skin: SkinActions, mac: boolean): SpotlightActionData[] {
  return shortcuts
    .filter((shortcut) => shortcut.skin !== 'palette')
    .map((shortcut) => ({
      id: `key-${shortcut.label}`,
      label: shortcut.skin === 'shortcuts' ? 'Keyboard shortcuts' : shortcut.label,
      rightSection: <small className="fk-quiet">{write_keys(shortcut.keys[0] ?? '', mac)}</small>,
      onClick: () => {
        if (shortcut.command !== undefined) editor.dispatch(shortcut.command);
        if (shortcut.skin !== undefined) skin[shortcut.skin]();
      },
    }));
}
