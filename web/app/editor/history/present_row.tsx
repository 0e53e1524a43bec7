// The first row of the list: the design as it is, with the picture it has while nothing else is looked at.
import IconNow from 'icons/PointFilled';
import { useState } from 'react';
import { fit_into } from '../../../ui/size.ts';
import { useEditorModel } from '../context.ts';
import { Thumbnail } from '../pages_strip.tsx';
import { useHistory, useHistoryState } from './context.ts';

const frame = { width: 48, height: 48 };

export function PresentRow() {
  const history = useHistory();
  const chosen = useHistoryState((state) => state.chosen === undefined);
  const is_shown = useEditorModel((model) => (model.design?.version ?? 0n) === 0n);
  const first = useEditorModel((model) => model.design?.pages[0]);
  const [page, set_page] = useState(first);
  if (is_shown && first !== page) set_page(first); // while a version is looked at the pages are that version's
  return (
    <ul className="fk-versions">
      <li className="fk-version" data-chosen={chosen}>
        <button type="button" className="fk-version-open" aria-pressed={chosen} onClick={() => history.show_present()}>
          <span className="fk-version-frame">
            {page === undefined ? <IconNow size={18} /> : <Thumbnail page={page.page} held={!chosen || !is_shown} {...fit_into(page.width, page.height, frame.width, frame.height)} />}
          </span>
          <span className="fk-version-words">
            <span className="fk-version-name" data-named>Now</span>
            <small className="fk-quiet">The design as it is</small>
          </span>
        </button>
      </li>
    </ul>
  );
}
