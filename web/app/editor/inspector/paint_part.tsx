// Fill and stroke of figures and texts; colour, ends and dashes of lines.
import { Select } from '@mantine/core';
import { ColourField } from '../../../ui/colour_field.tsx';
import { NumberField } from '../../../ui/number_field.tsx';
import { Section } from '../../../ui/section.tsx';
import type { Dash } from '../../model/properties.ts';
import { common_dash, common_measure, common_number, common_text, dashes } from '../../model/properties.ts';
import type { PartProps } from './use_selected.ts';
import { useSelected } from './use_selected.ts';

export function FillPart({ nodes, colours }: PartProps) {
  const { set } = useSelected();
  return (
    <Section title="Fill">
      <ColourField label="Fill" gradients known={colours} value={common_text(nodes, 'fill')} on_change={(fill, live) => set('fill', fill, live)} />
    </Section>
  );
}

export function StrokePart({ nodes, colours }: PartProps) {
  const { set } = useSelected();
  const width = common_number(nodes, 'strokeWidth');
  return (
    <Section title="Stroke">
      <div className="fk-pair">
        <NumberField label="Stroke width" mark="≡" unit="px" least={0} value={width} on_change={(next, live) => set('strokeWidth', next, live)} />
      </div>
      {width !== 0 && <ColourField label="Stroke colour" gradients known={colours} value={common_text(nodes, 'stroke')} on_change={(stroke, live) => set('stroke', stroke, live)} />}
    </Section>
  );
}

const heads = [
  { value: '', label: 'Nothing' },
  { value: 'arrow', label: 'Arrow' },
  { value: 'triangle', label: 'Triangle' },
  { value: 'circle', label: 'Circle' },
  { value: 'square', label: 'Square' },
  { value: 'bar', label: 'Bar' },
];

const dash_choices: { value: Dash; label: string }[] = [
  { value: 'solid', label: 'Solid' },
  { value: 'dashed', label: 'Dashed' },
  { value: 'dotted', label: 'Dotted' },
];

export function LinePart({ nodes, colours }: PartProps) {
  const { set, place } = useSelected();
  const head = (label: string, key: string) => (
    <Select label={label} data={heads} allowDeselect={false} value={common_text(nodes, key) ?? null} onChange={(value) => value !== null && set(key, value)} />
  );
  return (
    <Section title="Line">
      <ColourField label="Colour" gradients known={colours} value={common_text(nodes, 'color')} on_change={(colour, live) => set('color', colour, live)} />
      <div className="fk-pair">
        <NumberField label="Thickness" mark="≡" unit="px" least={1} value={common_measure(nodes, 'height')} on_change={(height, live) => place('height', height, live)} />
      </div>
      <Select
        label="Kind"
        allowDeselect={false}
        data={dash_choices}
        value={common_dash(nodes) ?? null}
        onChange={(kind) => kind !== null && set('dash', dashes[kind])}
      />
      <div className="fk-pair">
        {head('Start', 'startHead')}
        {head('End', 'endHead')}
      </div>
    </Section>
  );
}
