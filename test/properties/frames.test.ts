import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { decode } from '../support/flows.ts';
import { isEverything } from '../support/everything.ts';
import type { Frame, TestSocket } from '../support/sockets.ts';
import { brandSocket, logIn, openSocket, signUp } from '../support/sockets.ts';
import { NOON } from '../support/through-every-adapter.ts';

const ACCOUNTS = ['12345678', '87654321', '55555555'] as const;
const RUNS = isEverything ? 200 : 20;

/** What a model knows of one account: what was said in which conversation, and by whom it must have been heard. */
interface Cell {
  readonly accountId: string;
  readonly consumers: readonly { readonly socket: TestSocket; readonly watcher: TestSocket; readonly sub: string }[];
  readonly agents: readonly TestSocket[];
  /** The open conversation of each consumer. */
  readonly open: (string | undefined)[];
  readonly said: Map<string, string[]>;
  /** What came, by socket. */
  readonly came: Map<TestSocket, Frame[]>;
}

const step = fc.record({
  account: fc.nat(2),
  who: fc.nat(1),
  what: fc.constantFrom('open', 'say', 'answer', 'receipt', 'typing', 'join', 'close', 'wait', 'nonsense'),
});

async function openCell(mock: Mock, accountId: string): Promise<Cell> {
  const target = `/ws_api/account/${accountId}/messaging/consumer?v=3`;
  const consumers = [];
  for (let index = 0; index < 2; index += 1) {
    const jwt = await signUp(mock, accountId);
    const headers = { authorization: `jwt ${jwt}` };
    const [socket, watcher] = [await openSocket(mock, target, headers), await openSocket(mock, target, headers)];
    for (const each of [socket, watcher]) each.send({ id: 's', type: 'cqm.SubscribeExConversations', body: {} });
    consumers.push({ socket, watcher, sub: String(decode(jwt).claims['sub']) });
  }
  const agents = [];
  for (const name of ['ada', 'bob']) {
    const socket = await openSocket(mock, brandSocket((await logIn(mock, name, accountId)).bearer, accountId));
    socket.send({ id: 's', type: '.ams.aam.SubscribeExConversations', body: {} });
    agents.push(socket);
  }
  return { accountId, consumers, agents, open: [undefined, undefined], said: new Map(), came: new Map() };
}

function allSockets({ consumers, agents }: Cell): readonly TestSocket[] {
  return [...consumers.flatMap(({ socket, watcher }) => [socket, watcher]), ...agents];
}

/** Takes what came at each socket. */
function gather(cell: Cell): void {
  for (const socket of allSockets(cell)) cell.came.set(socket, [...(cell.came.get(socket) ?? []), ...socket.take()]);
}

/** One step of one consumer or agent. */
interface Turn {
  readonly cell: Cell;
  readonly who: number;
  readonly consumer: Cell['consumers'][number];
  readonly agent: TestSocket;
  /** The open conversation of the consumer. */
  readonly id: string | undefined;
  readonly text: string;
}

function publish(socket: TestSocket, type: string, { id }: Turn, event: object): void {
  socket.send({ kind: 'req', id: 'p', type, body: { dialogId: id, event } });
}

function update(socket: TestSocket, type: string, { id }: Turn, conversationField: object): void {
  socket.send({ kind: 'req', id: 'u', type, body: { conversationId: id, conversationField } });
}

/** Notes for the model what must be told of the conversation. */
function note({ cell, id }: Turn, message: string): void {
  if (id !== undefined) cell.said.get(id)?.push(message);
}

function open({ cell, who, consumer, id }: Turn): void {
  consumer.socket.send({ kind: 'req', id: 'o', type: 'cm.ConsumerRequestConversation' });
  const [answer] = consumer.socket.take();
  const { conversationId } = (answer?.['body'] ?? {}) as { conversationId?: string };
  if ((conversationId === undefined) !== (id !== undefined)) throw new Error('a consumer has one open conversation');
  if (conversationId === undefined) return;
  cell.open[who] = conversationId;
  cell.said.set(conversationId, []);
  for (const socket of [consumer.socket, consumer.watcher])
    socket.send({ id: 'm', type: 'ms.SubscribeMessagingEvents', body: { fromSeq: 0, dialogId: conversationId } });
}

const content = ({ text }: Turn): object => ({ type: 'ContentEvent', contentType: 'text/plain', message: text });

