import { expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import type { AgentOption, AgentRule } from '../../../mock-server/domain/agent-script.ts';
import type { Conversation, Participant } from '../../../mock-server/domain/conversation.ts';
import { consumerParticipant } from '../../../mock-server/domain/conversation.ts';
import { startScriptedAgent } from '../../../mock-server/messaging/scripted-agent.ts';
import { openAccount } from '../domain/open-account.ts';

const ID = '100.9000000001';

interface Started {
  readonly account: Account;
  readonly conversation: Conversation;
  /** Lets the agent do what he does as soon as he can. */
  readonly settle: () => void;
  readonly leave: () => void;
  /** The consumer publishes something, and the agent does what he does. */
  readonly say: (event: string | Conversation['messages'][number]['event'], from?: Participant) => void;
  /** What the agent published since this was asked the last time, in short. */
  readonly said: () => unknown[];
  readonly pid: () => string;
}

/** An agent, and a conversation that he has not taken yet. */
function start(option: Exclude<AgentOption, 'off'>, account = openAccount()): Started {
  const due: (() => void)[] = [];
  const said: unknown[] = [];
  const leave = startScriptedAgent(account, option, (run) => due.push(run));
  account.events.read(({ published }) => {
    if (published?.from.id !== ID) return;
    const { type, message, status, sequenceList, chatState } = published.event;
    said.push(message ?? chatState ?? `${String(status)} ${JSON.stringify(sequenceList)}`);
    expect([published.sequence === undefined, published.audience]).toEqual([type === 'ChatStateEvent', 'ALL']);
  });
  const conversation = account.conversations.open('jane');
  const settle = (): void => {
    for (let run = due.shift(); run !== undefined; run = due.shift()) run();
  };
  return {
    account,
    conversation,
    settle,
    leave,
    say: (event, from = consumerParticipant('jane')) => {
      const whole = typeof event === 'string' ? { type: 'ContentEvent', message: event } : event;
      account.conversations.publish(conversation, { from, audience: 'ALL', event: whole }, true);
      settle();
    },
    said: () => said.splice(0),
    pid: () => account.presence.find(ID)?.pid ?? '',
  };
}

const script = (...rules: AgentRule[]): Exclude<AgentOption, 'off'> => ({ rules });
const LATE = script({ match: '*', reply: 'late', close: true, delayMs: 500 });

it('the agent is online, accepts what rings, and greets where the script says so', () => {
  const { account, conversation, settle, said, pid } = start({ greeting: 'Hi!', rules: [] });
  expect(account.presence.list()).toEqual([{ id: ID, pid: pid(), availability: 'ONLINE', sinceMs: 0 }]);
  expect(conversation.participants).toHaveLength(1);
  settle();
  const me = { id: ID, pid: pid(), role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
  expect(conversation.participants[1]).toEqual(me);
  expect(conversation.messages).toEqual([
    {
      sequence: 0,
      from: me,
      atMs: 0,
      audience: 'ALL',
      event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hi!' },
    },
  ]);
  expect(said()).toEqual(['Hi!']);
});

it.each<[string, Exclude<AgentOption, 'off'>]>([
  ['no greeting in the script', script()],
  ['echo', 'echo'],
])('the agent accepts without a word: %s', (_, option) => {
  const { conversation, settle, said } = start(option);
  settle();
  expect([conversation.participants.length, said()]).toEqual([2, []]);
});

it.each(['hello', 'goodbye', 'byes'])('echo repeats what is said: %j', (text) => {
  const { conversation, settle, say, said } = start('echo');
  settle();
  say(text);
  expect([said(), conversation.state]).toEqual([['READ [0]', 'COMPOSING', `You said: ${text}`], 'OPEN']);
});

it.each(['bye', '  BYE for now'])('echo closes without a word at %j', (text) => {
  const { conversation, settle, say, said } = start('echo');
  settle();
  say(text);
  expect([said(), conversation.state, conversation.closedBy]).toEqual([['READ [0]'], 'CLOSE', 'AGENT']);
});

it('the agent follows the first rule that fits, and types before a reply alone', () => {
  const rules = [{ match: 'price', reply: '12' }, { match: 'end', close: true }, { match: 'Price tag' }];
  const { conversation, settle, say, said } = start(script(...rules));
  settle();
  say('the PRICE tag');
  expect(said()).toEqual(['READ [0]', 'COMPOSING', '12']);
  say('nothing that fits');
  expect([said(), conversation.state]).toEqual([['READ [3]'], 'OPEN']);
  say('end');
  expect([said(), conversation.state]).toEqual([['READ [5]'], 'CLOSE']);
});

it('the agent answers one message after the other', () => {
  const { account, conversation, settle, say, said } = start('echo');
  settle();
  const event = { type: 'ContentEvent', message: 'one' };
  account.conversations.publish(conversation, { from: consumerParticipant('jane'), audience: 'ALL', event }, true);
  say('two');
  const answered = ['READ [0]', 'COMPOSING', 'You said: one', 'READ [1]', 'COMPOSING', 'You said: two'];
  expect(said()).toEqual(answered);
});

it('the agent types as long as the rule says, in the time of the mock', () => {
  const { account, conversation, settle, say, said } = start(LATE);
  settle();
  say('hello');
  account.clock.advance('499ms');
  settle();
  expect([said(), conversation.state]).toEqual([['READ [0]', 'COMPOSING'], 'OPEN']);
  account.clock.advance('1ms');
  expect([said(), conversation.state]).toEqual([['late'], 'CLOSE']);
});

it.each<[string, Parameters<Started['say']>]>([
  ['a receipt', [{ type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] }]],
  ['a message of another type', [{ type: 'RichContentEvent', message: 'hello' }]],
  ['a message that is no text', [{ type: 'ContentEvent', message: { file: 1 } }]],
  ['an agent', ['hello', { id: '100.1', pid: 'p', role: 'ASSIGNED_AGENT', state: 'ACTIVE' }]],
])('the agent hears texts of the consumer alone: not %s', (_, spoken) => {
  const { settle, say, said } = start('echo');
  settle();
  say(...spoken);
  expect(said()).toEqual([]);
});

it.each<[string, (started: Started) => void]>([
  [
    'is closed',
    ({ account, conversation }) => {
      account.conversations.close(conversation);
    },
  ],
  [
    "is somebody else's by now",
    ({ account, conversation }) => {
      const [jane, me] = conversation.participants;
      const other: Participant = { id: '100.1', pid: 'other', role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
      const asked: Participant = { ...(me ?? other), state: 'SUGGESTED' };
      account.conversations.change(conversation, { participants: jane === undefined ? [] : [jane, other, asked] });
    },
  ],
])('the agent says nothing any more where the conversation %s', (_, end) => {
  const started = start(LATE);
  const { account, conversation, settle, say, said } = started;
  settle();
  say('hello');
  said();
  // Both what he has heard and what he is about to say.
  account.conversations.publish(
    conversation,
    { from: consumerParticipant('jane'), audience: 'ALL', event: { type: 'ContentEvent', message: 'more' } },
    true,
  );
  end(started);
  account.clock.advance('1s');
  settle();
  expect([said(), conversation.closedBy === 'AGENT']).toEqual([[], false]);
});

it('the agent lets a ring be that has ended before he could accept it', () => {
  const { account, conversation, settle, said } = start({ greeting: 'Hi!', rules: [] });
  account.conversations.close(conversation);
  settle();
  expect([conversation.participants.length, said()]).toEqual([1, []]);
});

it('the agent who is sent away is offline, and neither finishes nor hears anything', () => {
  const { account, conversation, settle, say, said, leave, pid } = start(LATE);
  settle();
  say('hello');
  const next = account.conversations.open('john');
  account.clock.advance('100ms');
  said();
  leave();
  expect(account.presence.list()).toEqual([{ id: ID, pid: pid(), availability: 'OFFLINE', sinceMs: 100 }]);
  settle();
  say('still there?');
  account.clock.advance('1m');
  expect([said(), conversation.state, next.participants.length]).toEqual([[], 'OPEN', 1]);
});

it('the agent is the same one after a restart, and in every mock of one seed', () => {
  const first = start('echo');
  const again = start('echo');
  expect(first.pid()).toBe(openAccount().ids.fork('scripted-agent').uuid());
  expect(again.pid()).toBe(first.pid());
  const known = openAccount();
  known.presence.set({ id: ID, pid: 'as before', availability: 'OFFLINE', sinceMs: 0 });
  expect(start('echo', known).pid()).toBe('as before');
});
