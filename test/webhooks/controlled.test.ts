import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { matchers } from '../../mock-server/testing/matchers.ts';
import { NOWHERE, run } from '../cli/captured-terminal.ts';
import { ACCOUNT, CLIENT_ID, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import type { Receiver } from './receiver.ts';
import { openReceiver } from './receiver.ts';
import { CHANGE, CONTENT, ENDPOINT, openConversation, receiveInto, textsOf, webhookMock } from './webhook-setup.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function running(): Promise<{ mock: Mock; server: RunningServer; receiver: Receiver }> {
  const receiver = await openReceiver();
  const mock = webhookMock({ [CONTENT]: { endpoint: receiver.url } });
  const server = await startServer(mock, { port: 0, tls: false });
  opened.push(receiver, server);
  return { mock, server, receiver };
}

describe('The webhooks of a mock that runs elsewhere', () => {
  it('are listed, paused, resent, signed and sent as in process', async () => {
    const { mock, server, receiver } = await running();
    const remote = connectMock(server.url);
    const { webhooks, clock } = remote;
    const jane = await openConversation(mock);
    await webhooks.pause();
    await jane.say('hello');
    await clock.advanceAsync('0s');
    expect(await webhooks.list()).toEqual([]);
    expect(await webhooks.state()).toEqual({ isPaused: true, owed: 1 });
    expect(await remote.account(OTHER_ACCOUNT).webhooks.state()).toEqual({ isPaused: true, owed: 0 });
    await webhooks.resume();
    await clock.advanceAsync('0s');
    expect(await webhooks.state()).toEqual({ isPaused: false, owed: 0 });
    await remote.account(ACCOUNT).webhooks.pause();
    expect([mock.webhooks.state().isPaused, mock.account(ACCOUNT).webhooks.state().isPaused]).toEqual([false, true]);
    await remote.account(ACCOUNT).webhooks.resume();
    const [first] = await webhooks.list({ accountId: ACCOUNT, state: 'delivered' });
    expect(first).toEqual(mock.webhooks.list()[0]);
    expect(await webhooks.list({ accountId: OTHER_ACCOUNT })).toEqual([]);
    expect(await remote.account(ACCOUNT).webhooks.resend(first?.id ?? '')).toMatchObject({
      attempt: 2,
      state: 'delivered',
    });
    expect(await webhooks.send(receiver.url, CHANGE, { clientId: CLIENT_ID })).toMatchObject({ event: CHANGE });
    expect(textsOf(receiver.heard)).toEqual(['hello', 'hello', undefined]);
    expect(await webhooks.sign(first?.body ?? '')).toBe(receiver.heard[0]?.headers['x-liveperson-signature']);
    await expect(webhooks.resend('99')).rejects.toThrow('there is no attempt "99"');
    await expect(remote.account(OTHER_ACCOUNT).webhooks.resend(first?.id ?? '')).rejects.toThrow(TypeError);
    await expect(matchers.toHaveDelivered(connectMock(server.url), CONTENT)).resolves.toMatchObject({ pass: true });
  });
});

