// Everything about how a text is set.
import { Select } from '@mantine/core';
import IconAlignCenter from 'icons/AlignCenter';
import IconJustify from 'icons/AlignJustified';
import IconAlignLeft from 'icons/AlignLeft';
import IconAlignRight from 'icons/AlignRight';
import IconBold from 'icons/Bold';
import IconItalic from 'icons/Italic';
import IconCapitalize from 'icons/LetterCase';
import IconLower from 'icons/LetterCaseLower';
import IconUpper from 'icons/LetterCaseUpper';
import IconSpacing from 'icons/LetterSpacing';
import IconLineHeight from 'icons/LineHeight';
import IconStrike from 'icons/Strikethrough';
import IconSize from 'icons/TextSize';
import IconUnderline from 'icons/Underline';
import { useEffect, useState } from 'react';
import { IconButton } from '../../../ui/icon_button.tsx';
import { NumberField } from '../../../ui/number_field.tsx';
import { Section } from '../../../ui/section.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { common_number, common_text } from '../../model/properties.ts';
import { decorations, weight_name } from '../../model/text_style.ts';
import { useServices } from '../../services.tsx';
import type { PartProps } from './use_selected.ts';
import { useSelected } from './use_selected.ts';

const alignments = [
  { value: 'left', label: 'Left', icon: <IconAlignLeft size={16} stroke={1.6} /> },
  { value: 'center', label: 'Centre', icon: <IconAlignCenter size={16} stroke={1.6} /> },
  { value: 'right', label: 'Right', icon: <IconAlignRight size={16} stroke={1.6} /> },
  { value: 'justify', label: 'Justify', icon: <IconJustify size={16} stroke={1.6} /> },
] as const;

const transforms = [
  { value: 'uppercase', label: 'Capitals', icon: <IconUpper size={16} stroke={1.6} /> },
  { value: 'lowercase', label: 'Small letters', icon: <IconLower size={16} stroke={1.6} /> },
  { value: 'capitalize', label: 'Capitalised words', icon: <IconCapitalize size={16} stroke={1.6} /> },
] as const;

const weights = [
  { value: '300', label: 'Light' },
  { value: 'normal', label: 'Regular' },
  { value: '500', label: 'Medium' },
  { value: '600', label: 'Semibold' },
  { value: 'bold', label: 'Bold' },
  { value: '900', label: 'Black' },
];

function useFamilies(current: string | undefined): string[] {
  const { families, keep_family } = useServices();
  const [known, set_known] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    void families().then((names) => {
      if (!gone) set_known(names);
    });
    return () => {
      gone = true;
    };
  }, [families]);
  useEffect(() => {
    if (current !== undefined) void keep_family(current);
  }, [current, keep_family]);
  return current === undefined || known.includes(current) ? [...known] : [current, ...known];
}

export function TextPart({ nodes }: PartProps) {
  const { set } = useSelected();
  const family = common_text(nodes, 'fontFamily');
  const families = useFamilies(family);
  const weight = common_text(nodes, 'fontWeight');
  const bold = weight !== undefined && weight_name(weight) === 'bold';
  const italic = common_text(nodes, 'fontStyle') === 'italic';
  const lines = decorations(common_text(nodes, 'textDecoration'));
  const transform = common_text(nodes, 'textTransform');
  const letter_spacing = common_number(nodes, 'letterSpacing');
  const flip = (line: string) => set('textDecoration', (lines.includes(line) ? lines.filter((each) => each !== line) : [...lines, line]).join(' '));
  const known_weights = weight === undefined || weights.some((each) => each.value === weight_name(weight)) ? weights : [{ value: weight, label: weight }, ...weights];
  return (
    <Section title="Text">
      <Select aria-label="Font" searchable allowDeselect={false} nothingFoundMessage="No such font" data={families} value={family ?? null} placeholder="Mixed" onChange={(next) => next !== null && set('fontFamily', next)} onKeyDown={(event) => event.stopPropagation()} />
      <div className="fk-pair">
        <Select aria-label="Weight" allowDeselect={false} data={known_weights} value={weight === undefined ? null : weight_name(weight)} placeholder="Mixed" onChange={(next) => next !== null && set('fontWeight', next)} />
        <NumberField label="Font size" mark={<IconSize size={14} stroke={1.6} />} unit="px" least={1} most={2000} value={common_number(nodes, 'fontSize')} on_change={(size, live) => set('fontSize', size, live)} />
        <NumberField label="Line height" mark={<IconLineHeight size={14} stroke={1.6} />} least={0.1} most={10} step={0.1} value={common_number(nodes, 'lineHeight')} on_change={(height, live) => set('lineHeight', Math.round(height * 100) / 100, live)} />
        <NumberField
          label="Letter spacing"
          mark={<IconSpacing size={14} stroke={1.6} />}
          unit="%"
          least={-100}
          most={500}
          value={letter_spacing === undefined ? undefined : letter_spacing * 100}
          on_change={(percent, live) => set('letterSpacing', Math.round(percent * 100) / 10000, live)}
        />
      </div>
      <Segments label="Alignment" choices={alignments} chosen={[common_text(nodes, 'align') ?? '']} on_choose={(align) => set('align', align)} />
      <div className="fk-pair">
        <div className="fk-segments" role="group" aria-label="Style">
          <IconButton label="Bold" pressed={bold} onClick={() => set('fontWeight', bold ? 'normal' : 'bold')}><IconBold size={16} stroke={1.6} /></IconButton>
          <IconButton label="Italic" pressed={italic} onClick={() => set('fontStyle', italic ? 'normal' : 'italic')}><IconItalic size={16} stroke={1.6} /></IconButton>
          <IconButton label="Underline" pressed={lines.includes('underline')} onClick={() => flip('underline')}><IconUnderline size={16} stroke={1.6} /></IconButton>
          <IconButton label="Strike through" pressed={lines.includes('line-through')} onClick={() => flip('line-through')}><IconStrike size={16} stroke={1.6} /></IconButton>
        </div>
        <Segments label="Letters" choices={transforms} chosen={[transform ?? '']} on_choose={(next) => set('textTransform', next === transform ? 'none' : next)} />
      </div>
    </Section>
  );
}
