/** What a browser keeps for the mock of a page. */
export interface KeptState {
  /** What was kept last; undefined when nothing was. Rejects when it cannot be read. */
  read(): Promise<unknown>;
  /** Rejects when it could not be kept, because there is no room for instance. */
  write(state: object): Promise<void>;
}

const STORE = 'state';
const KEY = 'mock';

/**
 * Opens the IndexedDB of that name.
 *
 * @throws Error when this browser keeps nothing for the page: in a private window, or by its settings
 */
export async function openKeptState(name: string): Promise<KeptState> {
  if ((globalThis as { readonly indexedDB?: IDBFactory }).indexedDB === undefined)
    throw new Error('it has no IndexedDB');
  const opening = indexedDB.open(name, 1);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(STORE);
  });
  const database = await resultOf(opening);
  // Somebody wants to delete it: without this, they would wait until the page is closed.
  database.addEventListener('versionchange', () => {
    database.close();
  });
  return {
    read: async () => resultOf<unknown>(database.transaction(STORE).objectStore(STORE).get(KEY)),
    write: async (state) => {
      const transaction = database.transaction(STORE, 'readwrite');
      transaction.objectStore(STORE).put(state, KEY);
      // Now, and not when the task is over: the page may be on its way out.
      transaction.commit();
      await new Promise((resolve, reject) => {
        transaction.addEventListener('complete', resolve);
        transaction.addEventListener('abort', () => {
          reject(transaction.error ?? new Error('the browser gave it up'));
        });
      });
    },
  };
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result);
    });
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('no reason given'));
    });
  });
}
