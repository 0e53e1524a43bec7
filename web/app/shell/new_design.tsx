// The menu behind "New design": the presets, a size of one's own, or a file.
import { Menu, Modal } from '@mantine/core';
import IconDimensions from 'icons/Dimensions';
import IconImport from 'icons/FileImport';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { import_file, pick_file, start_design } from '../actions.tsx';
import { presets } from '../data/presets.ts';
import { useServices } from '../services.tsx';
import { CustomSize } from './custom_size.tsx';
import { PresetShape } from './preset_shape.tsx';

export function NewDesign({ children }: { children: ReactElement }) {
  const services = useServices();
  const [asking_size, set_asking_size] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={264}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown mah="70vh" className="fk-scroll">
          {presets.map((preset) => (
            <Menu.Item
              key={preset.id}
              leftSection={<span className="fk-preset-mini"><PresetShape preset={preset} box={22} /></span>}
              rightSection={<small className="fk-quiet fk-number">{preset.width} × {preset.height}</small>}
              onClick={() => start_design(services, { source: { case: 'fresh', value: preset }, name: `${preset.platform} ${preset.name.toLowerCase()}` })}
            >
              {preset.platform} {preset.name.toLowerCase()}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<span className="fk-menu-mark"><IconDimensions size={18} stroke={1.6} /></span>} onClick={() => set_asking_size(true)}>Custom size</Menu.Item>
          <Menu.Item leftSection={<span className="fk-menu-mark"><IconImport size={18} stroke={1.6} /></span>} onClick={() => pick_file('.json,application/json', (file) => void import_file(services, file))}>
            Open a file
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking_size} onClose={() => set_asking_size(false)} title="Custom size" size={320}>
        <CustomSize />
      </Modal>
    </>
  );
}
