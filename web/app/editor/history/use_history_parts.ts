// The parts of the history, fetched when it is opened first: most visits need none of them.
import { useEffect, useState } from 'react';
import { tell } from '../../actions.tsx';
import { useEditor, useHistory } from '../context.ts';

const load = async () => {
  const [{ HistoryContent, HistoryPanel }, { VersionBar }] = await Promise.all([import('./history_panel.tsx'), import('./version_bar.tsx')]);
  return { HistoryContent, HistoryPanel, VersionBar };
};

type Parts = Awaited<ReturnType<typeof load>>;

/** Undefined: they are on their way. Where they can not be had the history closes again and says why. */
export function useHistoryParts(): Parts | undefined {
  const { history } = useEditor();
  const opened = useHistory((state) => state.opened);
  const [parts, set_parts] = useState<Parts>();
  useEffect(() => {
    if (!opened || parts !== undefined) return;
    load().then(set_parts, () => {
      history.close();
      tell('The history could not be opened, because there is no connection. Your design is unchanged.', 'error');
    });
  }, [history, opened, parts]);
  return parts;
}
