// A name in place: Enter or leaving keeps it, Escape gives the old one back, an empty name changes nothing.
import { useState } from 'react';

interface RenameFieldProps {
  name: string;
  label: string;
  placeholder?: string;
  /** Undefined: the name stays as it was. */
  on_done: (name: string | undefined) => void;
}

export function RenameField({ name, label, placeholder, on_done }: RenameFieldProps) {
  const [typed, set_typed] = useState(name);
  const done = (keep: boolean) => {
    const next = typed.trim();
    on_done(keep && next !== '' && next !== name ? next : undefined);
  };
  return (
    <input
      className="fk-rename"
      aria-label={label}
      value={typed}
      placeholder={placeholder}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => set_typed(event.currentTarget.value)}
      onBlur={() => done(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') done(true);
        if (event.key === 'Escape') done(false);
      }}
    />
  );
}
