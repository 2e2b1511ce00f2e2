import type { ClockControl } from '../clock.ts';
import type { Duration, Instant } from '../instant.ts';
import type { AccountControls, Controls } from '../control/controls.ts';
import type { FaultHandle, Faults } from '../control/faults/faults.ts';
import type { FaultSpec } from '../control/faults/spec.ts';
import type { Mint } from '../control/mint/mint.ts';
import type { Mock } from '../mock.ts';
import { remoteConversations, remoteSockets } from './conversations.ts';
import { createRemoteJournal } from './journal.ts';
import type { AdminTransport } from './transport.ts';
import { createTransport, isNotFound, unlessNotFound } from './transport.ts';
import type { Remote } from './remote.ts';
import type { DoVerb } from './verbs.ts';

import { createVerbs } from './verbs.ts';
import { remoteWebhooks } from './webhooks.ts';

export { MockUnreachable } from './transport.ts';
export type { Remote } from './remote.ts';

/** What only a mock of this process has. */
type InProcessOnly =
  | 'settings'
  | 'handle'
  | 'connect'
  | 'consumer'
  | 'agentClient'
  | 'settled'
  | 'fetch'
  | 'admin'
  | 'owns'
  | 'bodyBytes'
  | 'endpoints'
  | 'domains'
  | 'hosts';

/** One account of a running mock. */
export type RemoteAccount = Remote<AccountControls>;

/** A running mock, with the same methods as a mock in process. */
export interface RemoteMock
  extends Remote<Omit<Mock, InProcessOnly | 'account' | 'webhooks'>>, Pick<Remote<Controls>, 'webhooks'> {
  /** The controls of one account. They reject with a TypeError when the mock has no such account. */
  account(accountId: string): RemoteAccount;
}

