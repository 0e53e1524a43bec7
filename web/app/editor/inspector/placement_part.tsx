import IconRotate from 'icons/RotateClockwise';
import { NumberField } from '../../../ui/number_field.tsx';
import { Section } from '../../../ui/section.tsx';
import { all_are, common_measure } from '../../model/properties.ts';
import type { PartProps } from './use_selected.ts';
import { useSelected } from './use_selected.ts';

/** Where it is and how large, in pixels of the page; turned clockwise. */
export function PlacementPart({ nodes }: PartProps) {
  const { place } = useSelected();
  // The height of a text follows from its letters, that of a line is its thickness.
  const has_height = !all_are(nodes, 'text') && !all_are(nodes, 'line');
  return (
    <Section title="Position">
      <div className="fk-pair">
        <NumberField label="X" mark="X" value={common_measure(nodes, 'x')} on_change={(x, live) => place('x', x, live)} />
        <NumberField label="Y" mark="Y" value={common_measure(nodes, 'y')} on_change={(y, live) => place('y', y, live)} />
        <NumberField label={all_are(nodes, 'line') ? 'Length' : 'Width'} mark={all_are(nodes, 'line') ? 'L' : 'W'} least={1} value={common_measure(nodes, 'width')} on_change={(width, live) => place('width', width, live)} />
        {has_height && <NumberField label="Height" mark="H" least={1} value={common_measure(nodes, 'height')} on_change={(height, live) => place('height', height, live)} />}
        <NumberField label="Rotation" mark={<IconRotate size={14} stroke={1.6} />} unit="°" value={common_measure(nodes, 'rotation')} on_change={(rotation, live) => place('rotation', rotation, live)} />
      </div>
    </Section>
  );
}
