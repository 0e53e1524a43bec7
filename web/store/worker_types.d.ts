// What only dedicated workers have, and TypeScript's library for pages therefore lacks.
interface FileSystemSyncAccessHandle {
  write(bytes: Uint8Array<ArrayBuffer>): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}
