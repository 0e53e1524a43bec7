import IconRadius from 'icons/BorderRadius';
import IconOpacity from 'icons/CircleHalf2';
import { NumberField } from '../../../ui/number_field.tsx';
import { Section } from '../../../ui/section.tsx';
import { all_are, common_number, common_text } from '../../model/properties.ts';
import type { PartProps } from './use_selected.ts';
import { useSelected } from './use_selected.ts';

/** Opacity of anything; corners of what has them. */
export function AppearancePart({ nodes }: PartProps) {
  const { set } = useSelected();
  const opacity = common_number(nodes, 'opacity');
  const has_corners = all_are(nodes, 'image', 'svg', 'gif', 'video') || (all_are(nodes, 'figure') && common_text(nodes, 'subType') === 'rect');
  return (
    <Section title="Appearance">
      <div className="fk-pair">
        <NumberField
          label="Opacity"
          mark={<IconOpacity size={14} stroke={1.6} />}
          unit="%"
          least={0}
          most={100}
          decimals={0}
          value={opacity === undefined ? undefined : opacity * 100}
          on_change={(percent, live) => set('opacity', percent / 100, live)}
        />
        {has_corners && (
          <NumberField label="Corner radius" mark={<IconRadius size={14} stroke={1.6} />} least={0} value={common_number(nodes, 'cornerRadius')} on_change={(radius, live) => set('cornerRadius', radius, live)} />
        )}
      </div>
    </Section>
  );
}