describe('The command webhooks', () => {
  const ask = async (url: string, ...words: string[]): Promise<readonly [number, string[], string[]]> => {
    const { exitCode, stdout, stderr } = await run(['webhooks', ...words, '--url', url]);
    const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
    return [exitCode, lines(stdout), lines(stderr)];
  };

  it('lists, resends and sends samples', async () => {
    const { mock, server, receiver } = await running();
    expect(await ask(server.url)).toEqual([0, [], ['lp-auth-mock: there were no attempts at a webhook']]);
    await (await openConversation(mock)).say('hello');
    await mock.settled();
    const [, lines] = await ask(server.url);
    expect(lines).toEqual([
      expect.stringMatching(/^ID +AT +ACCOUNT +EVENT +URL +ATTEMPT +STATE +WHY/),
      expect.stringMatching(`^1 +2026-11-20T12:00:00Z +${ACCOUNT} +${CONTENT} +http\\S+ +1 +delivered`),
    ]);
    const [, [json = '']] = await ask(server.url, '--json');
    expect(JSON.parse(json)).toMatchObject({ id: '1', body: receiver.heard[0]?.body });
    expect(await ask(server.url, '--event', CHANGE)).toEqual([0, [], [expect.any(String)]]);
    const [resent, [line = '']] = await ask(server.url, 'resend', '1');
    expect([resent, line]).toEqual([
      0,
      expect.stringMatching(/^attempt 2: .*: delivered, answered with 200 \(\d+ ms\)$/),
    ]);
    const [sent] = await ask(server.url, 'send', receiver.url, '--event', CHANGE);
    expect([sent, receiver.heard.length]).toEqual([0, 3]);
    const [failed, [why = '']] = await ask(server.url, 'send', 'http://192.0.2.1/');
    expect([failed, why]).toEqual([1, expect.stringContaining('name the host in webhooks.hosts')]);
  });

  it('sends a sample where no mock runs, by one of its own', async () => {
    const receiver = await openReceiver();
    opened.push(receiver);
    const sent = await run(['webhooks', 'send', receiver.url, '--account', ACCOUNT]);
    expect([sent.exitCode, sent.stdout, sent.stderr]).toEqual([
      0,
      expect.stringMatching(/^attempt 1: .*ContentEvent to http:.*: delivered, answered with 200/),
      `lp-auth-mock: no mock runs at ${NOWHERE}; asked one with default keys, at the time of this machine`,
    ]);
    const body = receiver.heard[0]?.body ?? '';
    expect(receiver.heard[0]?.headers['x-liveperson-signature']).toBe(
      await createMock().webhooks.sign(body, { clientId: CLIENT_ID }),
    );
    const refused = await run(['webhooks', 'send', 'events']);
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining('lp-auth-mock: url: expected a URL'),
    ]);
    // What was sent stands in a mock that runs: there is nothing to list else.
    expect((await run(['webhooks', 'list'])).stderr).toContain('start one with');
  });

  it.each([
    ['resend', 'webhooks resend needs <id>'],
    ['resend 99', 'there is no attempt "99" at a webhook'],
    ['send', 'webhooks send needs <url>'],
    ['send events', 'url: expected a URL of at most 2048 characters'],
    ['send ftp://localhost/', 'url: expected a URL that starts with https:// or http://'],
    ['send http://localhost:1/ --client nobody', 'account 12345678 has no app installation "nobody"'],
    ['list 7', 'webhooks list does not take the word 7'],
    ['bake', 'action: expected "list", "resend", "send"; got "bake"'],
    ['--event ContentEvent', '--event: expected "cqm.ExConversationChangeNotification", '],
  ])('refuses %j: %s', async (words, sentence) => {
    const { server } = await running();
    expect(await ask(server.url, ...words.split(' '))).toEqual([
      1,
      [],
      [expect.stringContaining(`lp-auth-mock: ${sentence}`)],
    ]);
  });
});

describe('toHaveDelivered', () => {
  const judge = (mock: unknown, ...given: [event: unknown, options?: object]): { pass: boolean; text: string } => {
    const judged = matchers.toHaveDelivered(mock, ...(given as [string]));
    if ('then' in judged) throw new Error('in process it is judged at once');
    return { pass: judged.pass, text: judged.message() };
  };

  it('passes where a webhook was delivered, as often as it says', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    receiveInto(mock);
    const jane = await openConversation(mock);
    await jane.say('hello');
    await mock.settled();
    for (const options of [{}, { times: 1 }, { text: 'hello' }, { conversationId: jane.id, clientId: CLIENT_ID }])
      expect(judge(mock, CONTENT, options).pass).toBe(true);
    expect(judge(mock.account(ACCOUNT), CONTENT).text).toBe(
      `expected the mock not to have delivered ${CONTENT}; it was delivered once`,
    );
    for (const options of [{ times: 2 }, { text: 'bye' }, { conversationId: 'x' }, { clientId: 'x' }])
      expect(judge(mock, CONTENT, options).pass).toBe(false);
    expect(judge(mock, CHANGE).text).toContain(
      `there were attempts at others:\n  ${CONTENT} to ${ENDPOINT}: delivered`,
    );
  });

  it('says what came of it otherwise', async () => {
    const mock = webhookMock({ [CONTENT]: { endpoint: ENDPOINT } });
    expect(judge(mock, CONTENT).text).toContain('there was no attempt at a webhook');
    receiveInto(mock, () => 500);
    const jane = await openConversation(mock);
    for (let count = 0; count < 12; count += 1) await jane.say('hello');
    await mock.settled();
    const { pass, text } = judge(mock, CONTENT);
    expect([pass, text]).toEqual([false, expect.stringContaining('it was tried:\n  and 2 before these\n')]);
    expect(text).toContain('dropped, answered with 500');
  });

  it('refuses what makes no sense', () => {
    const mock = webhookMock({});
    expect(() => judge({}, CONTENT)).toThrow('expect() was not given a mock');
    expect(() => judge(mock, undefined)).toThrow('toHaveDelivered: give an event type');
    expect(() => judge(mock, CONTENT, { often: 1 })).toThrow('often');
    expect(() => judge(mock, CONTENT, { times: -1 })).toThrow('times');
  });
});
