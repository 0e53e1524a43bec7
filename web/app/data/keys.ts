// Every keyboard shortcut, as data: the editor listens to this table and the shortcut sheet shows it.
// "mod" is Command on a Mac and Control elsewhere. What is not here goes to the engine as a plain key.
import type { CommandKind } from '../../engine/port.ts';
import { ActionKind, Tool } from '../../engine/generated/local_pb.ts';

/** What only the skin can do. */
export type SkinAction = 'palette' | 'shortcuts' | 'image' | 'where_saved' | 'rename' | 'panel' | 'history';

export interface Shortcut {
  keys: readonly string[];
  label: string;
  group: 'Tools' | 'Edit' | 'Arrange' | 'View' | 'Text' | 'Flashkit';
  command?: CommandKind;
  skin?: SkinAction;
  /** Also while letters go into a text. */
  while_typing?: boolean;
}

const action = (kind: ActionKind): CommandKind => ({ case: 'action', value: { kind } });
const tool = (chosen: Tool): CommandKind => ({ case: 'tool', value: { tool: chosen } });

export const shortcuts: readonly Shortcut[] = [
  { keys: ['v'], label: 'Select', group: 'Tools', command: tool(Tool.SELECT) },
  { keys: ['t'], label: 'Text', group: 'Tools', command: tool(Tool.TEXT) },
  { keys: ['r'], label: 'Rectangle', group: 'Tools', command: tool(Tool.RECTANGLE) },
  { keys: ['o'], label: 'Ellipse', group: 'Tools', command: tool(Tool.ELLIPSE) },
  { keys: ['l'], label: 'Line', group: 'Tools', command: tool(Tool.LINE) },
  { keys: ['i'], label: 'Image', group: 'Tools', skin: 'image' },
  { keys: ['h'], label: 'Move the board', group: 'Tools', command: tool(Tool.PAN) },

  { keys: ['mod+z'], label: 'Undo', group: 'Edit', command: action(ActionKind.ACTION_UNDO), while_typing: true },
  { keys: ['mod+shift+z', 'mod+y'], label: 'Redo', group: 'Edit', command: action(ActionKind.ACTION_REDO), while_typing: true },
  { keys: ['mod+d'], label: 'Duplicate', group: 'Edit', command: action(ActionKind.ACTION_DUPLICATE) },
  { keys: ['delete', 'backspace'], label: 'Delete', group: 'Edit', command: action(ActionKind.ACTION_DELETE) },
  { keys: ['mod+a'], label: 'Select all', group: 'Edit', command: action(ActionKind.ACTION_SELECT_ALL) },

  { keys: ['mod+g'], label: 'Group', group: 'Arrange', command: action(ActionKind.ACTION_GROUP) },
  { keys: ['mod+shift+g'], label: 'Ungroup', group: 'Arrange', command: action(ActionKind.ACTION_UNGROUP) },
  { keys: ['mod+]'], label: 'Bring forward', group: 'Arrange', command: action(ActionKind.ACTION_BRING_FORWARD) },
  { keys: ['mod+['], label: 'Send backward', group: 'Arrange', command: action(ActionKind.ACTION_SEND_BACKWARD) },
  { keys: ['mod+shift+]'], label: 'Bring to front', group: 'Arrange', command: action(ActionKind.ACTION_BRING_TO_FRONT) },
  { keys: ['mod+shift+['], label: 'Send to back', group: 'Arrange', command: action(ActionKind.ACTION_SEND_TO_BACK) },
  { keys: ['mod+shift+l'], label: 'Lock or unlock', group: 'Arrange', command: action(ActionKind.ACTION_LOCK_TOGGLE) },

  { keys: ['mod+b'], label: 'Bold', group: 'Text', command: action(ActionKind.ACTION_BOLD), while_typing: true },
  { keys: ['mod+i'], label: 'Italic', group: 'Text', command: action(ActionKind.ACTION_ITALIC), while_typing: true },
  { keys: ['mod+u'], label: 'Underline', group: 'Text', command: action(ActionKind.ACTION_UNDERLINE), while_typing: true },

  { keys: ['mod+0'], label: 'Fit the page', group: 'View', command: action(ActionKind.ACTION_ZOOM_FIT), while_typing: true },
  { keys: ['mod+1'], label: 'Zoom to 100 %', group: 'View', command: action(ActionKind.ACTION_ZOOM_ACTUAL), while_typing: true },
  { keys: ['mod+2'], label: 'Zoom to the selection', group: 'View', command: action(ActionKind.ACTION_ZOOM_SELECTION) },
  { keys: ['mod+=', 'mod++'], label: 'Zoom in', group: 'View', command: action(ActionKind.ACTION_ZOOM_IN), while_typing: true },
  { keys: ['z'], label: 'Zoom in by a step', group: 'View', command: action(ActionKind.ACTION_ZOOM_IN) },
  { keys: ['shift+z'], label: 'Zoom out by a step', group: 'View', command: action(ActionKind.ACTION_ZOOM_OUT) },
  { keys: ['mod+-'], label: 'Zoom out', group: 'View', command: action(ActionKind.ACTION_ZOOM_OUT), while_typing: true },
  { keys: ['mod+\\'], label: 'Show or hide the panels', group: 'View', skin: 'panel', while_typing: true },

  { keys: ['mod+k'], label: 'Search and actions', group: 'Flashkit', skin: 'palette', while_typing: true },
  { keys: ['mod+s'], label: 'See where it is saved', group: 'Flashkit', skin: 'where_saved', while_typing: true },
  { keys: ['mod+shift+h'], label: 'Version history', group: 'Flashkit', skin: 'history' },
  { keys: ['f2'], label: 'Rename the design', group: 'Flashkit', skin: 'rename' },
  { keys: ['/', '?'], label: 'This list', group: 'Flashkit', skin: 'shortcuts' },
];

/** What the engine does with keys and the pointer by itself; for the sheet only. */
export const engine_keys: readonly { keys: string; label: string; group: Shortcut['group'] }[] = [
  { keys: 'mod+C X V', label: 'Copy, cut, paste', group: 'Edit' },
  { keys: 'Arrows', label: 'Move by 1, with Shift by 10', group: 'Arrange' },
  { keys: 'Shift', label: 'Keep proportion or axis while dragging', group: 'Arrange' },
  { keys: 'Alt', label: 'From the centre, or a copy while dragging', group: 'Arrange' },
  { keys: 'mod', label: 'No snapping while dragging', group: 'Arrange' },
  { keys: 'Space + drag', label: 'Move the board', group: 'View' },
  { keys: 'mod + wheel', label: 'Zoom to the pointer', group: 'View' },
  { keys: 'Tab', label: 'Next element', group: 'Edit' },
  { keys: 'Enter', label: 'Edit the selected text', group: 'Text' },
  { keys: 'Esc', label: 'Back to the box, then to nothing', group: 'Text' },
];
