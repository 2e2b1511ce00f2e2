import type { AgentTalk } from './agent-talk.ts';
import { createAgentTalk } from './agent-talk.ts';
import type { Line, LineEnd } from './line.ts';
import { openLine } from './line.ts';
import { conversationIn, listOf, membersOf } from './members.ts';
import { post, textIn } from './post.ts';
import type { RowFinder, SocketTrace } from './row-finder.ts';
import type { Note, Transcript } from './transcript.ts';
import { createTranscript } from './transcript.ts';
import { endWords, noteTrouble } from './trouble.ts';
import type { SocketState } from './visitor.ts';
import type { Wire } from './wire.ts';

/** What an agent is made of. */
export interface AgentSetup {
  readonly accountId: string;
  readonly finder: RowFinder;
  readonly wire: Wire;
  /** Something is to be drawn anew. */
  readonly onChange: () => void;
  /** The visitor of a conversation has said something. */
  readonly onSaid: (conversationId: string, words: string) => void;
}

/** An agent of an account: a client of the mock, with a login and one socket for all conversations. */
export interface Agent {
  readonly accountId: string;
  readonly state: Readonly<AgentState>;
  /** What belongs to no conversation: a login that was refused. */
  readonly transcript: Transcript;
  /** A conversation as the agent knows it. */
  talk(conversationId: string): AgentTalk;
  talks(): readonly AgentTalk[];
  readonly socketTrace: () => SocketTrace | undefined;
  login(username: string, password: string): void;
  setAvailability(availability: 'ONLINE' | 'AWAY'): void;
  /** Takes each ring by itself, from now on and what rings already. */
  acceptAll(isOn: boolean): void;
}

interface AgentState {
  socket: SocketState;
  bearer: string | undefined;
  name: string;
  availability: 'ONLINE' | 'AWAY';
  acceptsAll: boolean;
  isBusy: boolean;
}

export function createAgent({ accountId, finder, wire, onChange, onSaid }: AgentSetup): Agent {
  const state: AgentState = {
    socket: 'none',
    bearer: undefined,
    name: '',
    availability: 'ONLINE',
    acceptsAll: false,
    isBusy: false,
  };
  const talks = new Map<string, AgentTalk>();
  let line: Line | undefined;
  let trace: SocketTrace | undefined;
  let ids = { old: '', pid: '' };
  let credentials = { username: '', password: '' };
  const transcript = createTranscript(() => false);

  const isOwn = (event: unknown): boolean => membersOf(membersOf(event)['originatorMetadata'])['id'] === ids.pid;
  const talkOf = (conversationId: string): AgentTalk => {
    const known = talks.get(conversationId);
    if (known !== undefined) return known;
    const made = createAgentTalk({
      conversationId,
      line: () => line,
      isOwn,
      onChange,
      onSaid: (words) => {
        onSaid(conversationId, words);
      },
    });
    const [oldest] = talks.keys();
    if (talks.size >= MOST_TALKS && oldest !== undefined) talks.delete(oldest);
    talks.set(conversationId, made);
    return made;
  };
  const noteAll = (words: string, note: Partial<Note>): void => {
    for (const each of [transcript, ...[...talks.values()].map((talk) => talk.transcript)]) each.note(words, note);
  };
  const onNotification = (type: string, body: unknown): void => {
    const conversationId = conversationIn(body);
    if (conversationId !== undefined) {
      const talk = talkOf(conversationId);
      if (type.endsWith('.OnlineEventDistribution')) talk.hear([body]);
      if (type.endsWith('.RingUpdated')) {
        talk.hearRing(membersOf(body));
        if (state.acceptsAll && talk.ring() !== undefined) talk.accept();
      }
      if (type.endsWith('.ExConversationChangeNotification'))
        for (const change of listOf(membersOf(body)['changes'])) hearChange(change);
    }
    onChange();
  };
  const hearChange = (change: unknown): void => {
    const result = membersOf(membersOf(change)['result']);
    if (typeof result['convId'] === 'string')
      talkOf(result['convId']).hearConversation(membersOf(result['conversationDetails']), ids.pid);
  };
  const onEnd = (end: LineEnd): void => {
    state.socket = end;
    for (const { speaker } of talks.values()) speaker.stop();
    const ways = [{ words: 'Log in again and reconnect', run: enter }];
    noteAll(endWords(end), { tone: 'refused', end: end.told, find: end.told.find, ways });
    onChange();
  };
  const logIn = async (): Promise<void> => {
    const { username, password } = credentials;
    const target = `/api/account/${accountId}/login?v=1.3`;
    const told = await post({ finder, wire }, { target, body: { username, password }, words: 'The agent logs in' });
    const config = membersOf(told['config']);
    state.bearer = textIn(told, 'bearer');
    state.name = username;
    ids = { old: `${accountId}.${textIn(config, 'userId')}`, pid: textIn(config, 'userPid') };
    onChange();
  };
  const tellAvailability = async (): Promise<void> => {
    const { availability } = state;
    await line?.ask('.ams.routing.SetAgentState', { channels: ['MESSAGING'], agentUserId: ids.old, availability });
  };
  const connect = async (): Promise<void> => {
    trace = finder.socket('ums.brand', accountId);
    state.socket = 'opening';
    onChange();
    const target = `/ws_api/account/${accountId}/messaging/brand/${state.bearer ?? ''}?v=2`;
    line?.close();
    line = await openLine({ target, trace, wire, whose: 'The agent', isEcho: isOwn, onNotification, onEnd });
    state.socket = 'open';
    onChange();
    await tellAvailability();
    await line.ask('.ams.aam.SubscribeExConversations', { agentIds: [ids.old] });
    await line.ask('.ams.routing.SubscribeRoutingTasks', {
      brandId: accountId,
      agentId: ids.old,
      channelType: 'MESSAGING',
    });
    for (const talk of talks.values()) talk.catchUp();
  };
  const attempt = (what: () => Promise<void>): void => {
    if (state.isBusy) return;
    state.isBusy = true;
    onChange();
    void what()
      .catch((error: unknown) => {
        for (const each of [transcript, ...[...talks.values()].map((talk) => talk.transcript)])
          noteTrouble(each, error, []);
      })
      .finally(() => {
        state.isBusy = false;
        onChange();
      });
  };
  function enter(): void {
    attempt(async () => {
      await logIn();
      await connect();
    });
  }
  return {
    accountId,
    state,
    transcript,
    talk: talkOf,
    talks: () => [...talks.values()],
    socketTrace: () => trace,
    login: (username, password) => {
      credentials = { username, password };
      enter();
    },
    setAvailability: (availability) => {
      state.availability = availability;
      attempt(tellAvailability);
    },
    acceptAll: (isOn) => {
      state.acceptsAll = isOn;
      if (isOn) for (const talk of talks.values()) if (talk.ring() !== undefined) talk.accept();
      onChange();
    },
  };
}

/** How many conversations the page remembers of an agent. */
const MOST_TALKS = 100;
