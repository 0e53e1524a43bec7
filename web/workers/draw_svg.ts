// Draws an SVG into a bitmap. Only a page can: workers do not decode SVG. It is shown as an image, so nothing in it runs
// and nothing outside it is fetched.

/** `text`: the engine made its root so large (EngineHandle.svg). Undefined for what can not be drawn. */
export async function draw_svg(text: string, width: number, height: number): Promise<ImageBitmap | undefined> {
  try {
    const image = new Image();
    // Not an object URL: HTML inside an SVG (foreignObject) would make the bitmap one that no worker may be given.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.transferToImageBitmap();
  } catch {
    return undefined;
  }
}
