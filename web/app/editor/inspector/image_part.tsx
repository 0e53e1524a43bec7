import { Button } from '@mantine/core';
import IconFlipVertical from 'icons/FlipHorizontal';
import IconFlipHorizontal from 'icons/FlipVertical';
import { IconButton } from '../../../ui/icon_button.tsx';
import { Section } from '../../../ui/section.tsx';
import { common_flag, common_number } from '../../model/properties.ts';
import type { PartProps } from './use_selected.ts';
import { useSelected } from './use_selected.ts';

/** Mirroring, and the way back from a crop. */
export function ImagePart({ nodes }: PartProps) {
  const { set, set_many } = useSelected();
  const flip_x = common_flag(nodes, 'flipX');
  const flip_y = common_flag(nodes, 'flipY');
  const whole = { cropX: 0, cropY: 0, cropWidth: 1, cropHeight: 1 };
  const is_cropped = Object.entries(whole).some(([key, value]) => common_number(nodes, key) !== value);
  return (
    <Section title="Picture">
      <div className="fk-pair">
        <div className="fk-segments" role="group" aria-label="Mirror">
          <IconButton label="Mirror left to right" pressed={flip_x} onClick={() => set('flipX', !flip_x)}><IconFlipHorizontal size={16} stroke={1.6} /></IconButton>
          <IconButton label="Mirror top to bottom" pressed={flip_y} onClick={() => set('flipY', !flip_y)}><IconFlipVertical size={16} stroke={1.6} /></IconButton>
        </div>
        {is_cropped && <Button variant="default" onClick={() => set_many(whole)}>Reset crop</Button>}
      </div>
    </Section>
  );
}
