import { expect, it } from '@jest/globals';
import { agentStatus } from '../../../../mock-server/endpoints/history/agent-status.ts';
import type { Answer } from '../../../../mock-server/http/call.ts';
import { contextOf, refusalOf } from '../../../support/endpoint-context.ts';

/** Ada and Eve are logged in, Bob was; the bot is there without a login. */
const ACCOUNT = {
  id: '1',
  agents: [
    { username: 'ada', skills: ['7', '8'] },
    { username: 'bob', skills: ['9'] },
  ],
  agentSessions: {
    users: () =>
      ['ada', 'bob', 'eve'].map((name) => ({ loginName: name, userId: `id-${name}`, userPid: `pid-${name}` })),
    lastEnd: (pid: string) => ({ 'pid-ada': 101, 'pid-bob': 100 })[pid],
  },
  presence: {
    list: () => [
      { id: '1.id-bot', pid: 'pid-bot', availability: 'ONLINE' },
      { id: '1.id-eve', pid: 'pid-eve', availability: 'AWAY' },
      { id: '1.id-bob', pid: 'pid-bob', availability: 'OFFLINE' },
    ],
  },
};

const ask = (body: object | string, headers: Readonly<Record<string, string>> = { authorization: 'OAuth a=b' }) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const call = { target: '/status', body: text, headers };
  return agentStatus.handle(contextOf({ call, account: ACCOUNT, nowMs: 100_000 })) as Answer;
};

it.each<[body: object, records: readonly string[]]>([
  [{}, ['ada OFFLINE', 'eve AWAY', 'bot ONLINE']],
  [{ agentIds: ['id-bob', '1.id-eve', 'pid-bot', 'pid-eve', 'nobody'] }, ['bob OFFLINE', 'eve AWAY', 'bot ONLINE']],
  [{ agentIds: [] }, []],
  [{ status: ['ONLINE', 'AWAY'] }, ['eve AWAY', 'bot ONLINE']],
  [{ status: [] }, []],
  [{ skillIds: [7] }, ['ada OFFLINE', 'eve AWAY', 'bot ONLINE']],
  [{ skillIds: ['9'], agentIds: ['id-ada', 'id-bob', 'id-eve'] }, ['bob OFFLINE', 'eve AWAY']],
])('Who is there, or is asked for by any id, is told as far as status and skills fit: %j', (body, records) => {
  const answer = ask(body);
  expect([answer.status, JSON.parse(answer.body)]).toEqual([
    200,
    {
      _metadata: {
        count: records.length,
        self: { rel: 'self', href: 'http://localhost:4407/status' },
        shardsStatusResult: { partialResult: false },
      },
      accountID: '1',
      agentStatusRecords: records.map((record) => {
        const [name, currentStatus] = record.split(' ');
        return { agentId: `id-${String(name)}`, currentStatus };
      }),
    },
  ]);
});

it.each<[body: object | string, sentence: string]>([
  ['', 'the body is absent; send an object, such as {"agentIds":["3705342610"]}'],
  [{ agentIds: '7' }, 'agentIds must be an array of texts or numbers; it is a string'],
  [{ status: 'ONLINE' }, 'status must be an array of texts or numbers; it is a string'],
  [{ skillIds: 7 }, 'skillIds must be an array of texts or numbers; it is a number'],
])('The question is refused, and told why: %j', (body, sentence) => {
  expect(refusalOf(() => ask(body))).toEqual(['history_bad_request', 'body-wrong-shape', sentence]);
});

it('Nobody is told without credentials, or of an account that is not there', () => {
  const briefly = (run: () => unknown): unknown => refusalOf(run).slice(0, 2);
  expect(briefly(() => ask({}, {}))).toEqual(['history_unauthorized', 'agent-bearer-missing']);
  const nowhere = contextOf({ parameters: { account: '1' } });
  expect(briefly(() => agentStatus.handle(nowhere))).toEqual(['history_unauthorized', 'account-unknown']);
});
