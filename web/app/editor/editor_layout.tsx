// How the parts of the editor stand around the canvas: panels on a wide screen, one bar and sheets on a phone.
import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import IconAdjust from 'icons/AdjustmentsHorizontal';
import { useMemo, useState } from 'react';
import { ActionKind } from '../../engine/generated/local_pb.ts';
import { import_files, pick_file } from '../actions.tsx';
import { Palette, open_palette } from '../shell/palette.tsx';
import { useDroppedFiles } from '../shell/use_dropped_files.ts';
import { useServices } from '../services.tsx';
import { CanvasHost } from './canvas/canvas_host.tsx';
import type { SkinActions } from './canvas/use_keys.ts';
import { useStore } from '../model/store.ts';
import { useEditor, useEditorModel } from './context.ts';
import { choice_of } from './history/door.ts';
import { InspectorContent, Inspector } from './inspector/inspector.tsx';
import { keep_focus } from './keep_focus.ts';
import { PagesStrip } from './pages_strip.tsx';
import { palette_actions } from './palette_actions.tsx';
import type { PanelName } from './panels/left_panel.tsx';
import { LeftPanel, PanelContent, panel_tabs } from './panels/left_panel.tsx';
import { accepted_images } from './read_image.ts';
import { ShortcutSheet } from './shortcut_sheet.tsx';
import { TopBar } from './top_bar.tsx';
import { UndoButtons } from './undo_buttons.tsx';
import { usePageManners } from './use_page_manners.ts';

/** In the canvas's own pixels; nothing beside it. */
function place_on_canvas({ x, y }: { x: number; y: number }): { x: number; y: number } | undefined {
  const box = document.querySelector('.fk-canvas-host')?.getBoundingClientRect();
  if (box === undefined || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
  return { x: x - box.left, y: y - box.top };
}

type Sheet = PanelName | 'properties';

export function EditorLayout() {
  const editor = useEditor();
  const services = useServices();
  usePageManners();
  const is_phone = useMediaQuery('(max-width: 760px)');
  const [panel, set_panel] = useState<PanelName | undefined>('text');
  const [sheet, set_sheet] = useState<Sheet>();
  const [keys_shown, set_keys_shown] = useState(false);
  const [renaming, set_renaming] = useState(false);
  const [saving_opened, set_saving_opened] = useState(false);
  const read_only = useEditorModel((model) => model.design?.readOnly ?? false);
  const in_history = useStore(editor.history, (door) => door.opened);
  const history = useStore(editor.history, (door) => door.parts);
  const chosen = useStore(choice_of(history), (state) => state.chosen);

  const skin: SkinActions = useMemo(
    () => ({
      palette: open_palette,
      shortcuts: () => set_keys_shown(true),
      image: () => pick_file(accepted_images, (file) => editor.insert_images([file])),
      where_saved: () => {
        editor.act(ActionKind.ACTION_STORE);
        set_saving_opened(true);
      },
      rename: () => set_renaming(true),
      panel: () => set_panel((old) => (old === undefined ? 'text' : undefined)),
      history: () => editor.history.toggle(),
    }),
    [editor],
  );
  const dragging = useDroppedFiles((files, place) => {
    const pictures = files.filter((file) => file.type.startsWith('image/'));
    const others = files.filter((file) => !pictures.includes(file));
    if (pictures.length > 0) editor.insert_images(pictures, place_on_canvas(place));
    // With pictures that go on this page the design stays open.
    if (others.length > 0) void import_files(services, others, pictures.length > 0);
  });

  return (
    <div className="fk-editor" onMouseDown={keep_focus}>
      {chosen === undefined || history === undefined ? (
        <TopBar is_phone={is_phone} renaming={renaming} set_renaming={set_renaming} saving_opened={saving_opened} set_saving_opened={set_saving_opened} />
      ) : (
        <history.Bar history={history.history} version={chosen} is_phone={is_phone} />
      )}
      {!is_phone && !read_only && !in_history && <LeftPanel chosen={panel} choose={set_panel} />}
      <div className="fk-middle">
        <CanvasHost skin={skin}>
          {is_phone && !read_only && (
            <div className="fk-phone-undo" data-over-canvas>
              <UndoButtons />
            </div>
          )}
        </CanvasHost>
        {!is_phone && <PagesStrip />}
      </div>
      {!is_phone && in_history && (history === undefined ? <aside className="fk-history" aria-busy /> : <history.Panel history={history.history} />)}
      {!is_phone && !read_only && !in_history && <Inspector />}
      {is_phone && !read_only && (
        <nav className="fk-phone-bar" aria-label="Tools">
          {panel_tabs.map((tab) => (
            <button key={tab.name} type="button" className="fk-tab" onClick={() => set_sheet(tab.name)}>
              {tab.icon}
              {tab.label}
            </button>
          ))}
          <button type="button" className="fk-tab" onClick={() => set_sheet('properties')}>
            <IconAdjust size={20} stroke={1.5} />
            Edit
          </button>
        </nav>
      )}
      <Drawer opened={is_phone && sheet !== undefined} onClose={() => set_sheet(undefined)} position="bottom" size="56%" radius="12px 12px 0 0" title={sheet === 'properties' ? 'Edit' : panel_tabs.find((tab) => tab.name === sheet)?.label}>
        {sheet === 'properties' ? <InspectorContent /> : sheet !== undefined && <PanelContent name={sheet} done={() => set_sheet(undefined)} />}
      </Drawer>
      <Drawer opened={is_phone && in_history && chosen === undefined} onClose={() => editor.history.close()} position="bottom" size="56%" radius="12px 12px 0 0" title="Version history">
        {history !== undefined && <history.Content history={history.history} />}
      </Drawer>
      <ShortcutSheet opened={keys_shown} on_close={() => set_keys_shown(false)} />
      <Palette more={palette_actions(editor, skin, services.mac)} />
      {dragging && <div className="fk-drop">Drop pictures on the page, or Polotno files to open them</div>}
    </div>
  );
}
