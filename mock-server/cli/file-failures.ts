const FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'that file system is read-only',
  ENOSPC: 'there is no room left',
  EDQUOT: 'there is no room left for this user',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EBUSY: 'it is in use, or mounted by itself; mount its folder instead',
  EINVAL: 'that is no name for a folder',
};

/** Node's code of a failure of the file system; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

/** Why something could not be written, for the end of a sentence. */
export function whyUnwritten(code: string): string {
  return FAILURES[code] ?? `cannot be written (${code})`;
}
