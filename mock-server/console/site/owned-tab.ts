/**
 * Resolves when this tab alone runs the mock of that name, for as long as it is open.
 *
 * @param onWait - called when another tab runs it; this one is then next
 */
export async function becomeOwner(name: string, onWait: () => void): Promise<void> {
  // Missing where a browser is old: then nobody can be told from another.
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  if (locks === undefined) return;
  try {
    if (await hold(locks, name, { ifAvailable: true })) return;
    onWait();
    await hold(locks, name, {});
  } catch {
    // In a frame without an origin of its own nothing is kept either, and so nothing is shared.
  }
}

/** Resolves to whether it was granted. It is held until the page is gone. */
function hold(locks: LockManager, name: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}
