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
import { import_file } from '../actions.tsx';
import type { Route } from '../model/route.ts';
import { write_route } from '../model/route.ts';
import { saving_of_library, saving_words } from '../model/saving.ts';
import { useStore } from '../model/store.ts';
import { useLibrary, useServices } from '../services.tsx';
import { NewDesign } from './new_design.tsx';
import { open_palette } from './palette.tsx';
import { SavingChip } from './saving_chip.tsx';
import { useDroppedFile } from './use_dropped_file.ts';

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
  const designs = useLibrary((model) => model.rows?.length ?? 0);
  const dragging = useDroppedFile((file) => void import_file(services, file));
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
          <div className="fk-person">
            <span className="fk-face" aria-hidden>G</span>
            <div>
              Guest
              <small>No account needed</small>
            </div>
          </div>
        </div>
      </nav>
      <header className="fk-top">
        <button type="button" className="fk-search" aria-label="Search designs and actions" onClick={open_palette}>
          <IconSearch size={16} stroke={1.6} />
          <span>Search designs and actions</span>
          <kbd>{services.mac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <div className="fk-top-end">
          <SavingChip words={saving_words(saving_of_library(status, designs))} trouble={status?.trouble ?? ''} />
          <NewDesign>
            <Button leftSection={<IconPlus size={16} />}>New design</Button>
          </NewDesign>
        </div>
      </header>
      <main className="fk-main">{children}</main>
      {dragging && <div className="fk-drop">Drop a Polotno file to open it as a new design</div>}
    </div>
  );
}
