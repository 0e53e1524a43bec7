import { ColorPicker } from '@mantine/core';
import { to_hex } from './colour.ts';
import { swatch_image } from './swatch_image.ts';

interface ColourPanelProps {
  value: string;
  known: readonly string[];
  on_change: (value: string, live: boolean) => void;
}

/** A field of shades, hue, alpha, and the colours that are already used. */
export function ColourPanel({ value, known, on_change }: ColourPanelProps) {
  const tidy = (colour: string) => {
    const hex = to_hex(colour);
    return /^#[0-9A-F]{6}FF$/.test(hex) ? hex.slice(0, 7) : hex;
  };
  return (
    <>
      <ColorPicker
        fullWidth
        size="sm"
        format="hexa"
        value={to_hex(value)}
        onChange={(colour) => on_change(tidy(colour), true)}
        onChangeEnd={(colour) => on_change(tidy(colour), false)}
        saturationLabel="Shade"
        hueLabel="Hue"
        alphaLabel="Opacity"
      />
      {known.length > 0 && (
        <div className="fk-swatches" role="group" aria-label="Colours of this design" style={{ marginTop: 12, gap: 6 }}>
          {known.slice(0, 12).map((colour) => (
            <button key={colour} type="button" className="fk-swatch" aria-label={to_hex(colour)} title={to_hex(colour)} style={{ '--fk-fill': swatch_image(colour) }} onClick={() => on_change(to_hex(colour), false)} />
          ))}
        </div>
      )}
    </>
  );
}
