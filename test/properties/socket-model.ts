import type { Mock } from '../../mock-server/index.ts';
import type { Frame, TestSocket } from '../support/sockets.ts';
import { brandSocket, logIn, openSocket, signUp } from '../support/sockets.ts';

/** Who listens at a socket: what came there, and what must have. */
export interface Listener {
  readonly reopen: () => Promise<TestSocket>;
  socket: TestSocket;
  heard: string[];
  expected: string[];
}

/** A conversation as it must be. Its lines are `id sequence words`, an unsequenced one has `-`. */
export interface Talk {
  readonly id: string;
  readonly consumer: number;
  isOpen: boolean;
  /** Every sequenced event, and whether the consumer may see it. */
  readonly events: { readonly line: string; readonly isForAll: boolean }[];
  /** The agents who take part, by their place. */
  readonly agents: Map<number, 'READER' | 'ASSIGNED_AGENT'>;
}

/** What is so in one account. */
export interface Cell {
  readonly accountId: string;
  /** Of each consumer two sockets: the one that speaks, and one that only listens. */
  readonly consumers: readonly (readonly [Listener, Listener])[];
  readonly agents: readonly Listener[];
  readonly talks: Talk[];
}

export async function openCell(mock: Mock, accountId: string): Promise<Cell> {
  const consumers = [];
  for (let count = 0; count < 2; count += 1) {
    const headers = { authorization: `jwt ${await signUp(mock, accountId)}` };
    const open = (): Promise<TestSocket> =>
      openSocket(mock, `/ws_api/account/${accountId}/messaging/consumer?v=3`, headers);
    consumers.push([await listen(open), await listen(open)] as const);
  }
  const agents = [];
  for (const name of ['ada', 'bob']) {
    const { bearer } = await logIn(mock, name, accountId);
    agents.push(await listen(() => openSocket(mock, brandSocket(bearer, accountId))));
  }
  return { accountId, consumers, agents, talks: [] };
}

async function listen(reopen: () => Promise<TestSocket>): Promise<Listener> {
  return { reopen, socket: await reopen(), heard: [], expected: [] };
}

export function listenersOf({ consumers, agents }: Cell): readonly Listener[] {
  return [...consumers.flat(), ...agents];
}

/** The open conversation of a consumer. */
export function openTalkOf({ talks }: Cell, consumer: number): Talk | undefined {
  return talks.find((talk) => talk.consumer === consumer && talk.isOpen);
}

/** Everybody who must be told of something that was published. */
export function audienceOf(cell: Cell, talk: Talk, isForAll: boolean): readonly Listener[] {
  const agents = [...talk.agents.keys()].flatMap((place) => cell.agents[place] ?? []);
  return isForAll ? [...(cell.consumers[talk.consumer] ?? []), ...agents] : agents;
}

/** Asks, and gives the answer; what else came is kept as heard. @throws Error when another account shows. */
export function ask(cell: Cell, { listener, others }: Asking, type: string, body: unknown): Frame {
  listener.socket.send({ kind: 'req', id: 'q', type, body });
  const answers = takeAll(cell, listener, others);
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) throw new Error(`${type} had ${String(answers.length)} answers`);
  return answer;
}

export interface Asking {
  readonly listener: Listener;
  readonly others: readonly string[];
}

/** Takes what came at a socket; gives the answers. */
export function takeAll(cell: Cell, listener: Listener, others: readonly string[]): Frame[] {
  const frames = listener.socket.take();
  const text = JSON.stringify(frames);
  const seen = others.find((other) => text.includes(other));
  if (seen !== undefined) throw new Error(`${seen} was seen in ${cell.accountId}: ${text}`);
  for (const frame of frames) listener.heard.push(...linesOf(frame));
  return frames.filter(({ kind }) => kind === 'resp');
}

/** What a frame tells of what was published. */
function linesOf({ type, body }: Frame): string[] {
  if (type === '.ams.ms.OnlineEventDistribution') return [lineOf(body as Frame)];
  return type === 'ms.MessagingEventNotification' ? (body as { changes: Frame[] }).changes.map(lineOf) : [];
}

/** An event of a list, or alone, as a line of {@link Talk}. */
export function lineOf({ dialogId, sequence, event }: Frame): string {
  const { message, sequenceList, chatState } = event as Record<string, unknown>;
  return line(String(dialogId), sequence as number | undefined, String(message ?? sequenceList ?? chatState));
}

export function line(id: string, sequence: number | undefined, words: string): string {
  return `${id} ${sequence === undefined ? '-' : String(sequence)} ${words}`;
}

/** @throws Error when a socket was told something else, or in another order, than it must have been. */
export function requireHeard(cell: Cell, others: readonly string[]): void {
  for (const listener of listenersOf(cell)) {
    takeAll(cell, listener, others);
    const [heard, expected] = [listener.heard.join('\n'), listener.expected.join('\n')];
    if (heard !== expected) throw new Error(`${cell.accountId} heard\n${heard}\n\nand not\n${expected}`);
    // What was compared need not be compared at each step again.
    listener.heard = [];
    listener.expected = [];
  }
}

/** Something to publish, and the words of its line. */
export interface Words {
  readonly event: Readonly<Record<string, unknown>>;
  readonly words: string;
}

export const content = (number: number): Words => ({
  event: { type: 'ContentEvent', contentType: 'text/plain', message: `said-${String(number)}` },
  words: `said-${String(number)}`,
});
export const receipt = (number: number): Words => ({
  event: { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [number] },
  words: String(number),
});
export const typing: Words & { readonly isSequenced: false } = {
  event: { type: 'ChatStateEvent', chatState: 'COMPOSING' },
  words: 'COMPOSING',
  isSequenced: false,
};
