import { isAdminPath } from '../../admin/path.ts';
import { refusal } from './admin-gate.ts';
import type { Cell } from './cell.ts';
import { openCell } from './cell.ts';
import type { CellContext, CellSocket, WorkerEnv } from './runtime.ts';

/** In which header the worker tells an object the account that a request is about. */
export const ACCOUNT_HEADER = 'lp-mock-account';

/**
 * The Durable Object of one account: a mock whose state is in the object's storage. `createWorker` leads to it; a
 * worker exports it beside, and binds it as `ACCOUNT_CELLS` with storage of the kind SQLite.
 */
export class AccountCell {
  readonly #context: CellContext;
  readonly #env: WorkerEnv;
  #cell: Promise<Cell> | undefined;

  constructor(context: CellContext, env: WorkerEnv) {
    this.#context = context;
    this.#env = env;
  }

  /** Answers a request to the account, as `mock.handle`, `mock.connect` and `mock.admin` do. */
  async fetch(request: Request): Promise<Response> {
    try {
      const cell = await this.#opened();
      const accountId = request.headers.get(ACCOUNT_HEADER) ?? '';
      // Its headers cannot be changed, those of a copy can.
      const plain = new Request(request);
      plain.headers.delete(ACCOUNT_HEADER);
      const response = await cell.answer(plain, accountId);
      await this.#store(cell);
      return response;
    } catch (error) {
      return failed(error, request);
    }
  }

  /** Something is due. */
  async alarm(): Promise<void> {
    await this.#do((cell) => {
      cell.ring();
    });
  }

  async webSocketMessage(socket: CellSocket, data: string | ArrayBuffer): Promise<void> {
    await this.#report((cell) => {
      cell.sockets.receive(socket, data);
    });
  }

  async webSocketClose(socket: CellSocket, code: number, reason: string): Promise<void> {
    await this.#report((cell) => {
      cell.sockets.closed(socket, code, reason);
    });
    try {
      // Ends the handshake of closing where the runtime has not done so.
      socket.close(code, reason);
    } catch {
      // it was closed already, or with a code that is never sent
    }
  }

  async webSocketError(socket: CellSocket): Promise<void> {
    await this.#report((cell) => {
      cell.sockets.closed(socket, CONNECTION_LOST, '');
    });
  }

  async #do(run: (cell: Cell) => void): Promise<void> {
    const cell = await this.#opened();
    run(cell);
    await this.#store(cell);
  }

  /** Where there is nobody to answer, the runtime's log is told. */
  async #report(run: (cell: Cell) => void): Promise<void> {
    try {
      await this.#do(run);
    } catch (error) {
      console.error(`lp-auth-mock: ${messageOf(error)}`);
    }
  }

  #opened(): Promise<Cell> {
    this.#cell ??= this.#open();
    return this.#cell;
  }

  async #open(): Promise<Cell> {
    const outcome = await this.#context.blockConcurrencyWhile(async () => {
      try {
        const ring = (): void => {
          void this.#report((awake) => {
            awake.ring();
          });
        };
        const cell = await openCell(this.#context, this.#env, ring);
        return { cell };
      } catch (error) {
        // What is thrown in here would end the object, and nobody would be told why.
        return { error };
      }
    });
    if ('cell' in outcome) return outcome.cell;
    this.#cell = undefined;
    throw outcome.error;
  }

  /** What could not be stored has not happened: the next who asks finds the account as it was stored last. */
  async #store(cell: Cell): Promise<void> {
    try {
      await cell.store();
    } catch (error) {
      cell.stop();
      this.#cell = undefined;
      throw new StoreFailure(error);
    }
  }
}

const CONNECTION_LOST = 1006;

class StoreFailure extends Error {
  override readonly name = 'StoreFailure';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message.slice(0, 200) : typeof cause;
    super(`the storage did not take the change (${why}); the account is as it was before`);
  }
}

/** An answer for an object that cannot answer: its options are wrong, or its storage fails. */
export function failed(error: unknown, { url }: Request): Response {
  const said = messageOf(error);
  if (isAdminPath(new URL(url).pathname)) return refusal(500, said);
  return new Response(JSON.stringify({ error: 'mock_failed', message: said }), {
    status: 500,
    headers: { 'content-type': 'application/json' },
  });
}

function messageOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(typeof error);
  const isKnown = name === 'ConfigError' || name === 'StoreFailure';
  return isKnown ? message : `an error in lp-auth-mock, not in your call; please report it: ${name}`;
}
