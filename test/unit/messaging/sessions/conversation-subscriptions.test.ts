import { describe, expect, it } from '@jest/globals';
import type { Account } from '../../../../mock-server/domain/account.ts';
import type { Conversation } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant } from '../../../../mock-server/domain/conversation.ts';
import { Refusal } from '../../../../mock-server/errors/refusal.ts';
import type { JsonObject } from '../../../../mock-server/http/body.ts';
import type { CommandScene } from '../../../../mock-server/messaging/commands/command.ts';
import { shortDialect } from '../../../../mock-server/messaging/dialects/short.ts';
import type { ConversationSubscriptions } from '../../../../mock-server/messaging/sessions/conversation-subscriptions.ts';
import { createConversationSubscriptions } from '../../../../mock-server/messaging/sessions/conversation-subscriptions.ts';
import { openAccount } from '../../domain/open-account.ts';

interface Opened {
  readonly account: Account;
  readonly subscriptions: ConversationSubscriptions;
  /** Subscribes. The id of the subscription. */
  readonly subscribe: (body?: JsonObject) => string;
  /** What was told since this was asked the last time: in each notification the changes, as `type consumer state`. */
  readonly told: () => string[][];
  /** By which subscriptions. */
  readonly by: () => string[];
}

/** A socket that may know of all conversations but Eve's. */
function openSubscriptions(account = openAccount()): Opened {
  const notes: { subscriptionId: string; changes: readonly JsonObject[] }[] = [];
  const subscriptions = createConversationSubscriptions(
    {
      id: 'socket',
      accountId: account.id,
      notify: (name, body) => {
        expect(name).toBe('cqm.ExConversationChangeNotification');
        notes.push(body as (typeof notes)[number]);
      },
      end: () => undefined,
      onEnd: () => undefined,
    },
    shortDialect,
    ({ consumerId }) => consumerId !== 'eve',
  );
  account.events.read((happening) => {
    subscriptions.tell(happening);
  });
  const scene = { account, ids: account.ids } as unknown as CommandScene;
  const brief = ({ type, result }: JsonObject): string => {
    const { state, participants } = (result as { conversationDetails: Record<string, unknown> }).conversationDetails;
    const [consumer] = participants as { id: string }[];
    return `${String(type)} ${String(consumer?.id)} ${String(state)}`;
  };
  return {
    account,
    subscriptions,
    subscribe: (body = {}) => {
      const answer = subscriptions.subscribe(body, scene);
      expect(answer.name).toBe('cqm.SubscribeExConversations');
      return (answer.body as { subscriptionId: string }).subscriptionId;
    },
    told: () => notes.splice(0).map(({ changes }) => changes.map(brief)),
    by: () => notes.splice(0).map(({ subscriptionId }) => subscriptionId),
  };
}

/** Jane's, which is open, and John's, which was closed a second later and has an agent with two ids. */
function openTwo(): Opened & { readonly jane: Conversation } {
  const opened = openSubscriptions();
  const { conversations, clock } = opened.account;
  const jane = conversations.open('jane');
  conversations.open('eve');
  clock.advance('1s');
  const john = conversations.open('john');
  const agent = { id: '100.1', pid: 'agent-pid', role: 'ASSIGNED_AGENT', state: 'ACTIVE' } as const;
  const asked = { ...agent, id: '100.2', pid: 'asked-pid', state: 'SUGGESTED' } as const;
  conversations.close(john, 'AGENT', { participants: [consumerParticipant('john'), agent, asked] });
  return { ...opened, jane };
}

const JANE = 'UPSERT jane OPEN';
const JOHN = 'UPSERT john CLOSE';

function refusalOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.error, error.reason.slug, error.reason.sentence];
  }
}

const malformed = (sentence: string): unknown => ['BAD_REQUEST', 'command-malformed', sentence];

