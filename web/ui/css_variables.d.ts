// Styles may set our custom properties.
import 'react';

declare module 'react' {
  interface CSSProperties {
    [name: `--fk-${string}`]: string | number | undefined;
  }
}
