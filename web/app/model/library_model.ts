// The designs of this device as the replica lists them, its connection, and the changes that need a person.
import type { DocumentRow, KeptOperation, ReplicaStatus } from '../../engine/generated/replica_pb.ts';
import type { ReplicaNews } from '../../store/port.ts';
import { to_hex } from './ids.ts';

export interface KeptChange {
  document: Uint8Array;
  kept: KeptOperation;
}

export interface LibraryModel {
  /** Undefined until the replica has answered. */
  rows: readonly DocumentRow[] | undefined;
  status: ReplicaStatus | undefined;
  needs_you: readonly KeptChange[];
}

export const empty_library: LibraryModel = { rows: undefined, status: undefined, needs_you: [] };

export type LibraryNews = ReplicaNews | { case: 'settled'; value: KeptChange };

const same = (a: KeptChange, b: KeptChange) =>
  a.kept.number === b.kept.number && to_hex(a.kept.client) === to_hex(b.kept.client) && to_hex(a.document) === to_hex(b.document);

export function reduce_library(model: LibraryModel, news: LibraryNews): LibraryModel {
  switch (news.case) {
    case 'list':
      return { ...model, rows: news.value.rows };
    case 'status':
      return { ...model, status: news.value };
    case 'loaded': {
      const { document } = news.value;
      const others = model.needs_you.filter((each) => to_hex(each.document) !== to_hex(document));
      return { ...model, needs_you: [...others, ...news.value.rejected.map((kept) => ({ document, kept }))] };
    }
    case 'rejected': {
      if (news.value.kept === undefined) return model;
      const change = { document: news.value.document, kept: news.value.kept };
      return { ...model, needs_you: [...model.needs_you.filter((each) => !same(each, change)), change] };
    }
    case 'settled':
      return { ...model, needs_you: model.needs_you.filter((each) => !same(each, news.value)) };
    case 'confirmed':
    case 'stored':
    case 'presence':
    case 'role':
    case 'trouble':
      return model;
  }
}

/** Newest first. */
export function designs(rows: readonly DocumentRow[], trashed: boolean): DocumentRow[] {
  return rows.filter((row) => row.trashed === trashed).sort((a, b) => Number(b.changedMs - a.changedMs));
}
