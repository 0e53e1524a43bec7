// Back, name, undo and redo; zoom; saving, people, Share and Export.
import { Button, Menu } from '@mantine/core';
import IconBack from 'icons/ArrowLeft';
import IconDown from 'icons/ChevronDown';
import IconDownload from 'icons/Download';
import IconHistory from 'icons/History';
import IconLink from 'icons/Link';
import { ActionKind } from '../../engine/generated/local_pb.ts';
import { format_number } from '../../ui/format.ts';
import { IconButton } from '../../ui/icon_button.tsx';
import { RenameField } from '../../ui/rename_field.tsx';
import { write_keys } from '../model/keyboard.ts';
import { saving_words } from '../model/saving.ts';
import { words_with_uploads } from '../model/uploads.ts';
import { useStore } from '../model/store.ts';
import { useServices } from '../services.tsx';
import { SavingChip } from '../shell/saving_chip.tsx';
import { UploadList, useUploads } from '../shell/upload_list.tsx';
import { useEditor, useEditorModel } from './context.ts';
import { ExportMenu } from './export_menu.tsx';
import { Faces } from './faces.tsx';
import { KeptChanges } from './kept_changes.tsx';
import { ShareButton } from './share_button.tsx';
import { UndoButtons } from './undo_buttons.tsx';

export function ZoomMenu() {
  const { act } = useEditor();
  const { mac } = useServices();
  const zoom = useEditorModel((model) => (model.camera === undefined ? undefined : Math.round(model.camera.zoom * 100)));
  const item = (label: string, keys: string, kind: ActionKind) => (
    <Menu.Item rightSection={<small className="fk-quiet">{write_keys(keys, mac)}</small>} onClick={() => act(kind)}>{label}</Menu.Item>
  );
  return (
    <Menu width={208}>
      <Menu.Target>
        <button type="button" className="fk-zoom fk-number" aria-label="Zoom">
          {zoom === undefined ? '–' : `${format_number(zoom, 0)} %`}
          <IconDown size={14} stroke={1.6} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {item('Fit the page', 'mod+0', ActionKind.ACTION_ZOOM_FIT)}
        {item('100 %', 'mod+1', ActionKind.ACTION_ZOOM_ACTUAL)}
        {item('Selection', 'mod+2', ActionKind.ACTION_ZOOM_SELECTION)}
        <Menu.Divider />
        {item('Zoom in', 'mod+=', ActionKind.ACTION_ZOOM_IN)}
        {item('Zoom out', 'mod+-', ActionKind.ACTION_ZOOM_OUT)}
      </Menu.Dropdown>
    </Menu>
  );
}

interface TopBarProps {
  is_phone: boolean;
  renaming: boolean;
  set_renaming: (renaming: boolean) => void;
  saving_opened: boolean;
  set_saving_opened: (opened: boolean) => void;
}

export function TopBar({ is_phone, renaming, set_renaming, saving_opened, set_saving_opened }: TopBarProps) {
  const editor = useEditor();
  const { router, mac, device } = useServices();
  const refused = useStore(device, (state) => state.refused);
  const history_opened = useStore(editor.history, (door) => door.opened);
  const design = useEditorModel((model) => model.design);
  const saving = useEditorModel((model) => model.saving);
  const uploads = useUploads();
  const words = saving === undefined ? undefined : words_with_uploads(saving_words(saving, refused), saving.state, uploads);
  const name = design === undefined ? '' : design.name === '' ? 'Untitled' : design.name;
  const read_only = design?.readOnly ?? true;
  return (
    <header className="fk-editor-top">
      <IconButton label="Back to Home" onClick={() => router.go({ at: 'home' })}><IconBack size={18} stroke={1.6} /></IconButton>
      <div className="fk-name">
        {renaming && !read_only ? (
          <RenameField
            name={name}
            label="Name of the design"
            on_done={(next) => {
              set_renaming(false);
              if (next !== undefined) editor.dispatch({ case: 'rename', value: { name: next } });
            }}
          />
        ) : (
          <button type="button" className="fk-name-button" title={read_only ? name : `${name} (click to rename)`} disabled={read_only} onClick={() => set_renaming(true)}>{name}</button>
        )}
      </div>
      {!read_only && !is_phone && <UndoButtons />}
      {read_only && design !== undefined && <span className="fk-read-only">View only</span>}
      {!is_phone && <span className="fk-bar-line" aria-hidden />}
      {!is_phone && <ZoomMenu />}
      <div className="fk-top-end">
        <SavingChip words={words} trouble={saving?.trouble ?? ''} opened={saving_opened} on_opened={set_saving_opened}>
          <KeptChanges />
          <UploadList />
          <Button
            variant="subtle"
            size="compact-sm"
            ml={-8}
            mt={8}
            onClick={() => {
              set_saving_opened(false);
              editor.history.open();
            }}
          >
            See earlier versions
          </Button>
        </SavingChip>
        {!is_phone && (
          <IconButton label="Version history" keys={write_keys('mod+shift+h', mac)} pressed={history_opened} quiet={history_opened} data-opens="history" onClick={() => editor.history.toggle()}>
            <IconHistory size={18} stroke={1.6} />
          </IconButton>
        )}
        {!is_phone && <Faces />}
        <ShareButton>
          {is_phone ? <IconButton label="Share"><IconLink size={20} stroke={1.6} /></IconButton> : <Button variant="default">Share</Button>}
        </ShareButton>
        <ExportMenu>
          {is_phone ? <IconButton label="Export"><IconDownload size={20} stroke={1.6} /></IconButton> : <Button>Export</Button>}
        </ExportMenu>
      </div>
    </header>
  );
}
