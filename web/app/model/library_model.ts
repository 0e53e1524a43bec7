// The designs of this device as the replica lists them, and its connection.
import type { DocumentRow, ReplicaStatus } from '../../engine/generated/replica_pb.ts';
import type { ReplicaClient, ReplicaNews } from '../../store/port.ts';

export interface LibraryModel {
  /** Undefined until the replica has answered. */
  rows: readonly DocumentRow[] | undefined;
  status: ReplicaStatus | undefined;
}

export const empty_library: LibraryModel = { rows: undefined, status: undefined };

export function reduce_library(model: LibraryModel, news: ReplicaNews): LibraryModel {
  switch (news.case) {
    case 'list':
      return { ...model, rows: news.value.rows };
    case 'status':
      return { ...model, status: news.value };
    // Of single designs: their editors hear of these.
    case 'loaded':
    case 'rejected':
    case 'confirmed':
    case 'stored':
    case 'presence':
    case 'role':
    case 'trouble':
      return model;
  }
}

/** Whether this tab shows the list of designs: else it is not told of it with every change. */
export function show_list(replica: ReplicaClient, shown: boolean): void {
  replica.send({ case: 'list', value: { keepsPreviews: true, stop: !shown } });
}

/** Newest first. */
export function designs(rows: readonly DocumentRow[], trashed: boolean): DocumentRow[] {
  return rows.filter((row) => row.trashed === trashed).sort((a, b) => Number(b.changedMs - a.changedMs));
}

/** Those with changes that the cloud refused. */
export function needing_you(rows: readonly DocumentRow[]): DocumentRow[] {
  return rows.filter((row) => row.rejected > 0);
}
