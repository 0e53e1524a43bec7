// One version in the list: its picture in a reserved frame, its name or time, and what can be done with it.
import { Menu } from '@mantine/core';
import IconCopy from 'icons/Copy';
import IconDots from 'icons/Dots';
import IconNothing from 'icons/PhotoOff';
import IconPencil from 'icons/Pencil';
import IconRestore from 'icons/Restore';
import { useEffect, useRef, useState } from 'react';
import type { Version } from '../../../net/generated/api_types.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { note_of, title_of } from '../../model/version_words.ts';
import { useHistory, useHistoryState, useOffline } from './context.ts';
import { refocus } from './refocus.ts';
import { useCopyVersion } from './use_copy_version.ts';
import { VersionName } from './version_name.tsx';

/** The picture, asked for when the row comes into view. */
function VersionPicture({ version }: { version: Version }) {
  const history = useHistory();
  const offline = useOffline();
  const frame = useRef<HTMLSpanElement>(null);
  const [address, set_address] = useState<string>();
  const [failed, set_failed] = useState(false);
  const { seq, preview } = version;
  const wanted = preview && address === undefined && !offline;
  useEffect(() => {
    const element = frame.current;
    if (!wanted || element === null) return undefined;
    let gone = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void history.preview(seq).then((blob) => {
        if (gone) return;
        set_failed(blob === undefined);
        if (blob !== undefined) set_address(URL.createObjectURL(blob));
      });
    });
    observer.observe(element);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [history, seq, wanted]);
  useEffect(() => (address === undefined ? undefined : () => URL.revokeObjectURL(address)), [address]);
  return (
    <span ref={frame} className="fk-version-frame">
      {address !== undefined ? <img src={address} alt="" draggable={false} /> : (failed || !preview) && <IconNothing size={18} stroke={1.5} aria-hidden />}
    </span>
  );
}

function VersionMenu({ version, away, editable }: { version: Version; away: boolean; editable: boolean }) {
  const history = useHistory();
  const offline = useOffline();
  const { copy } = useCopyVersion(version);
  const [opened, set_opened] = useState(false);
  return (
    <Menu position="bottom-end" opened={opened} onChange={set_opened}>
      <Menu.Target>
        <IconButton label={`More for ${title_of(version)}`} quiet={opened}><IconDots size={18} stroke={1.6} /></IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {editable && <Menu.Item leftSection={<IconRestore size={16} stroke={1.6} />} disabled={away} onClick={() => void history.restore(version)}>Restore this version</Menu.Item>}
        {editable && <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} disabled={offline} onClick={() => history.start_naming(version)}>{version.name === '' ? 'Name this version' : 'Rename'}</Menu.Item>}
        <Menu.Item leftSection={<IconCopy size={16} stroke={1.6} />} disabled={away} onClick={copy}>Make a copy</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function VersionRow({ version, editable }: { version: Version; editable: boolean }) {
  const history = useHistory();
  const offline = useOffline();
  const chosen = useHistoryState((state) => state.chosen?.seq === version.seq);
  const naming = useHistoryState((state) => (state.naming?.seq === version.seq ? state.naming : undefined));
  const damaged = useHistoryState((state) => state.damaged.includes(version.seq));
  const away = useHistoryState((state) => offline && !state.on_device.includes(version.seq));
  const is_named = naming !== undefined;
  const title = title_of(version);
  useEffect(() => (is_named ? () => refocus(`[data-version="${version.seq}"] .fk-version-open`) : undefined), [is_named, version.seq]);
  return (
    <li className="fk-version" data-version={version.seq} data-chosen={chosen} data-away={away}>
      {is_named ? (
        <div className="fk-version-open">
          <VersionPicture version={version} />
          <VersionName version={version} naming={naming} />
        </div>
      ) : (
        <button type="button" className="fk-version-open" aria-pressed={chosen} onClick={() => void history.show(version)}>
          <VersionPicture version={version} />
          <span className="fk-version-words">
            <span className="fk-version-name" data-named={version.name !== ''} {...(version.name === '' ? {} : { title })}>{title}</span>
            <small className="fk-quiet">{damaged ? 'Can not be opened' : away ? 'Only in the cloud' : note_of(version)}</small>
          </span>
        </button>
      )}
      {!is_named && <VersionMenu version={version} away={away} editable={editable} />}
    </li>
  );
}
