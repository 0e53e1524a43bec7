import { selection_words } from '../../model/element_words.ts';
import { useEditorModel } from '../context.ts';

/** Says what is selected to who does not see the canvas. While letters are typed it is still. */
export function SelectionStatus() {
  const words = useEditorModel((model) => (model.text?.active === true ? 'Editing the text' : selection_words(model.selection?.nodes ?? [])));
  return <span className="fk-hidden-label" role="status" data-selection>{words}</span>;
}
