// Which lies above which; alignment on the page or among each other.
import IconBottom from 'icons/LayoutAlignBottom';
import IconCenter from 'icons/LayoutAlignCenter';
import IconLeft from 'icons/LayoutAlignLeft';
import IconMiddle from 'icons/LayoutAlignMiddle';
import IconRight from 'icons/LayoutAlignRight';
import IconGapsDown from 'icons/LayoutDistributeHorizontal';
import IconGapsAcross from 'icons/LayoutDistributeVertical';
import IconTop from 'icons/LayoutAlignTop';
import IconForward from 'icons/ChevronUp';
import IconFront from 'icons/ChevronsUp';
import IconBackward from 'icons/ChevronDown';
import IconBack from 'icons/ChevronsDown';
import type { ReactNode } from 'react';
import { ActionKind } from '../../../engine/generated/local_pb.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { Section } from '../../../ui/section.tsx';
import { write_keys } from '../../model/keyboard.ts';
import { useServices } from '../../services.tsx';
import { useEditor } from '../context.ts';

type Item = readonly [label: string, kind: ActionKind, icon: ReactNode, keys?: string];

const order: readonly Item[] = [
  ['Bring to front', ActionKind.ACTION_BRING_TO_FRONT, <IconFront key="i" size={16} stroke={1.6} />, 'mod+shift+]'],
  ['Bring forward', ActionKind.ACTION_BRING_FORWARD, <IconForward key="i" size={16} stroke={1.6} />, 'mod+]'],
  ['Send backward', ActionKind.ACTION_SEND_BACKWARD, <IconBackward key="i" size={16} stroke={1.6} />, 'mod+['],
  ['Send to back', ActionKind.ACTION_SEND_TO_BACK, <IconBack key="i" size={16} stroke={1.6} />, 'mod+shift+['],
];

const alignment: readonly Item[] = [
  ['Align left', ActionKind.ACTION_ALIGN_LEFT, <IconLeft key="i" size={16} stroke={1.6} />],
  ['Align centre', ActionKind.ACTION_ALIGN_CENTER, <IconCenter key="i" size={16} stroke={1.6} />],
  ['Align right', ActionKind.ACTION_ALIGN_RIGHT, <IconRight key="i" size={16} stroke={1.6} />],
  ['Align top', ActionKind.ACTION_ALIGN_TOP, <IconTop key="i" size={16} stroke={1.6} />],
  ['Align middle', ActionKind.ACTION_ALIGN_MIDDLE, <IconMiddle key="i" size={16} stroke={1.6} />],
  ['Align bottom', ActionKind.ACTION_ALIGN_BOTTOM, <IconBottom key="i" size={16} stroke={1.6} />],
];

const spacing: readonly Item[] = [
  ['Equal gaps side by side', ActionKind.ACTION_DISTRIBUTE_HORIZONTALLY, <IconGapsAcross key="i" size={16} stroke={1.6} />],
  ['Equal gaps one below the other', ActionKind.ACTION_DISTRIBUTE_VERTICALLY, <IconGapsDown key="i" size={16} stroke={1.6} />],
];

/** `count` of selected elements: gaps take three. */
export function ArrangePart({ count }: { count: number }) {
  const { act } = useEditor();
  const { mac } = useServices();
  const row = (label: string, items: readonly Item[]) => (
    <div className="fk-segments" role="group" aria-label={label}>
      {items.map(([name, kind, icon, keys]) => (
        <IconButton key={name} label={name} keys={keys === undefined ? undefined : write_keys(keys, mac)} onClick={() => act(kind)}>{icon}</IconButton>
      ))}
    </div>
  );
  return (
    <Section title="Arrange">
      {row('Align', alignment)}
      {count > 2 && row('Gaps', spacing)}
      {row('Order', order)}
    </Section>
  );
}
