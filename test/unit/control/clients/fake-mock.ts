import type { ClientsSetup } from '../../../../mock-server/control/clients/connection.ts';
import type { Accounts } from '../../../../mock-server/domain/accounts.ts';
import type { Reason } from '../../../../mock-server/errors/reasons.ts';
import type { Call, Reply } from '../../../../mock-server/http/call.ts';
import type { SocketLink } from '../../../../mock-server/http/socket.ts';
import { appOf, openAccounts, settingsOf } from '../../domain/open-account.ts';

export type Frame = Readonly<Record<string, unknown>>;

/** What a request is answered: nothing at all where it is undefined. */
export type Answer = { readonly code?: number; readonly body?: unknown; readonly reason?: Reason } | undefined;

/** A mock as the clients of sockets see it, which answers as a test says. */
export interface FakeMock {
  readonly setup: ClientsSetup;
  readonly accounts: Accounts;
  /** What opened sockets. */
  readonly calls: Call[];
  /** What the client sent, in order, and is not taken yet. */
  readonly taken: () => Frame[];
  /** Sends a frame to the client. */
  readonly tell: (frame: Frame) => void;
  readonly close: (code: number, reason: string) => void;
  /** The codes with which the client has closed. */
  readonly closedByClient: (number | undefined)[];
  /** Writes an entry of the journal. */
  readonly note: (entry: object) => void;
  /** How many hear of entries. */
  readonly watching: () => number;
}

/**
 * @param answer - what a request gets
 * @param handshake - what a handshake gets in the place of a socket
 */
export function openFakeMock(
  answer: (frame: Frame) => Answer = () => ({}),
  handshake?: Reply,
  closed = false,
): FakeMock {
  const calls: Call[] = [];
  const sent: Frame[] = [];
  const closedByClient: (number | undefined)[] = [];
  const watchers = new Set<(entry: never) => void>();
  let link: SocketLink | undefined;
  const agents = [
    { loginName: 'ada', username: 'ada' },
    { loginName: 'bob', username: 'bob' },
  ] as never;
  const accounts = openAccounts({ settings: [settingsOf('100', { agents, apps: [appOf('app')] }), settingsOf('200')] });
  const note = (entry: object): void => {
    for (const watcher of watchers) watcher(entry as never);
  };
  const connect: ClientsSetup['connect'] = async (call, opened) => {
    await Promise.resolve();
    calls.push(call);
    if (handshake !== undefined) return handshake;
    link = opened;
    return {
      id: 'socket-1',
      pinged: () => undefined,
      closed: (code) => {
        closedByClient.push(code);
      },
      receive: (data) => {
        const frame = JSON.parse(String(data)) as Frame;
        sent.push(frame);
        const given = answer(frame);
        if (given === undefined) return;
        const { code = 200, body = {}, reason } = given;
        opened.send(JSON.stringify({ kind: 'resp', reqId: frame['id'], type: 'an answer', code, body }));
        note({ frame: { socket: 'socket-1' }, method: 'RECEIVE', outcome: code, reason });
      },
    };
  };
  const journal = {
    watch: (_: string | undefined, watcher: (entry: never) => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
  const mint = {
    lpJwt: ({ accountId, sub = 'anonymous' }: { accountId: string; sub?: string }) =>
      Promise.resolve(tokenOf({ sub, aud: `acc:${accountId}` })),
  };
  return {
    setup: { settings: { closed }, accounts, journal, mint, connect } as unknown as ClientsSetup,
    accounts,
    calls,
    taken: () => sent.splice(0),
    tell: (frame) => link?.send(JSON.stringify(frame)),
    close: (code, reason) => link?.close(code, reason),
    closedByClient,
    note,
    watching: () => watchers.size,
  };
}

/** A token with these claims, which nobody has signed. */
export function tokenOf(claims: object): string {
  const part = (of: object): string => Buffer.from(JSON.stringify(of)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** What a refusal says. */
export async function refusalOf(work: Promise<unknown>): Promise<{ message: string; code: unknown; reason: unknown }> {
  const error: unknown = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  const { message, code, reason } = error as Error & { code?: unknown; reason?: unknown };
  return { message, code, reason };
}