const TURNS: Readonly<Record<string, (turn: Turn) => void>> = {
  open,
  say: (turn) => {
    note(turn, turn.text);
    publish(turn.consumer.socket, 'ms.PublishEvent', turn, content(turn));
  },
  answer: (turn) => {
    note(turn, turn.text);
    publish(turn.agent, '.ams.ms.PublishEvent', turn, content(turn));
  },
  receipt: (turn) => {
    note(turn, 'receipt');
    publish(turn.agent, '.ams.ms.PublishEvent', turn, { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] });
  },
  typing: (turn) => {
    publish(turn.consumer.socket, 'ms.PublishEvent', turn, { type: 'ChatStateEvent', chatState: 'COMPOSING' });
  },
  join: (turn) => {
    const joining = { field: 'ParticipantsChange', type: 'ADD', role: 'READER' };
    update(turn.agent, '.ams.cm.UpdateConversationField', turn, joining);
  },
  close: (turn) => {
    const closing = { field: 'ConversationStateField', conversationState: 'CLOSE' };
    update(turn.consumer.socket, 'cm.UpdateConversationField', turn, closing);
    turn.cell.open[turn.who] = undefined;
  },
  nonsense: ({ consumer, text }) => {
    consumer.socket.send(`{"id":"n","type":"ms.PublishEvent","body":{"dialogId":"${text}","event":[]}}`);
  },
};

function take(cell: Cell, { who, what }: { who: number; what: string }, count: number): void {
  const text = `${cell.accountId}/${String(count)}`;
  TURNS[what]?.({ cell, who, consumer: cell.consumers[who]!, agent: cell.agents[who]!, id: cell.open[who], text });
}

/** The sequenced events that a socket was told of, by dialog. */
function heard(frames: readonly Frame[]): Map<string, { sequence: number; message: string }[]> {
  const byDialog = new Map<string, { sequence: number; message: string }[]>();
  for (const { type, body } of frames) {
    if (typeof type !== 'string' || !/MessagingEventNotification|OnlineEventDistribution/.test(type)) continue;
    const changes = type.startsWith('ms.') ? (body as { changes: Frame[] }).changes : [body as Frame];
    for (const { sequence, dialogId, event } of changes) {
      if (typeof sequence !== 'number') continue;
      const { message = 'receipt' } = event as { message?: string };
      byDialog.set(String(dialogId), [...(byDialog.get(String(dialogId)) ?? []), { sequence, message }]);
    }
  }
  return byDialog;
}

function check(cell: Cell): void {
  const others = ACCOUNTS.filter((id) => id !== cell.accountId);
  const texts = allSockets(cell).map((socket) => JSON.stringify(cell.came.get(socket) ?? []));
  const leaked = others.filter((other) => texts.some((text) => text.includes(other)));
  if (leaked.length > 0) throw new Error(`${leaked.join()} was seen in ${cell.accountId}`);
  for (const consumer of cell.consumers) checkConsumer(cell, consumer);
  for (const agent of cell.agents) checkAgent(cell, agent);
}

function checkConsumer(cell: Cell, { socket, watcher, sub }: Cell['consumers'][number]): void {
  const [own, watched] = [socket, watcher].map((each) => heard(cell.came.get(each) ?? []));
  if (JSON.stringify([...own!]) !== JSON.stringify([...watched!])) throw new Error(`${sub}: two subscribers differ`);
  for (const [dialogId, events] of own!) requireAll(dialogId, events, cell.said.get(dialogId));
}

function checkAgent(cell: Cell, agent: TestSocket): void {
  for (const [dialogId, events] of heard(cell.came.get(agent) ?? [])) {
    const wrong = events.find(({ sequence, message }) => cell.said.get(dialogId)?.[sequence] !== message);
    if (wrong !== undefined) throw new Error(`an agent heard ${wrong.message} as ${String(wrong.sequence)}`);
  }
}

function requireAll(dialogId: string, events: readonly { sequence: number; message: string }[], said?: string[]): void {
  const told = events.map(({ message }) => message);
  if (events.some(({ sequence }, index) => sequence !== index)) throw new Error(`a gap in ${dialogId}`);
  if (JSON.stringify(told) !== JSON.stringify(said))
    throw new Error(`${dialogId}: ${told.join()}, not ${String(said)}`);
}

describe('Any sequence of frames', () => {
  it('leaves sequences without gaps, one order for all who listen, and accounts apart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const mock = createMock({ seed: 'frames' });
        mock.clock.freeze(NOON);
        const cells: Cell[] = [];
        for (const accountId of ACCOUNTS) cells.push(await openCell(mock, accountId));
        for (const [count, { account, ...what }] of steps.entries()) {
          const cell = cells[account]!;
          gather(cell);
          if (what.what === 'wait') mock.clock.advance('1s');
          take(cell, what, count);
          cells.forEach(gather);
        }
        cells.forEach(check);
      }),
      { numRuns: RUNS },
    );
  });
});