describe('A subscription to conversations', () => {
  it.each<[JsonObject, readonly string[]]>([
    [{}, [JANE, JOHN]],
    [{ convState: null, stage: null, agentIds: null, minLastUpdatedTime: null }, [JANE, JOHN]],
    [{ convState: [] }, [JANE, JOHN]],
    [{ convState: ['OPEN'] }, [JANE]],
    [{ convState: 'OPEN' }, [JANE]],
    [{ convState: ['CLOSE'] }, [JOHN]],
    [{ convState: ['OPEN', 'CLOSE'] }, [JANE, JOHN]],
    [{ convState: ['LOCKED'] }, []],
    [{ stage: ['OPEN'] }, [JANE]],
    [{ stage: ['CLOSE'] }, [JOHN]],
    [{ convState: ['OPEN'], stage: ['CLOSE'] }, []],
    [{ agentIds: ['100.1'] }, [JOHN]],
    [{ agentIds: ['nobody', 'agent-pid'] }, [JOHN]],
    [{ agentIds: ['100.2', 'asked-pid'] }, []],
    [{ agentIds: [] }, [JANE, JOHN]],
    [{ agentIds: ['100.1'], convState: ['OPEN'] }, []],
    [{ minLastUpdatedTime: 0 }, [JANE, JOHN]],
    [{ minLastUpdatedTime: 1 }, [JOHN]],
    [{ minLastUpdatedTime: 1000 }, [JOHN]],
    [{ minLastUpdatedTime: 1001 }, []],
  ])('tells at once of what there is and is asked for: %j', (body, changes) => {
    const { subscribe, told } = openTwo();
    subscribe(body);
    expect(told()).toEqual([changes]);
  });

  it('tells of changes under its own id, and of what it does not fit any more', () => {
    const { account, subscribe, told, by, jane } = openTwo();
    const [open, closed, any] = [{ convState: ['OPEN'] }, { convState: ['CLOSE'] }, {}].map(subscribe);
    told();
    account.conversations.change(jane, { note: 'changed' });
    expect(told()).toEqual([[JANE], [JANE]]);
    account.conversations.close(jane);
    expect(by()).toEqual([open, closed, any]);
    account.conversations.change(jane, { csatRate: 5 });
    expect(told()).toEqual([['UPSERT jane CLOSE'], ['UPSERT jane CLOSE']]);
  });

  it('hears a DELETE of what it was told of alone', () => {
    const { account, subscribe, told, jane } = openTwo();
    subscribe({ convState: ['OPEN'] });
    subscribe({ agentIds: ['100.1'] });
    told();
    account.conversations.close(jane);
    expect(told()).toEqual([['DELETE jane CLOSE']]);
  });

  it('tells neither of what is said nor of conversations that are not theirs', () => {
    const { account, subscribe, told, jane } = openTwo();
    subscribe();
    told();
    const from = consumerParticipant('jane');
    for (const isSequenced of [true, false])
      account.conversations.publish(jane, { from, audience: 'ALL', event: { type: 'any' } }, isSequenced);
    for (const conversation of account.conversations.all())
      if (conversation.consumerId === 'eve') account.conversations.close(conversation);
    expect(told()).toEqual([]);
  });

  it('tells of more than a hundred in several notifications', () => {
    const { account, subscribe, told } = openSubscriptions();
    const sizes = (): number[] => {
      subscribe();
      return told().map(({ length }) => length);
    };
    for (let count = 0; count < 100; count += 1) account.conversations.open(`consumer-${String(count)}`);
    expect(sizes()).toEqual([100]);
    account.conversations.open('jane');
    told();
    expect(sizes()).toEqual([100, 1]);
  });

  it('ends by its id, once', () => {
    const { account, subscriptions, subscribe, told, jane } = openTwo();
    const subscriptionId = subscribe();
    told();
    const unknown = malformed('subscriptionId is of no subscription of this socket');
    for (const other of [undefined, 7, 'nothing'])
      expect(refusalOf(() => subscriptions.unsubscribe({ subscriptionId: other }))).toEqual(unknown);
    expect(subscriptions.unsubscribe({ subscriptionId })).toEqual({ name: 'Text', code: 200, body: 'OK' });
    expect(refusalOf(() => subscriptions.unsubscribe({ subscriptionId }))).toEqual(unknown);
    account.conversations.close(jane);
    expect(told()).toEqual([]);
  });

  it('is one of a hundred at most, on one socket', () => {
    const { subscriptions, subscribe } = openSubscriptions();
    const ids = Array.from({ length: 100 }, () => subscribe());
    expect(refusalOf(subscribe)).toEqual(malformed('a socket has at most 100 subscriptions'));
    subscriptions.unsubscribe({ subscriptionId: ids[0] });
    expect(subscribe()).toEqual(expect.any(String));
  });

  const texts = (count: number): string[] => Array.from({ length: count }, () => 'OPEN');
  it.each<[JsonObject, string]>([
    ...['convState', 'stage', 'agentIds'].flatMap((name) =>
      [7, {}, [7], ['OPEN', null], texts(101)].map((value): [JsonObject, string] => [
        { [name]: value },
        `${name} must be a list of texts`,
      ]),
    ),
    [{ minLastUpdatedTime: 'soon' }, 'minLastUpdatedTime must be a whole number'],
    [{ minLastUpdatedTime: 1.5 }, 'minLastUpdatedTime must be a whole number'],
  ])('asks for nothing else: %j', (body, sentence) => {
    const { subscribe, told } = openTwo();
    expect(refusalOf(() => subscribe(body))).toEqual(malformed(sentence));
    expect(told()).toEqual([]);
  });

  it('may ask for a hundred texts', () => {
    const { subscribe, told } = openTwo();
    subscribe({ convState: texts(100) });
    expect(told()).toEqual([[JANE]]);
  });
});
