// A row of icons of which one (or, with `several`, any number) is on.
import type { ReactNode } from 'react';
import { IconButton } from './icon_button.tsx';

interface Choice<T extends string> {
  value: T;
  label: string;
  icon: ReactNode;
}

interface SegmentsProps<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  chosen: readonly string[];
  on_choose: (value: T) => void;
}

export function Segments<T extends string>({ label, choices, chosen, on_choose }: SegmentsProps<T>) {
  return (
    <div className="fk-segments" role="group" aria-label={label}>
      {choices.map((choice) => (
        <IconButton key={choice.value} label={choice.label} pressed={chosen.includes(choice.value)} onClick={() => on_choose(choice.value)}>
          {choice.icon}
        </IconButton>
      ))}
    </div>
  );
}
