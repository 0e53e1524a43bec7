// One design in the grid: its picture in a reserved frame, name, when, and what can be done with it.
import { Menu } from '@mantine/core';
import IconCopy from 'icons/Copy';
import IconDots from 'icons/Dots';
import IconPencil from 'icons/Pencil';
import IconTrash from 'icons/Trash';
import { useEffect, useRef, useState } from 'react';
import type { DocumentRow } from '../../engine/generated/replica_pb.ts';
import { format_when } from '../../ui/format.ts';
import { IconButton } from '../../ui/icon_button.tsx';
import { RenameField } from '../../ui/rename_field.tsx';
import { fit_into } from '../../ui/size.ts';
import { delete_design, duplicate_design, open_design, rename_design } from '../actions.tsx';
import { useServices } from '../services.tsx';

function usePreview(bytes: Uint8Array) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (bytes.length === 0 || image.current === null) return undefined;
    const address = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: 'image/jpeg' }));
    image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [bytes]);
  return image;
}

export function Preview({ row }: { row: DocumentRow }) {
  const image = usePreview(row.preview);
  // In hundredths of a frame of 4 to 3, with a margin.
  const size = fit_into(row.width === 0 ? 4 : row.width, row.height === 0 ? 5 : row.height, 4 * 84, 3 * 82);
  return (
    <span className="fk-preview">
      <span className="fk-preview-page" style={{ width: `${size.width / 4}%`, height: `${size.height / 3}%` }}>
        {row.preview.length > 0 && <img ref={image} alt="" draggable={false} />}
      </span>
    </span>
  );
}

export function DesignCard({ row, now }: { row: DocumentRow; now: number }) {
  const services = useServices();
  const [renaming, set_renaming] = useState(false);
  const name = row.name === '' ? 'Untitled' : row.name;
  return (
    <article className="fk-card">
      <button type="button" className="fk-card-open" aria-label={`Open ${name}`} onClick={() => open_design(services, row)}>
        <Preview row={row} />
      </button>
      <div className="fk-card-foot">
        <div className="fk-card-words">
          {renaming ? (
            <RenameField
              name={name}
              label="Name of the design"
              on_done={(next) => {
                set_renaming(false);
                if (next !== undefined) void rename_design(services, row, next);
              }}
            />
          ) : (
            <button type="button" className="fk-card-name" title={`${name} (click to rename)`} onClick={() => set_renaming(true)}>{name}</button>
          )}
          <span className="fk-quiet fk-card-when">
            {!row.inCloud && <span className="fk-card-dot" role="img" aria-label="Not yet in the cloud" title="Not yet in the cloud" />}
            {format_when(Number(row.changedMs), now)}
          </span>
        </div>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={`More for ${name}`}><IconDots size={18} stroke={1.6} /></IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={() => set_renaming(true)}>Rename</Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} stroke={1.6} />} onClick={() => void duplicate_design(services, row)}>Duplicate</Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} stroke={1.6} />} onClick={() => delete_design(services, row)}>Delete</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </article>
  );
}
