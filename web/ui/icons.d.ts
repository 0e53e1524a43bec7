// 'icons/Plus' is one icon of @tabler/icons-react, from its own file (the bundler knows the way: vite.config.ts), so that
// neither the bundler nor the type checker reads all six thousand.
declare module 'icons/*' {
  import type { ComponentType } from 'react';
  const icon: ComponentType<{ size?: number | string; stroke?: number | string; className?: string }>;
  export default icon;
}
