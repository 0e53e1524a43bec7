// The frame around Home and the trash: rail, search, saving chip, New design, and dropping a file anywhere.
import { Button } from '@mantine/core';
import IconHome from 'icons/Home';
import IconCollapse from 'icons/LayoutSidebarLeftCollapse';
import IconExpand from 'icons/LayoutSidebarLeftExpand';
import IconPlus from 'icons/Plus';
import IconSearch from 'icons/Search';
import IconTrash from 'icons/Trash';
import type { MouseEvent, ReactNode } from 'react';
import { useState } from 'react';
import { import_files, open_design } from '../actions.tsx';
import { to_hex } from '../model/ids.ts';
import { needing_you } from '../model/library_model.ts';
import type { Route } from '../model/route.ts';
import { write_route } from '../model/route.ts';
import { saving_of_library, saving_words, would_lose_changes } from '../model/saving.ts';
import { useStore } from '../model/store.ts';
import { words_with_uploads } from '../model/uploads.ts';
import { useLibrary, useServices } from '../services.tsx';
import { NewDesign } from './new_design.tsx';
import { open_palette } from './palette.tsx';
import { OwnFace, PersonPopover } from './person_button.tsx';
import { SavingChip } from './saving_chip.tsx';
import { UploadList, useUploads } from './upload_list.tsx';
import { useDroppedFiles } from './use_dropped_files.ts';
import { useLeaveQuestion } from './use_leave_question.ts';

function RailItem({ to, icon, children }: { to: Route; icon: ReactNode; children: string }) {
  const { router } = useServices();
  const here = useStore(router, (route) => route.at) === to.at;
  const go = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    router.go(to);
  };
  return (
    <a className="fk-rail-item" href={write_route(to)} onClick={go} title={children} {...(here ? { 'aria-current': 'page' } : {})}>
      {icon}
      <span>{children}</span>
    </a>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const services = useServices();
  const [narrow, set_narrow] = useState(false);
  const status = useLibrary((model) => model.status);
  const rows = useLibrary((model) => model.rows);
  const designs = rows?.length ?? 0;
  const refused = useStore(services.device, (state) => state.refused);
  const saving = saving_of_library(status, designs);
  const uploads = useUploads();
  const words = words_with_uploads(saving_words(saving, refused), saving.state, uploads);
  const person = useStore(services.person, (state) => state);
  useLeaveQuestion(() => would_lose_changes(services.library.get().status));
  const dragging = useDroppedFiles((files) => void import_files(services, files));
  return (
    <div className="fk-shell">
      <nav className="fk-rail" data-narrow={narrow} aria-label="Flashkit">
        <div className="fk-brand">
          <img src="/icon.svg" alt="" />
          <span>Flashkit</span>
        </div>
        <RailItem to={{ at: 'home' }} icon={<IconHome size={18} stroke={1.6} />}>Home</RailItem>
        <RailItem to={{ at: 'trash' }} icon={<IconTrash size={18} stroke={1.6} />}>Trash</RailItem>
        <div className="fk-rail-foot">
          <button type="button" className="fk-rail-item" aria-label={narrow ? 'Widen the rail' : 'Narrow the rail'} onClick={() => set_narrow(!narrow)}>
            {narrow ? <IconExpand size={18} stroke={1.6} /> : <IconCollapse size={18} stroke={1.6} />}
            <span>Collapse</span>
          </button>
          <PersonPopover position="top-start">
            <button type="button" className="fk-person" title={person.name}>
              <OwnFace />
              <span>
                {person.name}
                <small>{person.from === 'account' ? 'Signed in' : 'Guest'}</small>
              </span>
            </button>
          </PersonPopover>
        </div>
      </nav>
      <header className="fk-top">
        <button type="button" className="fk-search" aria-label="Search designs and actions" onClick={open_palette}>
          <IconSearch size={16} stroke={1.6} />
          <span>Search designs and actions</span>
          <kbd>{services.mac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <div className="fk-top-end">
          <SavingChip words={words} trouble={status?.trouble ?? ''}>
            {needing_you(rows ?? []).map((row) => (
              <div key={to_hex(row.document)} className="fk-needs-you">
                <p className="fk-flat">{row.name === '' ? 'Untitled' : row.name}: {row.rejected === 1 ? '1 change' : `${row.rejected} changes`}</p>
                <Button size="compact-sm" variant="light" onClick={() => open_design(services, row)}>Open it to decide</Button>
              </div>
            ))}
            <UploadList />
          </SavingChip>
          <NewDesign>
            <Button leftSection={<IconPlus size={16} />}>New design</Button>
          </NewDesign>
        </div>
      </header>
      <main className="fk-main">{children}</main>
      {dragging && <div className="fk-drop">Drop Polotno files to open them as new designs</div>}
    </div>
  );
}
