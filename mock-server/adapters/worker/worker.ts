import { isAdminPath, MAX_SNAPSHOT_BODY_BYTES } from '../../admin/path.ts';
import type { MockOptions } from '../../config/options.ts';
import { ConfigError } from '../../config/settle.ts';
import { lazily } from '../../lazily.ts';
import type { Mock } from '../../mock.ts';
import { createMock } from '../../mock.ts';
import { isAccountId, loadAccountFinder } from '../../pipeline/account-of.ts';
import { writeReply, writeStream } from '../fetch.ts';
import { ACCOUNT_HEADER, failed } from './account-cell.ts';
import {
  adminAccountOf,
  admittedCall,
  isAdminOn,
  refusal,
  refuseAccountless,
  refuseUnauthorized,
} from './admin-gate.ts';
import { isOneCell, keepOptions, workerOptions } from './options.ts';
import { headOfCall, readBoundedCall } from './requests.ts';
import type { WorkerEnv } from './runtime.ts';

export { AccountCell } from './account-cell.ts';
export type { CellContext, CellNamespace, CellSocket, CellStorage, WorkerEnv } from './runtime.ts';

/** What a module of Cloudflare Workers exports by default. */
export interface MockWorker {
  fetch(request: Request, env: WorkerEnv): Promise<Response>;
}

/** The object that has all accounts, where one has. No account can be called so. */
const ONLY_CELL = '*';

const loadFinder = lazily(loadAccountFinder);

/**
 * The mock as a Cloudflare Worker: `export default createWorker()`, and beside it `export { AccountCell } from
 * 'lp-auth-mock/worker'`. Each account is a Durable Object of its own, whose state outlives the object; what names no
 * account is answered without one. A worker has one of these.
 *
 * Everybody who knows the address can use the mock, and its development keys are public: use the option `keys`, and
 * never let anything real trust its tokens. The admin API is off unless `LP_AUTH_MOCK_ADMIN_SECRET` is set.
 *
 * @param options - as for `createMock`; the variable `LP_AUTH_MOCK` goes before them. `limits.megabytes` is 48 by
 *   default; `admin` and `server` have no meaning. Wrong options are told in the answer to every call, a 500.
 */
export function createWorker(options: MockOptions = {}): MockWorker {
  keepOptions(options);
  let stateless: Mock | undefined;
  const mockOf = (env: WorkerEnv, isAdmin: boolean): Mock => {
    if (isAdmin) return createMock({ ...workerOptions(env), admin: { hosts: [] } });
    return (stateless ??= createMock({ ...workerOptions(env), admin: false }));
  };
  const answerAlone = async (request: Request, env: WorkerEnv): Promise<Response> => {
    const mock = mockOf(env, false);
    const call = await readBoundedCall(request, (path) => mock.bodyBytes(request.method, path));
    return writeReply(await mock.handle(call));
  };
  const administer = async (request: Request, env: WorkerEnv): Promise<Response> => {
    const unauthorized = await refuseUnauthorized(request, env);
    if (unauthorized !== undefined) return unauthorized;
    if (isOneCell(env)) return askCell(request, env, ONLY_CELL);
    const call = await readBoundedCall(request.clone(), () => MAX_SNAPSHOT_BODY_BYTES);
    const accountId = adminAccountOf(call);
    if (accountId !== undefined && !isAccountId(accountId)) return refusal(400, 'accountId: that is no account id');
    if (accountId !== undefined) return askCell(request, env, accountId);
    const refused = refuseAccountless(call.path);
    if (refused !== undefined) return refused;
    const reply = await mockOf(env, true).admin(admittedCall(call));
    return 'stream' in reply ? writeStream(reply) : writeReply(reply);
  };
  return {
    fetch: async (request, env) => {
      try {
        const head = headOfCall(request);
        if (isAdminPath(head.path) && isAdminOn(env)) return await administer(request, env);
        const accountId = (await loadFinder())(head);
        if (isOneCell(env)) return await askCell(request, env, ONLY_CELL, accountId);
        if (accountId === undefined || isAdminPath(head.path)) return await answerAlone(request, env);
        return await askCell(request, env, accountId);
      } catch (error) {
        return failed(error, request);
      }
    },
  };
}

/** @throws ConfigError when the worker has no objects. */
function askCell(
  request: Request,
  { ACCOUNT_CELLS: cells }: WorkerEnv,
  name: string,
  accountId = name,
): Promise<Response> {
  if (cells === undefined)
    throw new ConfigError('the worker has no binding ACCOUNT_CELLS: bind the class AccountCell by that name');
  const named = new Request(request);
  named.headers.set(ACCOUNT_HEADER, accountId);
  return cells.get(cells.idFromName(name) as never).fetch(named);
}
