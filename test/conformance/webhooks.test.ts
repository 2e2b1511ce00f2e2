import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import {
  createBatch,
  CREATE_PATH,
  decode,
  getOnBehalfHeaders,
  publish,
  sayHello,
  SEND_PATH,
} from '../support/flows.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  NOON_SECONDS,
} from '../support/through-every-adapter.ts';

const NOON_MS = NOON_SECONDS * 1000;
/** Nobody is there, in this process or on this machine: what is sent shows in the attempts. */
const endpoint = 'http://127.0.0.1:1/events';
const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
const RICH = 'ms.MessagingEventNotification.RichContentEvent';
const CHANGE = 'cqm.ExConversationChangeNotification';
const OTHER_CLIENT_ID = 'ffb3b1a6-5a0e-4d6e-9a55-0d3f2f3f9b10';

function subscribed(...events: readonly string[]): MockOptions {
  const webhooks = Object.fromEntries(events.map((event) => [event, { endpoint }]));
  const apps = [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, capabilities: { webhooks } }];
  return { accounts: [{ accountId: ACCOUNT, apps }] };
}

interface Talk {
  readonly id: string;
  readonly consumerId: string;
  send(command: object): Promise<void>;
}

/** @param asked - more of what the conversation is asked for with */
async function talk(mock: OpenMock, asked: object = {}): Promise<Talk> {
  const headers = await getOnBehalfHeaders(mock);
  const [profile, request] = createBatch() as [object, { body: object }];
  const batch = [profile, { ...request, body: { ...request.body, ...asked } }];
  const answer = await mock.post(CREATE_PATH, { headers, body: batch });
  const [, item] = answer.json() as [unknown, { body: { conversationId: string } }];
  return {
    id: item.body.conversationId,
    consumerId: String(decode(headers['x-lp-on-behalf']).claims['lp_consumer_id']),
    send: async (command) => {
      expect((await mock.post(SEND_PATH, { headers, body: command })).status).toBe(200);
    },
  };
}

/** The bodies that were sent, after what is under way. */
async function bodies(mock: OpenMock): Promise<string[]> {
  await mock.clock.advanceAsync('0s');
  return (await mock.webhooks.list()).map(({ body }) => body);
}

/** A message as the page shows it, member by member in its order. */
function message(talked: Talk, who: readonly [id: string, role: string], event: object, sequence?: number): string {
  const [id, role] = who;
  const isContent = sequence !== undefined && !('status' in event);
  const change = {
    ...(sequence === undefined ? {} : { sequence }),
    originatorId: id,
    originatorMetadata: { id, role },
    ...(sequence === undefined ? {} : { serverTimestamp: NOON_MS }),
    event,
    conversationId: talked.id,
    dialogId: talked.id,
    ...(isContent ? { messageAudience: 'ALL' } : {}),
  };
  return JSON.stringify({ kind: 'notification', body: { changes: [change] }, type: 'ms.MessagingEventNotification' });
}

interface Change {
  readonly agentId?: string;
  readonly closedBy?: string;
  readonly effectiveTTR?: number;
  readonly skillId?: string;
}

/** A conversation likewise. */
function change(
  talked: Talk,
  subscriptionId: string,
  { agentId, closedBy, effectiveTTR, skillId = '-1' }: Change,
): string {
  const state = closedBy === undefined ? 'OPEN' : 'CLOSE';
  const participants = [
    { id: talked.consumerId, role: 'CONSUMER' },
    ...(agentId === undefined ? [] : [{ id: agentId, role: 'ASSIGNED_AGENT' }]),
  ];
  const dialog = {
    dialogId: talked.id,
    participantsDetails: participants.map((each) => ({ ...each, state: 'ACTIVE' })),
    dialogType: 'MAIN',
    channelType: 'MESSAGING',
    state,
    creationTs: NOON_MS,
    ...(closedBy === undefined ? {} : { endTs: NOON_MS }),
    metaDataLastUpdateTs: NOON_MS,
    ...(closedBy === undefined ? {} : { closedBy }),
  };
  const result = {
    convId: talked.id,
    effectiveTTR: effectiveTTR ?? NOON_MS + 600_000,
    conversationDetails: {
      skillId,
      participants,
      dialogs: [dialog],
      brandId: ACCOUNT,
      state,
      stage: state,
      ...(closedBy === undefined ? {} : { closeReason: closedBy }),
      startTs: NOON_MS,
      ...(closedBy === 'CONSUMER' ? { endTs: NOON_MS } : {}),
      metaDataLastUpdateTs: NOON_MS,
      ttr: { ttrType: 'PRIORITIZED', value: 600 },
      conversationHandlerDetails: { accountId: ACCOUNT, skillId },
    },
  };
  return JSON.stringify({
    kind: 'notification',
    body: { subscriptionId, changes: [{ type: 'UPSERT', result }] },
    type: CHANGE,
  });
}

