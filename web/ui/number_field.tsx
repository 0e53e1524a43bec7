// A number with its unit. Typing is taken on Enter or when leaving; arrows step; dragging the label scrubs.
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { format_number, parse_number } from './format.ts';

interface NumberFieldProps {
  label: string;
  /** What is seen in front; the label itself is for screen readers. */
  mark: ReactNode;
  /** Undefined: the selected things differ. */
  value: number | undefined;
  unit?: string;
  least?: number;
  most?: number;
  step?: number;
  decimals?: number;
  /** `live` while the hand is still moving. */
  on_change: (value: number, live: boolean) => void;
}

export function NumberField({ label, mark, value, unit, least = -Infinity, most = Infinity, step = 1, decimals = 2, on_change }: NumberFieldProps) {
  const [typed, set_typed] = useState<string>();
  const scrub = useRef<{ from_x: number; from: number; last: number } | undefined>(undefined);
  const given_up = useRef(false);
  const within = (number: number) => Math.min(most, Math.max(least, number));

  const take = () => {
    const number = typed === undefined || given_up.current ? undefined : parse_number(typed);
    given_up.current = false;
    set_typed(undefined);
    if (number !== undefined && within(number) !== value) on_change(within(number), false);
  };

  const on_key = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      take();
      event.currentTarget.select();
    } else if (event.key === 'Escape') {
      // Leaving takes what was typed, and does so before React has forgotten it.
      given_up.current = true;
      event.currentTarget.blur();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const sign = event.key === 'ArrowUp' ? 1 : -1;
      const base = (typed === undefined ? value : parse_number(typed)) ?? 0;
      set_typed(undefined);
      on_change(within(base + sign * step * (event.shiftKey ? 10 : 1)), false);
    }
  };

  const scrub_to = (event: PointerEvent, live: boolean) => {
    const start = scrub.current;
    if (start === undefined) return;
    const moved = Math.round((event.clientX - start.from_x) / 2) * step * (event.shiftKey ? 10 : 1);
    const next = within(start.from + moved);
    if (live && next === start.last) return;
    start.last = next;
    if (live || next !== start.from) on_change(next, live);
  };

  return (
    <label className="fk-field" title={label}>
      <span
        className="fk-field-label"
        aria-hidden
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          scrub.current = { from_x: event.clientX, from: value ?? 0, last: value ?? 0 };
        }}
        onPointerMove={(event) => scrub_to(event, true)}
        onPointerUp={(event) => {
          scrub_to(event, false);
          scrub.current = undefined;
        }}
        onPointerCancel={() => (scrub.current = undefined)}
      >
        {mark}
      </span>
      <input
        aria-label={label}
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? (value === undefined ? '' : format_number(value, decimals))}
        placeholder={value === undefined ? 'Mixed' : ''}
        onChange={(event) => set_typed(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={take}
        onKeyDown={on_key}
      />
      {unit !== undefined && <span className="fk-field-unit">{unit}</span>}
    </label>
  );
}
