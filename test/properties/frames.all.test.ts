import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { isEverything } from '../support/everything.ts';
import type { Frame } from '../support/sockets.ts';
import { NOON } from '../support/through-every-adapter.ts';
import type { Asking, Cell, Listener, Talk, Words } from './socket-model.ts';
import {
  ask,
  audienceOf,
  content,
  line,
  lineOf,
  openCell,
  openTalkOf,
  receipt,
  requireHeard,
  typing,
} from './socket-model.ts';

const ACCOUNTS = ['12345678', '87654321', '55555555'] as const;
const RUNS = isEverything ? 200 : 20;

/** What must be so, beside what is: the cells hold both, because ids are known once the mock has drawn them. */
interface Model {
  readonly cells: readonly Cell[];
  /** Makes what is said unique, over all accounts. */
  count: number;
}

interface Place {
  readonly account: number;
  readonly who: number;
  /** Whose conversation an agent means. */
  readonly whose: number;
}

const place = fc.record({ account: fc.nat(2), who: fc.nat(1), whose: fc.nat(1) });

type Command = fc.AsyncCommand<Model, Mock>;

/** One step: when it can be, and what it does. */
interface Step {
  readonly can?: (cell: Cell, place: Place) => boolean;
  readonly run: (scene: Scene) => void | Promise<void>;
}

interface Scene {
  readonly mock: Mock;
  readonly cell: Cell;
  readonly place: Place;
  readonly others: readonly string[];
  /** Unlike all that was said before. */
  readonly number: number;
}

function createCommand(name: string, { can = () => true, run }: Step, at: Place): Command {
  return {
    check: ({ cells }) => can(cells[at.account]!, at),
    run: async (model, mock) => {
      const cell = model.cells[at.account]!;
      const others = ACCOUNTS.filter((id) => id !== cell.accountId);
      model.count += 1;
      await run({ mock, cell, place: at, others, number: model.count });
      for (const each of model.cells)
        requireHeard(
          each,
          ACCOUNTS.filter((id) => id !== each.accountId),
        );
    },
    toString: () => `${name}(${JSON.stringify(at)})`,
  };
}

const speaker = ({ cell, place: { who }, others }: Scene): Asking => ({ listener: cell.consumers[who]![0], others });
const agent = ({ cell, place: { who }, others }: Scene): Asking => ({ listener: cell.agents[who]!, others });
const hasTalk = (cell: Cell, { who }: Place): boolean => openTalkOf(cell, who) !== undefined;
const hasTheirs = (cell: Cell, { whose }: Place): boolean => openTalkOf(cell, whose) !== undefined;
const ownTalk = ({ cell, place: { who } }: Scene): Talk => openTalkOf(cell, who)!;
const theirTalk = ({ cell, place: { whose } }: Scene): Talk => openTalkOf(cell, whose)!;

function requireCode(answer: Frame, code: number): void {
  if (answer['code'] !== code) throw new Error(`answered ${JSON.stringify(answer)}, not ${String(code)}`);
}

interface Published extends Words {
  readonly talk: Talk;
  readonly isForAll?: boolean;
  readonly isSequenced?: boolean;
}

/** Publishes, and notes who must hear of it, under which number. */
function publish(scene: Scene, by: Asking, type: string, published: Published): void {
  const { talk, event, words, isForAll = true, isSequenced = true } = published;
  const audience = isForAll ? {} : { messageAudience: 'AGENTS_AND_MANAGERS' };
  const sequence = isSequenced ? talk.events.length : undefined;
  const told = line(talk.id, sequence, words);
  for (const listener of audienceOf(scene.cell, talk, isForAll)) listener.expected.push(told);
  if (isSequenced) talk.events.push({ line: told, isForAll });
  const answer = ask(scene.cell, by, type, { dialogId: talk.id, event, ...audience });
  requireCode(answer, 200);
  const given = (answer['body'] as { sequence?: number }).sequence;
  if (isSequenced && given !== sequence) throw new Error(`sequence ${String(given)}, not ${String(sequence)}`);
}

const CONSUMERS = 'ms.PublishEvent';
const AGENTS = '.ams.ms.PublishEvent';
function subscribe(scene: Scene, listener: Listener, { id, events }: Talk): void {
  listener.expected.push(...events.filter(({ isForAll }) => isForAll).map((each) => each.line));
  const body = { fromSeq: 0, dialogId: id };
  requireCode(ask(scene.cell, { listener, others: scene.others }, 'ms.SubscribeMessagingEvents', body), 200);
}

function change(scene: Scene, by: Asking, type: string, { id }: Talk, conversationField: object): void {
  requireCode(ask(scene.cell, by, type, { conversationId: id, conversationField }), 200);
}

/** An agent joins, in one role at a time; one agent at a time is the assigned one. */
function join(scene: Scene, role: 'READER' | 'ASSIGNED_AGENT', who = scene.place.who): void {
  const { agents } = theirTalk(scene);
  if (role === 'ASSIGNED_AGENT') for (const [other, as] of agents) if (as === role) agents.delete(other);
  agents.set(who, role);
  const by = { listener: scene.cell.agents[who]!, others: scene.others };
  const joining = { field: 'ParticipantsChange', type: 'ADD', role };
  change(scene, by, '.ams.cm.UpdateConversationField', theirTalk(scene), joining);
}