const subscriptionOf = (body = ''): string =>
  (JSON.parse(body) as { body: { subscriptionId: string } }).body.subscriptionId;

describeThroughEveryAdapter(
  'Webhooks',
  (open) => {
    it('tell of what a consumer and an agent say', async () => {
      const mock = await open(subscribed(CONTENT));
      const jane = await talk(mock);
      await jane.send(sayHello(jane.id));
      await mock.conversations.say(jane.id, 'This is a reply!');
      const said = (text: string): object => ({ type: 'ContentEvent', message: text, contentType: 'text/plain' });
      expect(await bodies(mock)).toEqual([
        message(jane, [jane.consumerId, 'CONSUMER'], said('Hello world!'), 0),
        message(jane, ['tester', 'ASSIGNED_AGENT'], said('This is a reply!'), 1),
      ]);
      expect(await mock.webhooks.list({ event: CONTENT })).toHaveLength(2);
    });

    it('tell of rich content and of files with all that they have', async () => {
      const mock = await open(subscribed(CONTENT, RICH));
      const jane = await talk(mock);
      const rich = { type: 'vertical', elements: [{ type: 'text', text: 'Hello', tooltip: 'a greeting' }] };
      const file = { caption: 'A map', relativePath: '/lp_12345678/map.png', fileType: 'PNG', preview: 'data:,' };
      await jane.send(publish(jane.id, { content: rich, type: 'RichContentEvent' }));
      await jane.send(publish(jane.id, { message: file, contentType: 'hosted/file', type: 'ContentEvent' }));
      const consumer = [jane.consumerId, 'CONSUMER'] as const;
      expect(await bodies(mock)).toEqual([
        message(jane, consumer, { type: 'RichContentEvent', content: rich }, 0),
        message(jane, consumer, { type: 'ContentEvent', message: file, contentType: 'hosted/file' }, 1),
      ]);
    });

    it('tell of what the scripted agent says and does', async () => {
      const typing = 'ms.MessagingEventNotification.ChatStateEvent';
      const receipts = 'ms.MessagingEventNotification.AcceptStatusEvent';
      const mock = await open({ ...subscribed(CONTENT, typing, receipts), agent: 'echo' });
      const jane = await talk(mock);
      await mock.clock.advanceAsync('0s');
      await jane.send(publish(jane.id, { type: 'ChatStateEvent', chatState: 'PAUSE' }));
      await jane.send(sayHello(jane.id));
      const sent = await bodies(mock);
      const { originatorId: agentId } = (
        JSON.parse(sent.at(-1) ?? '') as { body: { changes: [{ originatorId: string }] } }
      ).body.changes[0];
      const agent = [agentId, 'ASSIGNED_AGENT'] as const;
      const consumer = [jane.consumerId, 'CONSUMER'] as const;
      expect(sent).toEqual([
        message(jane, consumer, { type: 'ChatStateEvent', chatState: 'PAUSE' }),
        message(jane, consumer, { type: 'ContentEvent', message: 'Hello world!', contentType: 'text/plain' }, 0),
        message(jane, agent, { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] }, 1),
        message(jane, agent, { type: 'ChatStateEvent', chatState: 'COMPOSING' }),
        message(jane, agent, { type: 'ContentEvent', message: 'You said: Hello world!', contentType: 'text/plain' }, 2),
      ]);
    });

    it('tell of a conversation that is opened, taken, transferred and closed by the agent', async () => {
      const mock = await open(subscribed(CHANGE));
      const jane = await talk(mock);
      await mock.conversations.say(jane.id, 'hello');
      await mock.conversations.transfer(jane.id, '558327413');
      await mock.conversations.close(jane.id);
      const sent = await bodies(mock);
      const id = subscriptionOf(sent[0]);
      expect(id).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
      expect(sent).toEqual([
        change(jane, id, {}),
        change(jane, id, { agentId: 'tester' }),
        change(jane, id, { effectiveTTR: -1, skillId: '558327413' }),
        change(jane, id, { effectiveTTR: -1, skillId: '558327413', closedBy: 'AGENT' }),
      ]);
    });

    it('tell until when the consumer is to be answered: the last unanswered message, and the time it may take', async () => {
      const mock = await open(subscribed(CHANGE));
      const jane = await talk(mock, { ttrDefName: 'NORMAL' });
      const results: unknown[] = [];
      const transfer = async (skillId: string): Promise<void> => {
        await mock.clock.advanceAsync('1m');
        await mock.conversations.transfer(jane.id, skillId);
        const { body } = JSON.parse((await bodies(mock)).at(-1) ?? '') as {
          body: { changes: [{ result: { effectiveTTR: number; conversationDetails: { ttr: object } } }] };
        };
        const { effectiveTTR, conversationDetails } = body.changes[0].result;
        results.push([(effectiveTTR - NOON_MS) / 1000, conversationDetails.ttr]);
      };
      await transfer('1');
      await jane.send(sayHello(jane.id));
      await transfer('2');
      await jane.send(publish(jane.id, { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] }));
      await jane.send(publish(jane.id, { type: 'ChatStateEvent', chatState: 'COMPOSING' }));
      await transfer('3');
      await jane.send(sayHello(jane.id));
      await transfer('4');
      const ttr = { ttrType: 'NORMAL', value: 3600 };
      expect(results).toEqual([3600, 3660, 3660, 3780].map((seconds) => [seconds, ttr]));
    });

    it('carry a subscription of the app, the same in all of its conversations', async () => {
      const webhooks = { [CHANGE]: { endpoint } };
      const apps = [CLIENT_ID, OTHER_CLIENT_ID].map((id) => ({
        client_id: id,
        client_secret: CLIENT_SECRET,
        capabilities: { webhooks },
      }));
      const mock = await open({ accounts: [{ accountId: ACCOUNT, apps }] });
      const jane = await talk(mock);
      await mock.conversations.close(jane.id);
      await talk(mock);
      await mock.clock.advanceAsync('0s');
      const attempts = await mock.webhooks.list();
      const idsOf = (clientId: string): readonly string[] => [
        ...new Set(attempts.filter((each) => each.clientId === clientId).map(({ body }) => subscriptionOf(body))),
      ];
      expect(attempts).toHaveLength(6);
      expect(idsOf(CLIENT_ID)).toHaveLength(1);
      expect(idsOf(OTHER_CLIENT_ID)).toHaveLength(1);
      expect(idsOf(CLIENT_ID)).not.toEqual(idsOf(OTHER_CLIENT_ID));
    });

    it('tell of a conversation that the consumer closes', async () => {
      const mock = await open(subscribed(CHANGE));
      const jane = await talk(mock);
      await mock.conversations.close(jane.id, 'consumer');
      const sent = await bodies(mock);
      expect(sent[1]).toBe(change(jane, subscriptionOf(sent[0]), { effectiveTTR: -1, closedBy: 'CONSUMER' }));
    });

    it('are compact JSON, which reads and writes back to the same', async () => {
      const mock = await open(subscribed(CONTENT, CHANGE));
      const jane = await talk(mock);
      await jane.send(sayHello(jane.id, '1', 'grüße/😀 "<&>"'));
      for (const body of await bodies(mock)) expect(JSON.stringify(JSON.parse(body))).toBe(body);
    });

    it('are retried by the time of the mock', async () => {
      const options = subscribed(CONTENT);
      const [account] = options.accounts ?? [];
      const webhooks = { [CONTENT]: { endpoint }, retry: { retention_time: 259_200 } };
      const apps = account?.apps?.map((app) => ({ ...app, capabilities: { webhooks } }));
      const mock = await open({ accounts: [{ accountId: ACCOUNT, apps }] });
      const jane = await talk(mock);
      await jane.send(sayHello(jane.id));
      await mock.clock.advanceAsync('1m');
      const attempts = await mock.webhooks.list();
      expect(attempts.map(({ atMs }) => (atMs - NOON_MS) / 1000)).toEqual([0, 2, 6, 14, 30]);
      expect(attempts.every(({ state, status }) => state === 'retrying' && status === undefined)).toBe(true);
      expect(await mock.account(ACCOUNT).webhooks.list()).toHaveLength(5);
      await mock.reset();
      expect(await mock.webhooks.list()).toEqual([]);
    });

    it('are signed with the secret of the installation', async () => {
      const mock = await open();
      const body = '{"kind":"notification","body":{"changes":[]},"type":"ms.MessagingEventNotification"}';
      expect(await mock.webhooks.sign(body)).toBe('sha1=es9jb83YSuWXhmXoYzukVrM/iGo=');
    });

    it('are signed with SHA-256 where that is asked for', async () => {
      const mock = await open({ ...subscribed(CONTENT), webhooks: { signature: 'sha256' } });
      const jane = await talk(mock);
      await jane.send(sayHello(jane.id));
      await mock.clock.advanceAsync('0s');
      const [attempt] = await mock.webhooks.list();
      const digest = createHmac('sha256', CLIENT_SECRET)
        .update(attempt?.body ?? '')
        .digest('base64');
      expect(attempt?.headers['x-liveperson-signature']).toBe(`sha256=${digest}`);
    });
  },
  { anyHeader: true },
);
