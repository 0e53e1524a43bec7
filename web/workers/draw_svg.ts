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
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  const root = parsed.documentElement;
  if (root.localName !== 'svg') return undefined;
  const own = own_size(root);
  const shrink = Math.min(1, k_largest / Math.max(own.width, own.height));
  const target = width > 0 && height > 0 ? { width, height } : { width: Math.round(own.width * shrink), height: Math.round(own.height * shrink) };
  if (!root.hasAttribute('viewBox')) root.setAttribute('viewBox', `0 0 ${own.width} ${own.height}`);
  root.setAttribute('preserveAspectRatio', 'none');
  root.setAttribute('width', `${target.width}`);
  root.setAttribute('height', `${target.height}`);
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(parsed)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(Math.max(1, target.width), Math.max(1, target.height));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return { bitmap: canvas.transferToImageBitmap(), ...own };
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}

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
