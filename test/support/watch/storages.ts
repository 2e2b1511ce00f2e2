import { AsyncLocalStorage } from 'node:async_hooks';

const used = new Set<Pick<AsyncLocalStorage<unknown>, 'disable'>>();
// eslint-disable-next-line @typescript-eslint/unbound-method
const { run } = AsyncLocalStorage.prototype;

/**
 * Notes every storage that runs something. Each file has its own of MSW and of Jest, nobody ever disables them, and
 * every promise that a later file makes is shown to all of them: after forty files that was a quarter of the time.
 */
export function noteStorages(): void {
  AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...given: Parameters<typeof run>) {
    used.add(this);
    return run.apply(this, given);
  } as typeof run;
}

/** Disables those that were noted. */
export function disableStorages(): void {
  AsyncLocalStorage.prototype.run = run;
  for (const storage of used) storage.disable();
  used.clear();
}
