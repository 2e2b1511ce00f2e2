import { jsonHeapBytes, textBytes } from '../memory/heap-bytes.ts';

/** What somebody is in a conversation. */
export type Role = 'CONSUMER' | 'ASSIGNED_AGENT' | 'AGENT' | 'MANAGER' | 'READER' | 'CONTROLLER';

/** Whoever takes part in a conversation. */
export interface Participant {
  /** A consumer's id, or the old id of an agent: `{account}.{userId}`. */
  readonly id: string;
  /** The id under which the consumer's side knows an agent; a consumer's is the other one again. */
  readonly pid: string;
  readonly role: Role;
  /** `SUGGESTED` until an agent who was asked has accepted. */
  readonly state: 'ACTIVE' | 'SUGGESTED';
}

/** Who may see a message. */
export type Audience = 'ALL' | 'AGENTS_AND_MANAGERS';

/** Something that was published in a conversation. */
export interface Message {
  /** Undefined for a chat state, which has none. */
  readonly sequence: number | undefined;
  readonly from: Participant;
  /** By the account's clock, in epoch milliseconds. */
  readonly atMs: number;
  readonly audience: Audience;
  /** As it was sent: `ContentEvent`, `RichContentEvent`, `AcceptStatusEvent`, `ChatStateEvent`. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** How soon an answer is expected. */
export interface TimeToResponse {
  readonly ttrType: string;
  readonly value: number;
}

/** Skill and participants of a conversation, as they were from a time on. */
export interface Turn {
  /** By the account's clock, in epoch milliseconds. */
  readonly atMs: number;
  readonly skillId: string;
  readonly participants: readonly Participant[];
}

/** Who closed a conversation. */
export type ClosedBy = 'CONSUMER' | 'AGENT' | 'SYSTEM';

/** One conversation of one consumer. Its id is the id of its MAIN dialog as well, which is open as long as it is. */
export interface Conversation {
  readonly id: string;
  readonly consumerId: string;
  state: 'OPEN' | 'CLOSE';
  /** What the next sequenced event gets; the first one gets 0. */
  nextSequence: number;
  /** `-1`: any. */
  skillId: string;
  ttr: TimeToResponse;
  participants: readonly Participant[];
  /** When it was opened, last changed and closed, by the account's clock, in epoch milliseconds. */
  startMs: number;
  changedMs: number;
  endMs?: number | undefined;
  closedBy?: ClosedBy | undefined;
  /** When the consumer spoke without having had an answer since; undefined when nobody waits. */
  waitsSinceMs?: number | undefined;
  csatRate?: number | undefined;
  note: string;
  /** The opening and each change of skill or participants since, oldest first; absent until there is a change. */
  turns?: readonly Turn[] | undefined;
  /** The last ones; older ones go first when there are too many. */
  messages: Message[];
}

/** What a conversation has been told to be when it is opened. */
export interface ConversationRequest {
  readonly skillId?: string | undefined;
  readonly ttr?: TimeToResponse | undefined;
}

/** The least that a conversation is known by: what an older snapshot has. */
export type EarlierConversation = Pick<Conversation, 'id' | 'consumerId' | 'state' | 'nextSequence'> &
  Partial<Conversation>;

export const ANY_SKILL = '-1';

const DEFAULT_TTR: TimeToResponse = { ttrType: 'PRIORITIZED', value: 600 };

/** How many messages a conversation keeps. */
export const MAX_MESSAGES = 1000;

/** How many turns a conversation keeps; past that the oldest goes. */
export const MAX_TURNS = 100;

export function consumerParticipant(consumerId: string): Participant {
  return { id: consumerId, pid: consumerId, role: 'CONSUMER', state: 'ACTIVE' };
}

export function newConversation(
  id: string,
  consumerId: string,
  nowMs: number,
  { skillId = ANY_SKILL, ttr = DEFAULT_TTR }: ConversationRequest,
): Conversation {
  return {
    id,
    consumerId,
    state: 'OPEN',
    nextSequence: 0,
    skillId,
    ttr,
    participants: [consumerParticipant(consumerId)],
    startMs: nowMs,
    changedMs: nowMs,
    waitsSinceMs: nowMs,
    note: '',
    messages: [],
  };
}

/** A conversation as it was; what an older snapshot does not have is what a new one has. */
export function conversationFrom(earlier: EarlierConversation, nowMs: number): Conversation {
  const whole = { ...newConversation(earlier.id, earlier.consumerId, nowMs, {}), ...earlier };
  // JSON has no undefined: one that has a start waits for nobody when it does not say since when.
  const { waitsSinceMs } = earlier.startMs === undefined ? whole : earlier;
  return { ...whole, waitsSinceMs, messages: [...whole.messages] };
}

/** The turns of a conversation with one more, when skill or participants are not what they were; else as they are. */
export function turnsSince(
  { skillId, participants, turns, startMs }: Conversation,
  before: Omit<Turn, 'atMs'>,
  nowMs: number,
): readonly Turn[] | undefined {
  if (skillId === before.skillId && participants === before.participants) return turns;
  const earlier = turns ?? [{ atMs: startMs, skillId: before.skillId, participants: before.participants }];
  return [...earlier, { atMs: nowMs, skillId, participants }].slice(-MAX_TURNS);
}

/** All turns of a conversation, its opening at least. */
export function turnsOf({ turns, startMs, skillId, participants }: Conversation): readonly Turn[] {
  return turns ?? [{ atMs: startMs, skillId, participants }];
}

/** The participants who are in it, of one role or of all. */
export function activeParticipants(
  { participants }: Pick<Conversation, 'participants'>,
  role?: Role,
): readonly Participant[] {
  return participants.filter((each) => each.state === 'ACTIVE' && (role === undefined || each.role === role));
}

/** When an answer is due, in epoch milliseconds; -1 when none is. */
export function effectiveTtr({ state, waitsSinceMs, ttr }: Conversation): number {
  return state === 'CLOSE' || waitsSinceMs === undefined ? -1 : waitsSinceMs + ttr.value * 1000;
}

/** What a conversation takes of the heap, beside its ids and its messages. */
const CONVERSATION_BYTES = 1200;
/** What a message takes, beside its event. */
const MESSAGE_BYTES = 250;

/** What a turn takes, beside its participants. */
const TURN_BYTES = 300;
const PARTICIPANT_BYTES = 150;

export function turnBytes({ participants }: Turn): number {
  return TURN_BYTES + PARTICIPANT_BYTES * participants.length;
}

/** Without the messages, which are counted one by one. */
export function conversationBytes({ id, consumerId }: Conversation): number {
  return CONVERSATION_BYTES + textBytes(id) + 2 * textBytes(consumerId);
}

export function messageBytes({ event }: Message): number {
  let bytes = MESSAGE_BYTES;
  // Nearly all are a few short texts; only the others are gone through.
  for (const value of Object.values(event)) {
    if (typeof value !== 'string') return MESSAGE_BYTES + jsonHeapBytes(event);
    bytes += textBytes(value);
  }
  return bytes;
}