/** How a mock that runs elsewhere is reached. */
export interface ConnectOptions {
  /** What the admin API of a worker wants as a bearer (`LP_AUTH_MOCK_ADMIN_SECRET`). Default: none is sent */
  readonly secret?: string | undefined;
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
export function connectMock(url: string, options?: ConnectOptions & { readonly accountId?: undefined }): RemoteMock;
/** The same for one account of the mock: what `connectMock(url).account(accountId)` is. */
export function connectMock(url: string, options: ConnectOptions & { readonly accountId: string }): RemoteAccount;
export function connectMock(
  url: string,
  options: ConnectOptions & { readonly accountId?: string | undefined } = {},
): RemoteMock | RemoteAccount {
  const transport = createTransport(url, options.secret);
  const unknown = Object.keys(options).find((name) => name !== 'accountId' && name !== 'secret');
  if (unknown !== undefined) throw new TypeError(`connectMock: unknown option ${unknown}; known: accountId, secret`);
  return options.accountId === undefined ? remoteMock(transport) : remoteAccount(transport, options.accountId);
}

function remoteMock(transport: AdminTransport): RemoteMock {
  const perform = createVerbs(transport);
  return {
    ...remoteControls(transport, perform, undefined),
    account: (accountId) => remoteAccount(transport, accountId),
    reset: (accountId) => perform('reset', { accountId }),
    accounts: {
      list: async () => (await perform('accounts.list', {})).accounts,
      create: (options = {}) => perform('accounts.create', options),
      remove: (accountId) => unlessNotFound(perform('accounts.remove', {}, { accountId })),
    },
    keys: {
      list: async () => (await perform('keys.list', {})).keys,
      publish: (options) => perform('keys.publish', options),
      rotate: (options) => perform('keys.rotate', options),
      retire: (options) => perform('keys.retire', options),
      reset: () => perform('keys.reset', {}),
    },
    agent: {
      script: (script, accountId) => perform('agent.script', { script, accountId }),
      current: async (accountId) => (await perform('agent.current', { accountId })).script,
    },
    functions: {
      answer: (id, body, options) => perform('functions.answer', { id, body, ...options }),
      answers: async () => (await perform('functions.answers', {})).answers,
    },
    inspect: (token) => perform('inspect', { token }),
    revoke: (token) => perform('revoke', { token }),
  };
}

function remoteAccount(transport: AdminTransport, accountId: string): RemoteAccount {
  const perform = createVerbs(transport);
  return {
    ...remoteControls(transport, perform, accountId),
    accountId,
    get credentials() {
      return perform('account.credentials', {}, { accountId });
    },
  };
}

function remoteControls(transport: AdminTransport, perform: DoVerb, accountId: string | undefined): Remote<Controls> {
  return {
    clock: remoteClock(perform, accountId),
    faults: remoteFaults(perform, accountId),
    journal: createRemoteJournal(transport, perform, accountId),
    mint: remoteMint(perform, accountId),
    conversations: remoteConversations(perform, accountId),
    sockets: remoteSockets(perform, accountId),
    webhooks: remoteWebhooks(perform, accountId),
    reset: () => perform('reset', { accountId }),
    snapshot: () => perform('snapshot', { accountId }),
    restore: (snapshot) => perform('restore', { snapshot, accountId }),
  };
}

function remoteClock(perform: DoVerb, accountId: string | undefined): Remote<ClockControl> {
  const advance = async (by: Duration): Promise<void> => {
    await perform('clock.advance', { by, accountId });
  };
  return {
    now: async () => (await perform('clock.now', { accountId })).now,
    nowSeconds: async () => (await perform('clock.now', { accountId })).nowSeconds,
    advance,
    // The mock at the other end waits either way.
    advanceAsync: advance,
    freeze: async (at) => {
      await perform('clock.freeze', { at: at === undefined ? undefined : sendableTime(at), accountId });
    },
    set: async (at) => {
      await perform('clock.set', { at: sendableTime(at), accountId });
    },
    reset: async () => {
      await perform('clock.reset', { accountId });
    },
  };
}

/** A date as JSON writes it; one of another realm is no instance of this one's `Date`. */
function sendableTime(at: Instant): string | number {
  return typeof at === 'object' ? at.toJSON() : at;
}

function remoteFaults(perform: DoVerb, accountId: string | undefined): Remote<Faults> {
  const explain = async (id: string): Promise<string> =>
    (await perform('faults.explain', { accountId }, { id })).explanation;
  const handleOf = (id: string): Remote<FaultHandle> => {
    let last: string | undefined;
    return {
      id,
      remove: async () => {
        last = await unlessGone(
          perform('faults.remove', {}, { id }).then(({ explanation }) => explanation),
          last,
        );
      },
      explain: async () => last ?? unlessGone(explain(id)),
    };
  };
  return {
    add: async (spec) => handleOf((await perform('faults.add', sendable(spec, accountId))).id),
    list: async () => (await perform('faults.list', { accountId })).faults,
    explain,
    remove: (id) => unlessNotFound(perform('faults.remove', { accountId }, { id })),
    clear: () => perform('faults.clear', { accountId }),
  };
}

/** @throws TypeError when it cannot be sent, or is for another account. */
function sendable(spec: FaultSpec, accountId: string | undefined): FaultSpec {
  if (typeof spec.match === 'function')
    throw new TypeError('fault: match is a function, which cannot be sent; say what fits as data');
  if (accountId === undefined) return spec;
  if (spec.account !== undefined && spec.account !== accountId) {
    throw new TypeError(`fault: account is ${JSON.stringify(spec.account)}, and these are the faults of ${accountId}`);
  }
  return { ...spec, account: accountId };
}

function remoteMint(perform: DoVerb, accountId: string | undefined): Remote<Mint> {
  const scope = accountId === undefined ? {} : { accountId };
  return {
    appJwt: async (options) => (await perform('mint', { ...options, ...scope, kind: 'appJwt' })).token,
    consumerJws: async (options) => (await perform('mint', { ...options, ...scope, kind: 'consumerJws' })).token,
    extJwt: async (options) => (await perform('mint', { ...options, ...scope, kind: 'extJwt' })).token,
    lpJwt: async (options) => (await perform('mint', { ...options, ...scope, kind: 'lpJwt' })).token,
    idToken: async (options) => (await perform('mint', { ...options, ...scope, kind: 'idToken' })).token,
  };
}

/** A fault that was cleared meanwhile is no mistake of who holds its handle. */
function unlessGone(explanation: Promise<string>, last = 'removed'): Promise<string> {
  return explanation.catch((error: unknown) => {
    if (isNotFound(error)) return last;
    throw error;
  });
}
