import type { ClockControl } from '../clock.ts';
import type { AccountCredentials } from '../control/state/account-register.ts';
import type { AccountControls, Controls } from '../control/controls.ts';
import type { FaultHandle, Faults } from '../control/faults/faults.ts';
import type { FaultSpec } from '../control/faults/spec.ts';
import type { FaultState } from '../control/faults/store.ts';
import type { Inspection } from '../control/inspect.ts';
import type { KeyState } from '../control/keys/keys.ts';
import type { Mint } from '../control/mint/mint.ts';
import type { Snapshot } from '../control/state/snapshot-data.ts';
import type { Mock } from '../mock.ts';
import { createRemoteJournal } from './journal.ts';
import type { AdminTransport } from './transport.ts';
import { createTransport, isNotFound } from './transport.ts';
import type { Remote } from './remote.ts';

export { MockUnreachable } from './transport.ts';
export type { Remote } from './remote.ts';

/** What only a mock of this process has. */
type InProcessOnly = 'settings' | 'handle' | 'fetch' | 'claims' | 'endpoints' | 'domains' | 'hosts';

/** One account of a running mock. */
export type RemoteAccount = Remote<AccountControls>;

/** A running mock, with the same methods as a mock in process. */
export interface RemoteMock extends Remote<Omit<Mock, InProcessOnly | 'account'>> {
  /** The controls of one account. They reject with a TypeError when the mock has no such account. */
  account(accountId: string): RemoteAccount;
}

/**
 * Controls a mock that runs elsewhere with the same methods, so that a test can switch between the two by changing one
 * line. A refusal rejects with the error class that the method throws in process; where no mock answers, it rejects
 * with {@link MockUnreachable}. A fault's `match` must be data, but a journal filter may be a function, which runs
 * here.
 *
 * What a callback of `journal.watch` throws becomes an unhandled rejection; a watch ends when the mock does.
 *
 * @param url - where the mock listens, for instance `http://localhost:4407`
 * @throws TypeError when it is not a URL, or an option is unknown.
 */
export function connectMock(url: string): RemoteMock;
/** The same for one account of the mock: what `connectMock(url).account(accountId)` is. */
export function connectMock(url: string, options: { readonly accountId: string }): RemoteAccount;
export function connectMock(url: string, options?: { readonly accountId?: string | undefined }): RemoteMock | RemoteAccount {
  const transport = createTransport(url);
  const unknown = Object.keys(options ?? {}).find((name) => name !== 'accountId');
  if (unknown !== undefined) throw new TypeError(`connectMock: unknown option ${unknown}; known: accountId`);
  return options?.accountId === undefined ? remoteMock(transport) : remoteAccount(transport, options.accountId);
}

function remoteMock(transport: AdminTransport): RemoteMock {
  const { ask } = transport;
  return {
    ...remoteControls(transport, undefined),
    account: (accountId) => remoteAccount(transport, accountId),
    reset: async (accountId) => { await ask('POST', '/reset', { body: { accountId } }); },
    accounts: {
      list: async () => (await ask('GET', '/accounts') as { readonly accounts: readonly AccountCredentials[] }).accounts,
      create: async (options = {}) => await ask('POST', '/accounts', { body: options }) as AccountCredentials,
      remove: (accountId) => unlessNotFound(ask('DELETE', `/accounts/${encodeURIComponent(accountId)}`)),
    },
    keys: {
      list: async () => (await ask('GET', '/keys') as { readonly keys: readonly KeyState[] }).keys,
      publish: async (options) => await ask('POST', '/keys/publish', { body: options }) as KeyState,
      rotate: async (options) => await ask('POST', '/keys/rotate', { body: options }) as KeyState,
      retire: async (options) => await ask('POST', '/keys/retire', { body: options }) as KeyState,
      reset: async () => { await ask('POST', '/keys/reset', {}); },
    },
    inspect: async (token) => await ask('POST', '/tokens/inspect', { body: { token } }) as Inspection,
    revoke: async (token) => { await ask('POST', '/tokens/revoke', { body: { token } }); },
  };
}

