// All of the history, in one piece that is fetched when it is opened first.
import { versions_api } from '../../../net/versions_api.ts';
import type { HistoryWorld } from '../../model/history.ts';
import { History } from '../../model/history.ts';
import type { HistoryParts } from './door.ts';
import { HistoryContent, HistoryPanel } from './history_panel.tsx';
import { VersionBar } from './version_bar.tsx';

export interface HistoryOf extends Omit<HistoryWorld, 'api'> {
  document: string;
  capability: string;
}

export function history_parts({ document, capability, ...world }: HistoryOf): HistoryParts {
  const history = new History({ ...world, api: versions_api(document, capability) });
  return { history, Panel: HistoryPanel, Content: HistoryContent, Bar: VersionBar };
}
