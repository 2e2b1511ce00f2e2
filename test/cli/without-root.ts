/** Nobody in particular; there is no file of theirs. */
const NOBODY = 65_534;

/**
 * Does something with the rights of an ordinary user, also where the tests run as root, whom no file is closed to. What
 * it needs of modules must be loaded before.
 */
export async function withoutRoot(work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return work();
  process.seteuid(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid(0);
  }
}
