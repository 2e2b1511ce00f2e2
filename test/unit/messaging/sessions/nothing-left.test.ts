import { expect, it } from '@jest/globals';
import type { Account } from '../../../../mock-server/domain/account.ts';
import type { Session } from '../../../../mock-server/http/socket.ts';
import { openAgentSession } from '../../../../mock-server/messaging/sessions/agent-session.ts';
import { openConsumerSession } from '../../../../mock-server/messaging/sessions/consumer-session.ts';
import type { SocketSetup } from '../../../../mock-server/messaging/socket-setup.ts';
import type { Signer } from '../../../../mock-server/tokens/signer.ts';
import { openAccount } from '../../domain/open-account.ts';
import { countReaders } from '../count-readers.ts';

/** Believes in one token of Jane's. */
const signer = {
  verify: () => ({
    ok: true,
    claims: { sub: 'jane', aud: 'acc:100', iat: 0, exp: 600, iss: 'https://idp.liveperson.net' },
  }),
} as unknown as Signer;

const consumer =
  (authorization?: string) =>
  (setup: SocketSetup): Promise<Session> =>
    openConsumerSession(setup, { authorization, isLong: true, signer });

it.each<[string, number, number, (setup: SocketSetup, account: Account) => Promise<Session>]>([
  ["a consumer's", 1, 2, consumer('jwt a.b.c')],
  ["an unknown consumer's", 0, 2, consumer()],
  [
    "an agent's",
    1,
    2,
    (setup, account) =>
      Promise.resolve(openAgentSession(setup, account, account.agentSessions.open('ada', account.clock.nowSeconds()))),
  ],
])('nothing is read or falls due for a socket that is closed: %s', async (_, read, due, open) => {
  const { watched: account, readers } = countReaders(openAccount());
  const tasks = new Set<object>();
  const clock: SocketSetup['clock'] = {
    ...account.clock,
    schedule: (...task) => {
      const scheduled = account.clock.schedule(...task);
      tasks.add(scheduled);
      return {
        cancel: () => {
          tasks.delete(scheduled);
          scheduled.cancel();
        },
      };
    },
  };
  const setup = {
    id: 'socket-1',
    account,
    accountId: account.id,
    clock,
    ids: account.ids,
    keys: { trusted: () => [] },
    settings: {
      reasonHeader: true,
      tokens: { clockToleranceSeconds: 0 },
      ums: { closeOnExpiry: true, idleTimeoutMs: 1000, initTimeoutMs: 5000 },
    },
    link: { send: () => undefined, close: () => undefined },
    trace: () => ({ record: () => undefined }),
  };
  const session = await open(setup as unknown as SocketSetup, account);
  expect([readers(), tasks.size]).toEqual([read, due]);
  session.closed(1000);
  session.pinged();
  expect([readers(), tasks.size]).toEqual([0, 0]);
});
