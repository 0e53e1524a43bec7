// The open design's history, for everything in its panel and its bar.
import { createContext, useContext } from 'react';
import { SavingState } from '../../../engine/generated/local_pb.ts';
import type { History, HistoryState } from '../../model/history.ts';
import { useStore } from '../../model/store.ts';
import { useEditorModel } from '../context.ts';

const HistoryContext = createContext<History | undefined>(undefined);
export const HistoryProvider = HistoryContext.Provider;

export function useHistory(): History {
  const history = useContext(HistoryContext);
  if (history === undefined) throw new Error('No history above this component.');
  return history;
}

export function useHistoryState<Part>(select: (state: HistoryState) => Part): Part {
  return useStore(useHistory(), select);
}

/** The device knows that there is no connection, or the last question found none. */
export function useOffline(): boolean {
  const known = useEditorModel((model) => model.saving?.state === SavingState.SAVING_OFFLINE);
  const noticed = useHistoryState((state) => state.trouble === 'offline');
  return known || noticed;
}
