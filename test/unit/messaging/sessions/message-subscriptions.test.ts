import { expect, it } from '@jest/globals';
import type { Account } from '../../../../mock-server/domain/account.ts';
import type { Audience, Conversation } from '../../../../mock-server/domain/conversation.ts';
import { consumerParticipant } from '../../../../mock-server/domain/conversation.ts';
import { Refusal } from '../../../../mock-server/errors/refusal.ts';
import type { JsonObject } from '../../../../mock-server/http/body.ts';
import type { CommandScene } from '../../../../mock-server/messaging/commands/command.ts';
import { shortDialect } from '../../../../mock-server/messaging/dialects/short.ts';
import { createMessageSubscriptions } from '../../../../mock-server/messaging/sessions/message-subscriptions.ts';
import { openAccount } from '../../domain/open-account.ts';

interface Opened {
  readonly account: Account;
  /** Subscribes, and gives the answer or the refusal. */
  readonly subscribe: (body: JsonObject) => unknown;
  /** What was told since this was asked the last time: in each notification the texts. */
  readonly told: () => unknown[][];
}

function openMessages(isAlwaysTold = false): Opened {
  const account = openAccount();
  const bodies: unknown[] = [];
  const messages = createMessageSubscriptions(
    {
      id: 'socket',
      accountId: account.id,
      notify: (name, body) => {
        expect(name).toBe('ms.MessagingEventNotification');
        bodies.push(body);
      },
      end: () => undefined,
      onEnd: () => undefined,
    },
    shortDialect,
    () => isAlwaysTold,
  );
  account.events.read((happening) => {
    messages.tell(happening);
  });
  const scene = { account, actor: { side: 'consumer', id: 'jane' }, settings: { sendApi: {} } };
  return {
    account,
    subscribe: (body) => {
      try {
        return messages.subscribe(body, scene as unknown as CommandScene);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [error.error, error.reason.slug, error.reason.sentence];
      }
    },
    told: () =>
      bodies
        .splice(0)
        .map((body) => (body as { changes: { event: JsonObject }[] }).changes.map(({ event }) => event['text'])),
  };
}

function say(account: Account, conversation: Conversation, text: string, audience: Audience = 'ALL'): void {
  account.conversations.publish(
    conversation,
    { from: consumerParticipant('jane'), audience, event: { type: 'ContentEvent', text } },
    true,
  );
}

const OK = { name: 'GenericSubscribe', body: {} };

it.each<[unknown, readonly string[]]>([
  [undefined, ['zero', 'two']],
  [null, ['zero', 'two']],
  [0, ['zero', 'two']],
  [1, ['two']],
  ['2', ['two']],
  [3, []],
])('a subscriber is told at once what was said from a sequence on, but not among agents: %j', (fromSeq, texts) => {
  const { account, subscribe, told } = openMessages();
  const conversation = account.conversations.open('jane');
  say(account, conversation, 'zero');
  say(account, conversation, 'one', 'AGENTS_AND_MANAGERS');
  say(account, conversation, 'two');
  expect(told()).toEqual([]);
  expect(subscribe({ dialogId: conversation.id, fromSeq })).toEqual(OK);
  expect(told()).toEqual([texts]);
  say(account, conversation, 'three');
  say(account, conversation, 'four', 'AGENTS_AND_MANAGERS');
  account.conversations.change(conversation, { note: 'nothing was said' });
  expect(told()).toEqual([['three']]);
});

it('a subscription is to one dialog, by either name', () => {
  const { account, subscribe, told } = openMessages();
  const [first, second] = [account.conversations.open('jane'), account.conversations.open('john')];
  expect(subscribe({ conversationId: first.id })).toEqual(OK);
  told();
  say(account, second, 'to John');
  say(account, first, 'to Jane');
  expect(told()).toEqual([['to Jane']]);
});

it('some need no subscription, and are told nothing twice', () => {
  const { account, subscribe, told } = openMessages(true);
  const conversation = account.conversations.open('jane');
  say(account, conversation, 'first');
  subscribe({ dialogId: conversation.id });
  told();
  say(account, conversation, 'second');
  expect(told()).toEqual([['second']]);
});

it('a subscription is refused for a bound that is none', () => {
  const { account, subscribe, told } = openMessages();
  const { id: dialogId } = account.conversations.open('jane');
  const refusal = ['BAD_REQUEST', 'command-malformed', 'fromSeq must be a whole number'];
  expect([subscribe({ dialogId, fromSeq: 'x' }), told()]).toEqual([refusal, []]);
});

it('a socket listens to a thousand dialogs at most', () => {
  const { account, subscribe } = openMessages();
  const subscribeAnew = (): unknown => {
    const conversation = account.conversations.open('jane');
    account.conversations.close(conversation);
    return subscribe({ dialogId: conversation.id });
  };
  const answers = Array.from({ length: 1000 }, subscribeAnew);
  expect(answers.every((answer) => (answer as typeof OK).name === OK.name)).toBe(true);
  expect(subscribeAnew()).toEqual(['BAD_REQUEST', 'command-malformed', 'a socket listens to at most 1000 dialogs']);
});
