// A 32 px button with an icon, its name for everyone who can not see it, and its key in the tooltip.
import { Tooltip } from '@mantine/core';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  keys?: string | undefined;
  pressed?: boolean;
  /** No tooltip: what it opened is there and would be covered. */
  quiet?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, keys, pressed, quiet = false, children, className, ref, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label}  ${keys}`} disabled={quiet}>
      <button
        type="button"
        ref={ref}
        className={className === undefined ? 'fk-icon-button' : `fk-icon-button ${className}`}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
