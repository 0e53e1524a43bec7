// One version in the list: its picture in a reserved frame, its name or time, and what can be done with it.
import { Menu } from '@mantine/core';
import IconCopy from 'icons/Copy';
import IconDots from 'icons/Dots';
import IconPencil from 'icons/Pencil';
import IconRestore from 'icons/Restore';
import { useEffect, useRef, useState } from 'react';
import type { Version } from '../../../net/generated/api_types.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { RenameField } from '../../../ui/rename_field.tsx';
import { note_of, title_of } from '../../model/version_words.ts';
import { useEditor, useHistory } from '../context.ts';
import { refocus } from './refocus.ts';
import { useCopyVersion } from './use_copy_version.ts';

/** The picture, asked for when the row comes into view. */
function VersionPicture({ version }: { version: Version }) {
  const { history } = useEditor();
  const frame = useRef<HTMLSpanElement>(null);
  const [address, set_address] = useState<string>();
  const { seq, preview } = version;
  useEffect(() => {
    const element = frame.current;
    if (!preview || element === null) return undefined;
    let made: string | undefined;
    let gone = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void history.preview(seq).then((blob) => {
        if (gone || blob === undefined) return;
        made = URL.createObjectURL(blob);
        set_address(made);
      });
    });
    observer.observe(element);
    return () => {
      gone = true;
      observer.disconnect();
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [history, seq, preview]);
  return <span ref={frame} className="fk-version-frame">{address !== undefined && <img src={address} alt="" draggable={false} />}</span>;
}

export function VersionRow({ version, editable }: { version: Version; editable: boolean }) {
  const { history } = useEditor();
  const chosen = useHistory((state) => state.chosen?.seq === version.seq);
  const naming = useHistory((state) => state.naming === version.seq);
  const { copy } = useCopyVersion(version);
  const title = title_of(version);
  useEffect(() => (naming ? () => refocus(`[data-version="${version.seq}"] .fk-version-open`) : undefined), [naming, version.seq]);
  return (
    <li className="fk-version" data-version={version.seq} data-chosen={chosen}>
      {naming ? (
        <div className="fk-version-open">
          <VersionPicture version={version} />
          <RenameField name={version.name} label="Name of the version" placeholder="Name this version" on_done={(name) => void history.name(version, name)} />
        </div>
      ) : (
        <button type="button" className="fk-version-open" aria-pressed={chosen} onClick={() => void history.show(version)}>
          <VersionPicture version={version} />
          <span className="fk-version-words">
            <span className="fk-version-name" data-named={version.name !== ''}>{title}</span>
            <small className="fk-quiet">{note_of(version)}</small>
          </span>
        </button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={`More for ${title}`}><IconDots size={18} stroke={1.6} /></IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {editable && <Menu.Item leftSection={<IconRestore size={16} stroke={1.6} />} onClick={() => void history.restore(version)}>Restore this version</Menu.Item>}
          {editable && <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={() => history.start_naming(version)}>{version.name === '' ? 'Name this version' : 'Rename'}</Menu.Item>}
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.6} />} onClick={copy}>Make a copy</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