const STEPS: Readonly<Record<string, Step>> = {
  open: {
    run: (scene) => {
      const {
        cell,
        place: { who },
      } = scene;
      const answer = ask(cell, speaker(scene), 'cm.ConsumerRequestConversation', {});
      requireCode(answer, openTalkOf(cell, who) === undefined ? 200 : 400);
      if (answer['code'] !== 200) return;
      const { conversationId: id } = answer['body'] as { conversationId: string };
      const talk: Talk = { id, consumer: who, isOpen: true, events: [], agents: new Map() };
      cell.talks.push(talk);
      for (const listener of cell.consumers[who]!) subscribe(scene, listener, talk);
    },
  },
  say: {
    can: hasTalk,
    run: (scene) => {
      publish(scene, speaker(scene), CONSUMERS, { talk: ownTalk(scene), ...content(scene.number) });
    },
  },
  answer: {
    can: hasTheirs,
    run: (scene) => {
      publish(scene, agent(scene), AGENTS, { talk: theirTalk(scene), ...content(scene.number) });
    },
  },
  whisper: {
    can: hasTheirs,
    run: (scene) => {
      publish(scene, agent(scene), AGENTS, { talk: theirTalk(scene), ...content(scene.number), isForAll: false });
    },
  },
  read: {
    can: hasTalk,
    run: (scene) => {
      publish(scene, speaker(scene), CONSUMERS, { talk: ownTalk(scene), ...receipt(scene.number) });
    },
  },
  readByAgent: {
    can: hasTheirs,
    run: (scene) => {
      publish(scene, agent(scene), AGENTS, { talk: theirTalk(scene), ...receipt(scene.number) });
    },
  },
  type: {
    can: hasTalk,
    run: (scene) => {
      publish(scene, speaker(scene), CONSUMERS, { talk: ownTalk(scene), ...typing });
    },
  },
  typeByAgent: {
    can: hasTheirs,
    run: (scene) => {
      publish(scene, agent(scene), AGENTS, { talk: theirTalk(scene), ...typing });
    },
  },
  watch: {
    can: hasTheirs,
    run: (scene) => {
      join(scene, 'READER');
    },
  },
  assign: {
    can: hasTheirs,
    run: (scene) => {
      join(scene, 'ASSIGNED_AGENT');
    },
  },
  /** The assigned agent goes, and the other one comes. */
  transfer: {
    can: (cell, { who, whose }) => openTalkOf(cell, whose)?.agents.get(who) === 'ASSIGNED_AGENT',
    run: (scene) => {
      const { who } = scene.place;
      theirTalk(scene).agents.delete(who);
      const leaving = { field: 'ParticipantsChange', type: 'REMOVE', role: 'ASSIGNED_AGENT' };
      change(scene, agent(scene), '.ams.cm.UpdateConversationField', theirTalk(scene), leaving);
      join(scene, 'ASSIGNED_AGENT', 1 - who);
    },
  },
  close: {
    can: hasTalk,
    run: (scene) => {
      const talk = ownTalk(scene);
      const closing = { field: 'ConversationStateField', conversationState: 'CLOSE' };
      change(scene, speaker(scene), 'cm.UpdateConversationField', talk, closing);
      talk.isOpen = false;
      const late = { dialogId: talk.id, event: content(scene.number).event };
      requireCode(ask(scene.cell, speaker(scene), CONSUMERS, late), 400);
    },
  },
  /** What was said meanwhile and before comes again, in its order. */
  reconnect: {
    run: async (scene) => {
      const {
        cell,
        place: { who },
      } = scene;
      for (const listener of cell.consumers[who]!) {
        listener.socket.session.closed();
        listener.socket = await listener.reopen();
        for (const talk of cell.talks) if (talk.consumer === who) subscribe(scene, listener, talk);
      }
    },
  },
  reconnectAgent: {
    can: hasTheirs,
    run: async (scene) => {
      const { listener } = agent(scene);
      const talk = theirTalk(scene);
      listener.socket.session.closed();
      listener.socket = await listener.reopen();
      const answer = ask(scene.cell, agent(scene), '.ams.ms.QueryMessages', { dialogId: talk.id });
      const asked = (answer['body'] as Frame[]).map(lineOf).join('\n');
      const all = talk.events.map((each) => each.line).join('\n');
      if (asked !== all) throw new Error(`QueryMessages gave\n${asked}\n\nand not\n${all}`);
    },
  },
  /** A conversation of another consumer, or of another account, is nobody's business. */
  intrude: {
    can: hasTheirs,
    run: (scene) => {
      const {
        cell,
        place: { whose },
        others,
      } = scene;
      const [listener] = cell.consumers[1 - whose]!;
      const late = { dialogId: theirTalk(scene).id, event: content(scene.number).event };
      const { code } = ask(cell, { listener, others }, CONSUMERS, late);
      if (code === 200) throw new Error('a consumer spoke in the conversation of another');
    },
  },
  nonsense: {
    run: (scene) => {
      requireCode(ask(scene.cell, speaker(scene), CONSUMERS, { dialogId: 'x', event: [] }), 400);
    },
  },
  wait: {
    run: ({ mock }) => {
      mock.clock.advance('1s');
    },
  },
};

const commands = Object.entries(STEPS).map(([name, step]) => place.map((at) => createCommand(name, step, at)));

describe('Any sequence of frames', () => {
  it('is numbered without gaps, heard in one order by all who listen, and stays in its account', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (steps) => {
        await fc.asyncModelRun(async () => {
          const mock = createMock({ seed: 'frames' });
          mock.clock.freeze(NOON);
          const cells: Cell[] = [];
          for (const accountId of ACCOUNTS) cells.push(await openCell(mock, accountId));
          return { model: { cells, count: 0 }, real: mock };
        }, steps);
      }),
      { numRuns: RUNS },
    );
  });
});
