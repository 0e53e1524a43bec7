// Search over designs and actions, one key away everywhere.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import IconHome from 'icons/Home';
import IconImport from 'icons/FileImport';
import IconSearch from 'icons/Search';
import IconTrash from 'icons/Trash';
import type { KeyboardEvent } from 'react';
import { useLayoutEffect, useState } from 'react';
import { format_when } from '../../ui/format.ts';
import { import_file, open_design, pick_file, start_design } from '../actions.tsx';
import { presets } from '../data/presets.ts';
import { to_hex } from '../model/ids.ts';
import { designs, show_list } from '../model/library_model.ts';
import { useLibrary, useServices } from '../services.tsx';
import { PresetShape } from './preset_shape.tsx';

const [store, palette] = createSpotlight();

export function open_palette(): void {
  palette.open();
}

const row = '.mantine-Spotlight-action';

// The library marks the chosen row on its element, and does so before a search is drawn: the mark stays behind on a row that is
// no longer the first, or goes with it. So the first row is chosen again when the search is on the screen.
function choose_first(): void {
  document.querySelector(`${row}[data-selected]`)?.removeAttribute('data-selected');
  document.querySelector(row)?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}

// Before a search, no row is chosen; Enter takes the first all the same.
function take_first(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || document.querySelector(`${row}[data-selected]`) !== null) return;
  document.querySelector<HTMLElement>(row)?.click();
}

/** `more` are the actions of the screen that shows it. */
export function Palette({ more = [] }: { more?: SpotlightActionData[] }) {
  const services = useServices();
  const rows = useLibrary((model) => model.rows);
  const [now] = useState(() => Date.now());
  const [query, set_query] = useState('');
  useLayoutEffect(() => {
    if (query !== '') choose_first();
  }, [query]);
  // The editor itself shows no list.
  const show_while_open = (shown: boolean) => {
    if (services.router.get().at === 'design') show_list(services.replica, shown);
  };
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Designs',
      actions: designs(rows ?? [], false).slice(0, 50).map((row) => ({
        id: to_hex(row.document),
        label: row.name === '' ? 'Untitled' : row.name,
        description: format_when(Number(row.changedMs), now),
        onClick: () => open_design(services, row),
      })),
    },
    { group: 'Here', actions: more },
    {
      group: 'New design',
      actions: presets.map((preset) => ({
        id: preset.id,
        label: `${preset.platform} ${preset.name.toLowerCase()}`,
        description: `${preset.width} × ${preset.height}`,
        leftSection: <span className="fk-preset-mini"><PresetShape preset={preset} box={22} /></span>,
        onClick: () => start_design(services, { source: { case: 'fresh', value: preset }, name: `${preset.platform} ${preset.name.toLowerCase()}` }),
      })),
    },
    {
      group: 'Go to',
      actions: [
        { id: 'home', label: 'Home', leftSection: <IconHome size={18} stroke={1.6} />, onClick: () => services.router.go({ at: 'home' }) },
        { id: 'trash', label: 'Trash', leftSection: <IconTrash size={18} stroke={1.6} />, onClick: () => services.router.go({ at: 'trash' }) },
        { id: 'open-file', label: 'Open a file', leftSection: <IconImport size={18} stroke={1.6} />, onClick: () => pick_file('.json,application/json', (file) => void import_file(services, file)) },
      ],
    },
  ];
  return (
    <Spotlight
      store={store}
      query={query}
      onQueryChange={set_query}
      onSpotlightOpen={() => show_while_open(true)}
      onSpotlightClose={() => show_while_open(false)}
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut={['mod + K']}
      nothingFound="Nothing by that name"
      highlightQuery
      scrollable
      maxHeight={440}
      limit={24}
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      transitionProps={{ duration: 0 }}
      searchProps={{ autoFocus: true, placeholder: 'Search designs and actions', leftSection: <IconSearch size={18} stroke={1.6} />, 'aria-label': 'Search designs and actions', onKeyDown: take_first }}
    />
  );
}
