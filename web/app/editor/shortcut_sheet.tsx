import { Modal } from '@mantine/core';
import type { Shortcut } from '../data/keys.ts';
import { engine_keys, shortcuts } from '../data/keys.ts';
import { write_keys } from '../model/keyboard.ts';
import { useServices } from '../services.tsx';

const groups: readonly Shortcut['group'][] = ['Tools', 'Edit', 'Arrange', 'View', 'Text', 'Flashkit'];

/** Every shortcut, from the same table that the editor listens to. */
export function ShortcutSheet({ opened, on_close }: { opened: boolean; on_close: () => void }) {
  const { mac } = useServices();
  const rows = (group: Shortcut['group']) => [
    ...shortcuts.filter((each) => each.group === group).map((each) => ({ label: each.label, keys: each.keys.slice(0, 1).map((keys) => write_keys(keys, mac)).join() })),
    ...engine_keys.filter((each) => each.group === group).map((each) => ({ label: each.label, keys: each.keys.replaceAll('mod', mac ? '⌘' : 'Ctrl') })),
  ];
  return (
    <Modal opened={opened} onClose={on_close} title="Keyboard" size={760}>
      <div className="fk-sheet">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {rows(group).map((row) => (
                <div key={row.label}>
                  <dt>{row.label}</dt>
                  <dd><kbd className="fk-kbd">{row.keys}</kbd></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
