// A colour with its swatch: the swatch opens a picker, the text can be typed. With `gradients` it may be a linear gradient.
import { Popover, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { parse_gradient, parse_typed_colour, to_hex, write_gradient } from './colour.ts';
import { ColourPanel } from './colour_panel.tsx';
import { GradientPanel } from './gradient_panel.tsx';
import { swatch_image } from './swatch_image.ts';

interface ColourFieldProps {
  label: string;
  /** Undefined: the selected things differ. */
  value: string | undefined;
  gradients?: boolean;
  /** Colours to choose from again. */
  known: readonly string[];
  on_change: (value: string, live: boolean) => void;
}

export function ColourField({ label, value, gradients = false, known, on_change }: ColourFieldProps) {
  const [typed, set_typed] = useState<string>();
  const gradient = value === undefined ? undefined : parse_gradient(value);
  const shown = value === undefined ? '' : gradient ? 'Linear gradient' : to_hex(value);

  const take = () => {
    const colour = typed === undefined ? undefined : parse_typed_colour(typed);
    set_typed(undefined);
    if (colour !== undefined && colour !== shown) on_change(colour, false);
  };

  const choose_kind = (kind: string) => {
    if (kind === 'gradient' && !gradient) {
      const from = value === undefined ? '#5B5BD6' : to_hex(value);
      on_change(write_gradient({ angle: 90, stops: [{ colour: from, at: 0 }, { colour: '#FFFFFF', at: 100 }] }), false);
    } else if (kind === 'colour' && gradient) {
      on_change(to_hex(gradient.stops[0]?.colour ?? '#000000'), false);
    }
  };

  return (
    <Popover position="left-start" width={248} offset={20} trapFocus returnFocus>
      <div className="fk-field" role="group" aria-label={label}>
        <Popover.Target>
          <button type="button" className="fk-swatch" aria-label={`${label}: choose`} style={{ '--fk-fill': swatch_image(value) }} />
        </Popover.Target>
        <input
          data-align="left"
          aria-label={label}
          spellCheck={false}
          autoComplete="off"
          value={typed ?? shown}
          readOnly={gradient !== undefined}
          placeholder={value === undefined ? 'Mixed' : ''}
          onChange={(event) => set_typed(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={take}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Enter') take();
            if (event.key === 'Escape') set_typed(undefined);
          }}
        />
      </div>
      <Popover.Dropdown p={12} onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}>
        {gradients && (
          <SegmentedControl
            fullWidth
            size="xs"
            mb={12}
            value={gradient ? 'gradient' : 'colour'}
            onChange={choose_kind}
            data={[{ value: 'colour', label: 'Colour' }, { value: 'gradient', label: 'Gradient' }]}
          />
        )}
        {gradient ? (
          <GradientPanel gradient={gradient} known={known} on_change={(next, live) => on_change(write_gradient(next), live)} />
        ) : (
          <ColourPanel value={value ?? '#000000'} known={known} on_change={on_change} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
