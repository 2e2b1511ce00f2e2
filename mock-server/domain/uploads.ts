import { fromBase64, toBase64 } from '../base64.ts';
import type { Ids } from '../ids.ts';
import type { Tally } from '../memory/budget.ts';
import { textBytes } from '../memory/heap-bytes.ts';
import { once } from '../once.ts';

/** A file that was uploaded. */
export interface UploadedFile {
  /** Where it is: what messages name as `relativePath`. */
  readonly path: string;
  /** Its content type, as the upload gave it. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A file as it stands in a snapshot. */
export interface EarlierFile {
  readonly path: string;
  readonly type: string;
  readonly base64: string;
}

/** The uploaded files of one account. */
export interface Uploads {
  /** What the account's temporary URLs are signed with. */
  readonly key: () => string;
  find(path: string): UploadedFile | undefined;
  /** Keeps a copy of a file at a path where none is. False when there are too many to keep another. */
  keep(file: UploadedFile): boolean;
  /** How many bytes all of them have. */
  bytes(): number;
  /** All as plain data, oldest first. */
  list(): readonly EarlierFile[];
  /** All by their paths, oldest first. */
  all(): Iterable<readonly [path: string, file: UploadedFile]>;
  /** Forgets the older half. How many went. */
  forgetOlder(): number;
}

/** How many files an account keeps, whatever their size. */
export const MAX_FILES = 10_000;

/** What a file takes of the heap, beside its bytes and its texts. */
const FILE_BYTES = 400;

/**
 * @param ids - the account's, which the key leaves as they are
 * @param tally - counts what is kept
 * @param earlier - the files of a snapshot
 */
export function createUploads(ids: Ids, tally: Tally, earlier: readonly EarlierFile[] = []): Uploads {
  const byPath = new Map<string, UploadedFile>();
  let bytes = 0;
  const keep: Uploads['keep'] = ({ path, type, bytes: given }) => {
    if (byPath.size >= MAX_FILES) return false;
    // What is given may be a part of something larger, or be written over.
    const file = { path, type, bytes: given.slice() };
    byPath.set(path, file);
    bytes += file.bytes.length;
    tally.count(heapBytes(file));
    return true;
  };
  for (const { base64, ...file } of earlier) keep({ ...file, bytes: fromBase64(base64) });
  return {
    key: once(() => ids.fork('uploads').hex(64)),
    find: (path) => byPath.get(path),
    keep,
    bytes: () => bytes,
    list: () => [...byPath.values()].map(plainFile),
    all: () => byPath,
    forgetOlder: () => {
      const older = [...byPath.values()].slice(0, Math.ceil(byPath.size / 2));
      for (const file of older) {
        byPath.delete(file.path);
        bytes -= file.bytes.length;
        tally.count(-heapBytes(file));
      }
      return older.length;
    },
  };
}

/** A file as plain data. */
export function plainFile({ path, type, bytes }: UploadedFile): EarlierFile {
  return { path, type, base64: toBase64(bytes) };
}

function heapBytes({ path, type, bytes }: UploadedFile): number {
  return FILE_BYTES + textBytes(path) + textBytes(type) + bytes.length;
}
