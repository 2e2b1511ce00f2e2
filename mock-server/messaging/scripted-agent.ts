import type { Scheduled, SchedulingClock } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import type { AgentOption, AgentRule } from '../domain/agent-script.ts';
import { fitsRule } from '../domain/agent-script.ts';
import type { Conversation, Message, Participant } from '../domain/conversation.ts';
import type { Happening } from '../domain/event-log.ts';
import type { Ring } from './routing.ts';
import { routingOf } from './routing.ts';

/** The script that `echo` stands for. */
const ECHO_RULES: readonly AgentRule[] = [
  { match: '/^\\s*bye\\b/i', close: true },
  { match: '*', reply: 'You said: ' },
];

/** The last digits of the agent's old id. */
const USER_ID = '9000000001';

/**
 * Lets an agent who follows a script be there for an account's conversations: an agent like any other, who accepts each
 * ring, reads, types, answers and closes. Answers what sends him away.
 *
 * @param soon - does something once what is being done is done
 */
export function startScriptedAgent(
  account: Account,
  option: Exclude<AgentOption, 'off'>,
  soon: (run: () => void) => void,
): () => void {
  const { clock, conversations, events, presence } = account;
  const script = option === 'echo' ? { rules: ECHO_RULES } : option;
  const id = `${account.id}.${USER_ID}`;
  const me: Participant = {
    id,
    // Who was there in an earlier process is still the same agent.
    pid: presence.find(id)?.pid ?? account.ids.fork('scripted-agent').uuid(),
    role: 'ASSIGNED_AGENT',
    state: 'ACTIVE',
  };
  const routing = routingOf(account);
  const timers = new Set<Scheduled>();
  let isThere = true;

  const later = (delayMs: number, run: () => void): void => {
    const guarded = (): void => {
      if (isThere) run();
    };
    if (delayMs === 0) soon(guarded);
    else schedule(clock, timers, delayMs, guarded);
  };
  const isMine = ({ state, participants }: Conversation): boolean =>
    state === 'OPEN' && participants.some(({ pid, state: as }) => pid === me.pid && as === 'ACTIVE');
  const publish = (conversation: Conversation, event: Message['event']): void => {
    conversations.publish(conversation, { from: me, audience: 'ALL', event }, event['type'] !== 'ChatStateEvent');
  };
  const say = (conversation: Conversation, text: string): void => {
    publish(conversation, { type: 'ContentEvent', contentType: 'text/plain', message: text });
  };
  const follow = (conversation: Conversation, rule: AgentRule, said: string): void => {
    if (!isMine(conversation)) return;
    if (rule.reply !== undefined) say(conversation, option === 'echo' ? `${rule.reply}${said}` : rule.reply);
    if (rule.close === true) conversations.close(conversation, 'AGENT');
  };
  const answer = (conversation: Conversation, said: string, sequence: number): void => {
    if (!isMine(conversation)) return;
    publish(conversation, { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [sequence] });
    const rule = script.rules.find((each) => fitsRule(each, said));
    if (rule === undefined) return;
    if (rule.reply !== undefined) publish(conversation, { type: 'ChatStateEvent', chatState: 'COMPOSING' });
    const { delayMs = 0 } = rule;
    if (delayMs === 0) follow(conversation, rule, said);
    else
      later(delayMs, () => {
        follow(conversation, rule, said);
      });
  };
  const onRing = (ring: Ring): void => {
    if (ring.state !== 'WAITING') return;
    later(0, () => {
      if (ring.state !== 'WAITING') return;
      routing.accept(ring);
      if (option !== 'echo' && option.greeting !== undefined) say(ring.conversation, option.greeting);
    });
  };
  const stopReading = events.read(({ conversation, published }: Happening) => {
    if (published?.sequence === undefined || published.from.role !== 'CONSUMER') return;
    const { sequence, event } = published;
    const said = event['message'];
    if (event['type'] !== 'ContentEvent' || typeof said !== 'string') return;
    later(0, () => {
      answer(conversation, said, sequence);
    });
  });
  presence.set({ id: me.id, pid: me.pid, availability: 'ONLINE', sinceMs: clock.now() });
  const leave = routing.join({ id: me.id, pid: me.pid, skills: [], onRing });
  return () => {
    isThere = false;
    leave();
    stopReading();
    for (const timer of timers) timer.cancel();
    presence.set({ id: me.id, pid: me.pid, availability: 'OFFLINE', sinceMs: clock.now() });
  };
}

function schedule(clock: SchedulingClock, timers: Set<Scheduled>, delayMs: number, run: () => void): void {
  const timer = clock.schedule(clock.now() + delayMs, () => {
    timers.delete(timer);
    run();
  });
  timers.add(timer);
}
