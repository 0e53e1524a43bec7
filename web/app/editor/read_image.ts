// From a file that a person chose to the command that puts it on the page.
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { InsertSchema, PageState } from '../../engine/generated/local_pb.ts';
import type { ReplicaClient } from '../../store/port.ts';
import { fit_into } from '../../ui/size.ts';
import { property } from '../model/properties.ts';

const accepted = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'image/svg+xml'];
export const accepted_images = accepted.join(',');
const largest = 50 * 1024 * 1024;

/** What the bytes are, whatever the file is called. */
async function kind_of(file: File): Promise<'svg' | 'avif' | 'raster'> {
  const head = (await file.slice(0, 4096).text()).trimStart();
  if (head.startsWith('<') && head.includes('<svg')) return 'svg';
  return /^ftypavi[fs]/.test(head.slice(4)) ? 'avif' : 'raster';
}

// What is stored must be readable everywhere, and the cloud's painter reads no AVIF.
async function to_webp(file: File): Promise<Blob | undefined> {
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.95 });
  } catch {
    return undefined;
  }
}

async function natural_size(file: File): Promise<{ width: number; height: number } | undefined> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image.naturalWidth > 0 ? { width: image.naturalWidth, height: image.naturalHeight } : { width: 400, height: 400 };
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The insert command (at most six tenths of the page), or in plain words why not. */
export async function read_image(file: File, replica: ReplicaClient, page: PageState | undefined): Promise<MessageInitShape<typeof InsertSchema> | string> {
  if (!accepted.includes(file.type)) return `“${file.name}” is not a picture that Flashkit can show. Use PNG, JPEG, WebP, GIF, AVIF or SVG.`;
  if (file.size > largest) return `“${file.name}” is too large. A picture may have up to 50 MB.`;
  const size = await natural_size(file);
  if (size === undefined) return `“${file.name}” could not be read. It may be damaged.`;
  const kind = await kind_of(file);
  const stored = kind === 'avif' ? await to_webp(file) : file;
  if (stored === undefined) return `“${file.name}” could not be converted. Save it as PNG, JPEG or WebP and try again.`;
  const bytes = await stored.arrayBuffer().catch(() => undefined);
  if (bytes === undefined) return `“${file.name}” could not be read. It may have been moved or deleted.`;
  const src = await replica.put_blob(new Uint8Array(bytes), stored.type).catch(() => undefined);
  if (src === undefined) return `“${file.name}” could not be kept, so it was not added. Load this page again and try once more.`;
  const room = { width: (page?.width ?? 1080) * 0.6, height: (page?.height ?? 1080) * 0.6 };
  const fitted = fit_into(size.width, size.height, Math.min(room.width, size.width), Math.min(room.height, size.height));
  return { type: kind === 'svg' ? 'svg' : 'image', properties: [property('src', src)], width: Math.round(fitted.width), height: Math.round(fitted.height) };
}