function remoteAccount(transport: AdminTransport, accountId: string): RemoteAccount {
  return {
    ...remoteControls(transport, accountId),
    accountId,
    get credentials() { return transport.ask('GET', `/accounts/${encodeURIComponent(accountId)}`) as Promise<AccountCredentials>; },
  };
}

function remoteControls(transport: AdminTransport, accountId: string | undefined): Remote<Controls> {
  const { ask } = transport;
  return {
    clock: remoteClock(transport, accountId),
    faults: remoteFaults(transport, accountId),
    journal: createRemoteJournal(transport, accountId),
    mint: remoteMint(transport, accountId),
    reset: async () => { await ask('POST', '/reset', { body: { accountId } }); },
    snapshot: async () => await ask('GET', '/snapshot', { query: { accountId } }) as Snapshot,
    restore: async (snapshot) => { await ask('POST', '/restore', { body: { snapshot, accountId } }); },
  };
}

function remoteClock({ ask }: AdminTransport, accountId: string | undefined): Remote<ClockControl> {
  const read = async (): Promise<{ readonly now: number; readonly nowSeconds: number }> => await ask('GET', '/clock', { query: { accountId } }) as never;
  return {
    now: async () => (await read()).now,
    nowSeconds: async () => (await read()).nowSeconds,
    advance: async (by) => { await ask('POST', '/clock/advance', { body: { by, accountId } }); },
    freeze: async (at) => { await ask('POST', '/clock/freeze', { body: { at, accountId } }); },
    set: async (at) => { await ask('POST', '/clock/set', { body: { at, accountId } }); },
    reset: async () => { await ask('POST', '/clock/reset', { body: { accountId } }); },
  };
}

function remoteFaults({ ask }: AdminTransport, accountId: string | undefined): Remote<Faults> {
  const at = (id: string): string => `/faults/${encodeURIComponent(id)}`;
  const explain = async (id: string): Promise<string> => (await ask('GET', at(id), { query: { accountId } }) as FaultState).explanation;
  const handleOf = (id: string): Remote<FaultHandle> => {
    let last: string | undefined;
    return {
      id,
      remove: async () => { last = await unlessGone(ask('DELETE', at(id)).then((state) => (state as FaultState).explanation), last); },
      explain: async () => last ?? unlessGone(explain(id)),
    };
  };
  return {
    add: async (spec) => handleOf((await ask('POST', '/faults', { body: sendable(spec, accountId) }) as FaultState).id),
    list: async () => (await ask('GET', '/faults', { query: { accountId } }) as { readonly faults: readonly FaultState[] }).faults,
    explain,
    remove: (id) => unlessNotFound(ask('DELETE', at(id), { query: { accountId } })),
    clear: async () => { await ask('DELETE', '/faults', { query: { accountId } }); },
  };
}

/** @throws TypeError when it cannot be sent, or is for another account. */
function sendable(spec: FaultSpec, accountId: string | undefined): FaultSpec {
  if (typeof spec.match === 'function') throw new TypeError('fault: match is a function, which cannot be sent; say what fits as data');
  if (accountId === undefined) return spec;
  if (spec.account !== undefined && spec.account !== accountId) {
    throw new TypeError(`fault: account is ${JSON.stringify(spec.account)}, and these are the faults of ${accountId}`);
  }
  return { ...spec, account: accountId };
}

function remoteMint({ ask }: AdminTransport, accountId: string | undefined): Remote<Mint> {
  const mint = (kind: keyof Mint) => async (options: object = {}): Promise<string> => {
    const scope = accountId === undefined ? {} : { accountId };
    return (await ask('POST', '/tokens', { body: { ...options, ...scope, kind } }) as { readonly token: string }).token;
  };
  return { appJwt: mint('appJwt'), consumerJws: mint('consumerJws'), extJwt: mint('extJwt'), lpJwt: mint('lpJwt'), idToken: mint('idToken') };
}

/** A fault that was cleared meanwhile is no mistake of who holds its handle. */
function unlessGone(explanation: Promise<string>, last = 'removed'): Promise<string> {
  return explanation.catch((error: unknown) => {
    if (isNotFound(error)) return last;
    throw error;
  });
}

/** False when the mock says that there is no such thing. */
async function unlessNotFound(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
