// Each icon is imported from its own file, so that neither the bundler nor the type checker reads all six thousand.
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { ComponentType } from 'react';
  const icon: ComponentType<{ size?: number | string; stroke?: number | string; className?: string }>;
  export default icon;
}
