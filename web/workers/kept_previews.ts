// The replica sends a design's picture once (ListDocuments.keeps_previews); here the lists after that get it back.
import type { DocumentList } from '../engine/generated/replica_pb.ts';

/** Also what came again and is the same keeps its very bytes, so that nobody draws it anew. */
export function fill_previews(list: DocumentList, before: DocumentList | undefined): void {
  const known = new Map(before?.rows.map(({ document, preview }) => [document.join(), preview]));
  for (const row of list.rows) {
    const old = known.get(row.document.join());
    if (old !== undefined && (row.preview.length === 0 || is_same(row.preview, old))) row.preview = old;
  }
}

function is_same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
