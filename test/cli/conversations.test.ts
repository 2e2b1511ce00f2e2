import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { ConsumerClient, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import type { Outcome } from './captured-terminal.ts';
import { run } from './captured-terminal.ts';

let mock: Mock;
let server: RunningServer;
beforeEach(async () => {
  mock = createMock({ seed: 'cli' });
  mock.clock.freeze(NOON);
  server = await startServer(mock, { port: 0, tls: false });
});
afterEach(() => server.close());

const type = (...argv: readonly string[]): Promise<Outcome> => run(argv, { env: { LP_AUTH_MOCK_URL: server.url } });
const refused = (line: string): Outcome => ({ exitCode: 1, stdout: '', stderr: `lp-auth-mock: ${line}` });

async function openTalk(consumerId = 'jane', accountId = ACCOUNT): Promise<{ consumer: ConsumerClient; id: string }> {
  const consumer = await mock.consumer({ consumerId, accountId });
  return { consumer, id: await consumer.requestConversation({ skillId: '77' }) };
}

describe('conversations', () => {
  it('lists them, with what was said last', async () => {
    expect(await type('conversations')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'lp-auth-mock: there are no conversations',
    });
    const { consumer, id } = await openTalk();
    const other = await openTalk('joe', OTHER_ACCOUNT);
    await consumer.say('Hello,\nanybody there?');
    await consumer.typing();
    expect(await type('conversations')).toEqual({
      exitCode: 0,
      stdout: [
        'ID                                    ACCOUNT   CONSUMER  STATE  SKILL  MESSAGES  LAST',
        `${id}  12345678  jane      OPEN   77     1         consumer: Hello, anybody there?`,
        `${other.id}  87654321  joe       OPEN   77     0`,
      ].join('\n'),
      stderr: '',
    });
    expect((await type('conversations', '--account', OTHER_ACCOUNT)).stdout.split('\n')).toHaveLength(2);
    expect((await type('conversations', '--account', '99')).stderr).toBe(
      'lp-auth-mock: there are no conversations of account 99',
    );
    await consumer.say('long '.repeat(100));
    expect((await type('conversations')).stdout).toMatch(/ consumer: (?:long ){11}lo\.\.\.$/m);
  });

  it('shows one with its messages, by its id or its beginning', async () => {
    const { consumer, id } = await openTalk();
    const lines = (): string[] => [
      `conversation ${id} of account ${ACCOUNT}`,
      'state     OPEN',
      'skill     77',
      'consumer  jane',
    ];
    expect((await type('conversations', id)).stdout.split('\n')).toEqual([...lines(), '', 'nothing was said yet']);
    await consumer.say('Hello,\nanybody there?');
    mock.conversations.say(id, 'Yes');
    await consumer.markRead();
    await consumer.closeConversation();
    const [first = '', , ...rest] = lines();
    const shown = [
      first,
      'state     CLOSE (by CONSUMER)',
      ...rest,
      `agent     ${ACCOUNT}.tester (ASSIGNED_AGENT, ACTIVE)`,
      '',
      `0  ${NOON}  consumer  Hello,`,
      '    anybody there?',
      `1  ${NOON}  agent     Yes`,
      `2  ${NOON}  consumer  (READ)`,
    ];
    expect((await type('conversations', id.slice(0, 8))).stdout.split('\n')).toEqual(shown);
    expect((await type('conversations', id.toUpperCase().slice(0, 8))).exitCode).toBe(0);
  });

  it('are JSON for a script', async () => {
    const { id } = await openTalk();
    await openTalk('joe', OTHER_ACCOUNT);
    mock.conversations.say(id, 'Hi');
    const { stdout } = await type('conversations', '--json');
    expect(stdout.split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id, state: 'OPEN', messages: [{ text: 'Hi' }] },
      { consumerId: 'joe' },
    ]);
    expect(JSON.parse((await type('conversations', id, '--json')).stdout)).toMatchObject({ id, accountId: ACCOUNT });
  });

  it('name those that there are for one that there is not', async () => {
    expect(await type('conversations', 'nowhere')).toEqual(
      refused('there is no conversation nowhere; there is none at all yet'),
    );
    const { id } = await openTalk();
    expect(await type('conversations', 'nowhere')).toEqual(
      refused(`there is no conversation nowhere; there are ${id}`),
    );
    expect(await type('conversations', id.slice(0, 3))).toEqual(
      refused(`there is no conversation ${id.slice(0, 3)}; there are ${id}`),
    );
    expect((await type('conversations', id, '--account', OTHER_ACCOUNT)).exitCode).toBe(1);
    for (let count = 0; count < 6; count += 1) await openTalk(`consumer-${String(count)}`);
    expect((await type('conversations', 'nowhere')).stderr).toMatch(/; there are (?:[\da-f-]{36},? ){5}and 2 older$/);
  });
});

describe('say', () => {
  it('says a text as the agent, or as the consumer', async () => {
    const { consumer, id } = await openTalk();
    expect(await type('say', id, 'How can I help?')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `lp-auth-mock: said as agent in ${id}, sequence 0`,
    });
    expect((await consumer.nextMessage()).text).toBe('How can I help?');
    expect(await type('say', id.slice(0, 8), 'Hello', '--as', 'consumer', '--json')).toEqual({
      exitCode: 0,
      stdout: JSON.stringify({ conversationId: id, sequence: 1 }),
      stderr: '',
    });
    expect(mock.conversations.find(id)?.messages.map(({ role, text }) => [role, text])).toEqual([
      ['ASSIGNED_AGENT', 'How can I help?'],
      ['CONSUMER', 'Hello'],
    ]);
  });

  it('tells what is wrong in one line', async () => {
    const { id } = await openTalk();
    expect(await type('say', 'nowhere', 'Hi')).toEqual(refused(`there is no conversation nowhere; there are ${id}`));
    expect(await type('say', id)).toEqual(refused('a word is missing: say <conversation> <text>'));
    expect(await type('say', id, 'How', 'are')).toEqual(refused('say does not take the word are'));
    expect(await type('say', id, 'Hi', '--as', 'bot')).toEqual(
      refused('--as: expected "agent", "consumer"; got "bot"'),
    );
    mock.conversations.close(id);
    expect(await type('say', id, 'Hi')).toEqual(refused(`the conversation ${id} is closed`));
    await server.close();
    expect((await type('say', id, 'Hi')).stderr).toMatch(/^lp-auth-mock: no mock answers at .*; start one with: /);
  });
});
