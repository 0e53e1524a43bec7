// Draws an SVG into a bitmap. Only a page can: workers do not decode SVG. It is shown as an image, so nothing in it runs
// and nothing outside it is fetched.

const k_largest = 4096;

export interface DrawnSvg {
  readonly bitmap: ImageBitmap;
  /** Its own size, in its own pixels. */
  readonly width: number;
  readonly height: number;
}

/** Size 0: its own. Undefined for what is no SVG. */
export async function draw_svg(text: string, width: number, height: number): Promise<DrawnSvg | undefined> {
  const { root, with_attributes } = read_root(text);
  if (root.localName !== 'svg') return undefined;
  const own = own_size(root);
  const shrink = Math.min(1, k_largest / Math.max(own.width, own.height));
  const target = width > 0 && height > 0 ? { width, height } : { width: Math.round(own.width * shrink), height: Math.round(own.height * shrink) };
  const viewBox = root.getAttribute('viewBox')?.replaceAll('"', '') ?? `0 0 ${own.width} ${own.height}`;
  const sized = with_attributes({ viewBox, preserveAspectRatio: 'none', width: `${target.width}`, height: `${target.height}` });
  try {
    const image = new Image();
    // Not an object URL: HTML inside an SVG (foreignObject) would make the bitmap one that no worker may be given.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sized)}`;
    await image.decode();
    const canvas = new OffscreenCanvas(Math.max(1, target.width), Math.max(1, target.height));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return { bitmap: canvas.transferToImageBitmap(), ...own };
  } catch {
    return undefined;
  }
}

interface SvgRoot {
  readonly root: Element;
  readonly with_attributes: (attributes: Record<string, string>) => string;
}

const root_tag = /<svg(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>/;
const attribute = (names: string): RegExp => new RegExp(`\\s(?:${names})\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g');

// The root element is read alone where it can be: style attributes in what is parsed here would each be reported as an
// offence against the page's content security policy.
function read_root(text: string): SvgRoot {
  const tag = root_tag.exec(text)?.[0] ?? '';
  const root = parsed(tag.replace(attribute('style'), '').replace(/\/?>$/, '/>'));
  if (root.localName !== 'svg' || root.children.length > 0 || /<!ENTITY|<!--/.test(text.slice(0, text.indexOf(tag)))) return read_whole(text);
  return {
    root,
    with_attributes: (attributes) => {
      const words = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('');
      const others = tag.slice('<svg'.length).replace(attribute(Object.keys(attributes).join('|')), '');
      return text.replace(tag, () => `<svg${words}${others}`);
    },
  };
}

function read_whole(text: string): SvgRoot {
  const root = parsed(text);
  return {
    root,
    with_attributes: (attributes) => {
      for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
      return new XMLSerializer().serializeToString(root);
    },
  };
}

const parsed = (text: string): Element => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;

function own_size(root: Element): { width: number; height: number } {
  const length = (name: string): number => {
    const value = /^\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|)\s*$/i.exec(root.getAttribute(name) ?? '');
    return value === null ? 0 : Number(value[1]);
  };
  const [, , box_width = 0, box_height = 0] = (root.getAttribute('viewBox') ?? '').trim().split(/[\s,]+/).map(Number);
  const [width, height] = [length('width'), length('height')];
  if (width > 0 && height > 0) return { width, height };
  if (box_width > 0 && box_height > 0) {
    if (width > 0) return { width, height: (width * box_height) / box_width };
    if (height > 0) return { width: (height * box_width) / box_height, height };
    return { width: box_width, height: box_height };
  }
  return { width: width > 0 ? width : 300, height: height > 0 ? height : 150 };
}
