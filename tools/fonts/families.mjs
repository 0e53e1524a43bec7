// What the font bundle holds. Faces are taken if the source has them: `text` for families that designs are set in most,
// `common` for the other large ones, `pair` for regular and bold with italics, `all` for display families, which have one
// or a few, `single` for fonts of many thousand letters. The whole stays near 80 MB.
export const text = { upright: [300, 400, 500, 600, 700, 800, 900], italic: [400, 700] };
export const common = { upright: [400, 500, 700, 900], italic: [400] };
export const single = { upright: [400], italic: [] };
export const pair = { upright: [400, 700], italic: [400, 700] };
export const all = { upright: [300, 400, 500, 600, 700, 800, 900], italic: [400, 700] };
export const plain = { upright: [400, 700], italic: [] };

// npm package @expo-google-fonts/<name>, and which faces of it. The family's name is the package's own.
export const packages = {
  roboto: { upright: [100, 300, 400, 500, 600, 700, 800, 900], italic: [400, 500, 700] },
  inter: { upright: [400, 500, 600, 700, 800], italic: [400] },
  montserrat: { upright: [400, 500, 600, 700, 800, 900], italic: [400] }, 'open-sans': text, lato: text, poppins: text,
  raleway: text, oswald: text, nunito: common, 'roboto-condensed': common, 'playfair-display': text, 'dm-sans': text,
  'space-grotesk': common, 'source-sans-pro': common, 'work-sans': common, rubik: common, quicksand: common,
  archivo: common, barlow: common, 'barlow-condensed': common, outfit: common, manrope: common,
  'plus-jakarta-sans': common, 'league-spartan': common, lexend: common, 'public-sans': common, mulish: common,
  karla: common, teko: common, cinzel: common, 'roboto-slab': { upright: [400, 700, 900], italic: [] },
  'roboto-mono': pair, merriweather: plain, lora: pair, bitter: pair,
  'eb-garamond': { upright: [400, 700], italic: [400] }, 'crimson-text': pair,
  'cormorant-garamond': { upright: [400, 700], italic: [400] }, 'libre-baskerville': pair, 'pt-sans': pair,
  'pt-serif': pair, 'fira-sans': pair, cabin: pair, 'titillium-web': pair, oxygen: pair,
  'josefin-sans': pair, 'space-mono': pair, 'abhaya-libre': single, 'comic-neue': pair, anton: all, 'archivo-black': all,
  'bebas-neue': all, lobster: all, pacifico: all, 'dancing-script': all, caveat: plain, comfortaa: all,
  'abril-fatface': all, 'alex-brush': all, allura: all, 'amatic-sc': all, bangers: all, chewy: all,
  'dm-serif-display': all, 'fauna-one': all, fredoka: all, 'fredoka-one': all, 'great-vibes': all, kalam: plain,
  'luckiest-guy': all, 'marck-script': all, orbitron: all, 'patrick-hand': all, 'permanent-marker': all,
  'press-start-2p': all, righteous: all, 'russo-one': all, sacramento: all, satisfy: all, 'shadows-into-light': all,
  'special-elite': all, bungee: all, 'carter-one': all, creepster: all, 'indie-flower': all, 'lilita-one': all,
  monoton: all, 'cinzel-decorative': all, 'noto-emoji': single, 'noto-sans-jp': single, 'noto-sans-kr': single,
  'noto-sans-sc': single,
};

// Debian packages: files below /usr/share/fonts/truetype.
const noto = ['', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam', 'Oriya',
  'Sinhala', 'Tamil', 'Telugu', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Georgian', 'Armenian', 'Ethiopic', 'Thaana', 'Syriac',
  'Cherokee', 'CanadianAboriginal', 'Mongolian', 'NKo', 'Math', 'Symbols', 'Symbols2'];
export const debian = [
  { package: 'fonts-noto-core', files: noto.flatMap((script) =>
    ['Regular', 'Bold'].map((style) => `noto/NotoSans${script}-${style}.ttf`)) },
  { package: 'fonts-noto-core', files: ['noto/NotoSans-Italic.ttf', 'noto/NotoSans-BoldItalic.ttf',
    'noto/NotoNaskhArabic-Regular.ttf', 'noto/NotoNaskhArabic-Bold.ttf'] },
  { package: 'fonts-croscore', files: ['Arimo', 'Cousine', 'Tinos'].flatMap((name) =>
    ['Regular', 'Bold', 'Italic', 'BoldItalic'].map((style) => `croscore/${name}-${style}.ttf`)) },
];

// Who is asked, in this order, for a character that the wanted family lacks. A language settles who draws Han.
export const fallback = [
  { family: 'Noto Sans' }, { family: 'Noto Sans Arabic' }, { family: 'Noto Sans Hebrew' }, { family: 'Noto Sans Devanagari' },
  ...['Bengali', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam', 'Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Thai', 'Lao', 'Khmer',
    'Myanmar', 'Georgian', 'Armenian', 'Ethiopic', 'Thaana', 'Syriac', 'Cherokee', 'Canadian Aboriginal', 'Mongolian', 'NKo']
    .map((script) => ({ family: `Noto Sans ${script}` })),
  { family: 'Noto Sans KR', language: 'ko' }, { family: 'Noto Sans JP', language: 'ja' }, { family: 'Noto Sans SC' },
  { family: 'Noto Sans JP' }, { family: 'Noto Sans KR' },
  { family: 'Noto Emoji' }, { family: 'Noto Sans Symbols' }, { family: 'Noto Sans Symbols2' }, { family: 'Noto Sans Math' },
];
export const fallbackFamily = 'Roboto';

// Names that designs use for fonts of operating systems, and what has their widths or at least their manner.
export const aliases = {
  Arial: 'Arimo', Helvetica: 'Arimo', 'Helvetica Neue': 'Arimo', 'sans-serif': 'Arimo', 'Times New Roman': 'Tinos', Times: 'Tinos',
  serif: 'Tinos', 'Courier New': 'Cousine', Courier: 'Cousine', monospace: 'Cousine', Georgia: 'PT Serif', Impact: 'Anton',
  Verdana: 'Noto Sans', Tahoma: 'Noto Sans', 'Trebuchet MS': 'Fira Sans', 'Comic Sans MS': 'Comic Neue', 'Source Sans 3': 'Source Sans Pro',
  'system-ui': 'Roboto',
};
