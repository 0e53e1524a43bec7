// The look of every Mantine component: cool greys, one indigo, small radii. Colours of our own surfaces are in tokens.css.
import type { MantineColorsTuple } from '@mantine/core';
import { createTheme } from '@mantine/core';

const indigo: MantineColorsTuple = [
  '#f3f3fe', '#e6e6fc', '#d1d1f8', '#b4b4f2', '#9a99ee', '#7c7ce4', '#5b5bd6', '#4d4dc6', '#4141ab', '#35358c',
];
const gray: MantineColorsTuple = [
  '#f7f8fa', '#f0f1f4', '#e6e8ec', '#d8dbe1', '#c3c7d0', '#9a9fab', '#747986', '#5a5f6b', '#3c404a', '#1b1d23',
];
const dark: MantineColorsTuple = [
  '#ecedf1', '#c6c9d1', '#a0a5b1', '#6d727f', '#3a3d46', '#2c2f37', '#24262d', '#1c1e23', '#15161a', '#0f1013',
];

export const theme = createTheme({
  colors: { indigo, gray, dark },
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 6 },
  black: '#1b1d23',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, monospace',
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600' },
  defaultRadius: 8,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    Button: { defaultProps: { size: 'sm', h: 32, px: 12, fw: 500 } },
    Menu: {
      defaultProps: { shadow: 'md', radius: 8, position: 'bottom-start', offset: 4, transitionProps: { duration: 100 } },
    },
    Popover: { defaultProps: { shadow: 'md', radius: 8, offset: 6, transitionProps: { duration: 100 } } },
    Tooltip: { defaultProps: { openDelay: 500, radius: 4, offset: 6, fz: 12, transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { radius: 12, centered: true, overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 120 }, removeScrollProps: { enabled: false } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.2 }, removeScrollProps: { enabled: false } } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { shadow: 'md', transitionProps: { duration: 80 } } } },
  },
});
