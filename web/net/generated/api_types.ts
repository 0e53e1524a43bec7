// Made by tools/generate.mjs from server/openapi.yaml.

export interface Error {
  readonly error: string;
}

export interface User {
  readonly id: string;
  readonly guest: boolean;
  readonly email: string;
  readonly name: string;
}

export interface Document {
  readonly document: string;
  readonly role: "view" | "edit";
  /** Number of the last entry. */
  readonly head: number;
  /** Number of the newest checkpoint; 0: none. */
  readonly checkpoint: number;
  /** The server that answers */
  readonly node?: string;
  /** The server this document prefers: a suggestion for whoever routes. */
  readonly preferred_node?: string;
}

export interface Upload {
  /** So many bytes are there. */
  readonly offset: number;
  /** It is a blob, whoever brought it. */
  readonly done: boolean;
}

export interface UploadStart {
  /** So many bytes are there. */
  readonly offset: number;
  /** It is a blob, whoever brought it. */
  readonly done: boolean;
  readonly put?: DirectRequest;
}

export interface DirectRequest {
  readonly url: string;
  /** To be sent exactly so, beside content-length. */
  readonly headers: readonly DirectHeader[];
  /** Within which it has to begin, in seconds. */
  readonly valid_s: number;
}

export interface DirectHeader {
  readonly name: string;
  readonly value: string;
}

export interface Version {
  /** It is the state after this entry. */
  readonly seq: number;
  /** When a server saw that state, in milliseconds since 1970. */
  readonly at: number;
  /** A person saved or named it; it is kept for ever. */
  readonly saved: boolean;
  /** May be empty. */
  readonly name: string;
  /** Who saved or named it, as people are called here; may be empty. */
  readonly by: string;
  /** There is a picture of it. */
  readonly preview: boolean;
}

export interface VersionPage {
  readonly versions: readonly Version[];
  /** There are no older ones. */
  readonly complete: boolean;
}

export interface VersionName {
  /** Empty: none. */
  readonly name: string;
  /** What a guest is called here; an account has a name of its own. */
  readonly by?: string;
}

export interface VersionWish {
  /** Empty: none. */
  readonly name: string;
  /** What a guest is called here; an account has a name of its own. */
  readonly by?: string;
  /** True: kept as one that nobody asked for, without a name; old ones of these are let go of. */
  readonly automatic?: boolean;
}
