import type { Line, LineEnd } from './line.ts';
import { openLine } from './line.ts';
import type { HeldToken } from './known-token.ts';
import { heldToken } from './known-token.ts';
import { listOf, membersOf } from './members.ts';
import { post, textIn } from './post.ts';
import type { Finder, RowFinder, SocketTrace } from './row-finder.ts';
import { createSpeaker } from './speaker.ts';
import type { Speaker } from './speaker.ts';
import type { Transcript, Way } from './transcript.ts';
import { createTranscript } from './transcript.ts';
import { endWords, noteTrouble } from './trouble.ts';
import type { Wire } from './wire.ts';

/** How a socket stands. */
export type SocketState = 'none' | 'opening' | 'open' | LineEnd;

/** What a visitor is made of. */
export interface VisitorSetup {
  /** Counted in the page. */
  readonly number: number;
  readonly accountId: string;
  /** The connector for anonymous consumers. */
  readonly connectorId: string;
  readonly finder: RowFinder;
  readonly wire: Wire;
  /** Something is to be drawn anew. */
  readonly onChange: () => void;
  /** The other side has said something. */
  readonly onSaid: (words: string) => void;
  readonly onSocketEnd: (end: LineEnd) => void;
  /** A socket is open again. */
  readonly onBack: () => void;
}

/** An anonymous visitor: a client of the mock, with a token and a socket of its own. */
export interface Visitor {
  readonly number: number;
  readonly accountId: string;
  /** Another client is the visitor. */
  readonly isGuest: boolean;
  readonly transcript: Transcript;
  readonly speaker: Speaker;
  readonly state: Readonly<VisitorState>;
  readonly socketTrace: () => SocketTrace | undefined;
  /** The three calls, then a conversation. */
  start(): void;
  /** A new token for the same visitor, and a new socket. */
  renew(): void;
  rate(stars: number): void;
  openConversation(): void;
  leave(): void;
}

interface VisitorState {
  socket: SocketState;
  ext: HeldToken | undefined;
  lp: HeldToken | undefined;
  conversationId: string | undefined;
  conversation: 'none' | 'OPEN' | 'CLOSE';
  /** The newer id of the agent who has the conversation. */
  agentPid: string | undefined;
  rating: number | undefined;
  isBusy: boolean;
}

export function createVisitor(setup: VisitorSetup): Visitor {
  const { number, accountId, connectorId, finder, wire, onChange, onSaid, onSocketEnd, onBack } = setup;
  const state: VisitorState = {
    socket: 'none',
    ext: undefined,
    lp: undefined,
    conversationId: undefined,
    conversation: 'none',
    agentPid: undefined,
    rating: undefined,
    isBusy: false,
  };
  const posting = { finder, wire };
  let line: Line | undefined;
  let trace: SocketTrace | undefined;
  const isOwn = (event: Readonly<Record<string, unknown>>): boolean =>
    event['originatorId'] === state.lp?.claims['sub'];
  const isEcho = (body: unknown): boolean => {
    const changes = listOf(membersOf(body)['changes']);
    return changes.length > 0 && changes.every((change) => isOwn(membersOf(change)));
  };
  const transcript = createTranscript(isOwn);
  const speaker = createSpeaker({
    names: { publish: 'ms.PublishEvent', update: 'cm.UpdateConversationField' },
    transcript,
    line: () => line,
    conversationId: () => (state.conversation === 'OPEN' ? state.conversationId : undefined),
    onChange,
  });

  /** @param previous - goes on as the same visitor */
  const authorize = async (previous?: HeldToken): Promise<void> => {
    const told = await post(posting, {
      target: `/api/account/${accountId}/anonymous/authorize`,
      body: previous === undefined ? undefined : { id_token: previous.text },
      words: previous === undefined ? 'Ask for an LP_EXT_JWT' : 'Renew the LP_EXT_JWT',
    });
    state.ext = heldToken('LP_EXT_JWT', textIn(told, 'token'));
    onChange();
  };
  const authenticate = async (): Promise<void> => {
    const target = `/api/account/${accountId}/app/${connectorId}/authenticate?v=3.0`;
    const body = { id_token: state.ext?.text };
    const told = await post(posting, { target, body, words: 'Ask for an LP_JWT' });
    state.lp = heldToken('LP_JWT', textIn(told, 'token'));
    onChange();
  };
  const hearConversations = (body: unknown): void => {
    for (const change of listOf(membersOf(body)['changes'])) {
      const { convId, conversationDetails } = membersOf(membersOf(change)['result']);
      if (convId !== state.conversationId && state.conversationId !== undefined) continue;
      hearConversation(membersOf(conversationDetails));
    }
  };
  const hearConversation = (details: Readonly<Record<string, unknown>>): void => {
    const [agent] = listOf(membersOf(details['participantsPId'])['ASSIGNED_AGENT']);
    const before = state.agentPid;
    state.agentPid = typeof agent === 'string' ? agent : undefined;
    if (before !== state.agentPid) transcript.note(agentWords(before, state.agentPid));
    if (details['state'] !== 'CLOSE' || state.conversation === 'CLOSE') return;
    state.conversation = 'CLOSE';
    const by = { CONSUMER: 'the visitor', AGENT: 'the agent' }[String(details['closeReason'])] ?? 'the mock';
    transcript.note(`The conversation was closed by ${by}`);
  };
  const onNotification = (type: string, body: unknown): void => {
    if (type === 'cqm.ExConversationChangeNotification') hearConversations(body);
    if (type === 'ms.MessagingEventNotification') {
      for (const said of transcript.hear(listOf(membersOf(body)['changes']))) onSaid(speaker.wordsOf(said));
      speaker.received();
    }
    onChange();
  };
  const onEnd = (end: LineEnd): void => {
    state.socket = end;
    speaker.stop();
    onSocketEnd(end);
    const find = isOverByToken(end.code) ? withToken(end.told.find, state.lp) : end.told.find;
    transcript.note(endWords(end), { tone: 'refused', end: end.told, find, ways: waysOn(end) });
    onChange();
  };
  /** Which token it was. */
  const withToken =
    (find: Finder, held: HeldToken | undefined): Finder =>
    () => {
      const found = find();
      const named = held === undefined ? undefined : finder.token(held)?.sentence;
      return found === undefined || named === undefined ? found : { ...found, sentence: named };
    };
  const waysOn = ({ code }: LineEnd): readonly Way[] =>
    isOverByToken(code)
      ? [{ words: 'Renew the token and reconnect', run: renew }]
      : [{ words: 'Reconnect', run: reconnect }];
  const connect = async (): Promise<void> => {
    trace = finder.socket('ums.consumer', accountId);
    state.socket = 'opening';
    onChange();
    const target = `/ws_api/account/${accountId}/messaging/consumer?v=3`;
    line?.close();
    line = await openLine({ target, trace, wire, whose: 'The visitor', isEcho, onNotification, onEnd });
    await line.ask('InitConnection', undefined, {
      headers: [
        { type: '.ams.headers.ClientProperties', deviceFamily: 'DESKTOP', os: 'WINDOWS' },
        { type: '.ams.headers.ConsumerAuthentication', jwt: state.lp?.text },
      ],
    });
    state.socket = 'open';
    onChange();
    await line.ask('cqm.SubscribeExConversations', { convState: ['OPEN', 'CLOSE'] });
  };
  const follow = async (): Promise<void> => {
    await line?.ask('ms.SubscribeMessagingEvents', { fromSeq: 0, dialogId: state.conversationId });
  };
  const forgetConversation = (): void => {
    Object.assign(state, { conversationId: undefined, conversation: 'none', agentPid: undefined, rating: undefined });
  };
  const request = async (): Promise<void> => {
    forgetConversation();
    const told = membersOf(await line?.ask('cm.ConsumerRequestConversation', {}));
    state.conversationId = textIn(told, 'conversationId');
    state.conversation = 'OPEN';
    await follow();
  };
  const attempt = (what: () => Promise<void>, ways: readonly Way[]): void => {
    if (state.isBusy) return;
    state.isBusy = true;
    onChange();
    void what()
      .catch((error: unknown) => {
        noteTrouble(transcript, error, ways);
      })
      .finally(() => {
        state.isBusy = false;
        onChange();
      });
  };
  const goOn = async (): Promise<void> => {
    await connect();
    if (state.conversation === 'OPEN') await follow();
  };
  function start(): void {
    const all = async (): Promise<void> => {
      // Or something would be said to a conversation that is left, and lost.
      forgetConversation();
      await authorize();
      await authenticate();
      await connect();
      await request();
    };
    attempt(all, [{ words: 'Try again', run: start }]);
  }
  function renew(): void {
    const all = async (): Promise<void> => {
      await authorize(state.ext);
      await authenticate();
      await goOn();
      const { lp } = state;
      transcript.note('Token renewed, and reconnected', { find: () => lp && finder.token(lp) });
      onBack();
    };
    attempt(all, [
      { words: 'Try again', run: renew },
      { words: 'Go on as a new visitor', run: start },
    ]);
  }
  function reconnect(): void {
    const again = async (): Promise<void> => {
      await goOn();
      transcript.note('Reconnected with the same token');
      onBack();
    };
    attempt(again, [
      { words: 'Try again', run: reconnect },
      { words: 'Go on as a new visitor', run: start },
    ]);
  }
  function openConversation(): void {
    attempt(request, [{ words: 'Try again', run: openConversation }]);
  }
  return {
    number,
    accountId,
    isGuest: false,
    transcript,
    speaker,
    state,
    socketTrace: () => trace,
    start,
    renew,
    openConversation,
    rate: (stars) => {
      attempt(async () => {
        const conversationField = [{ field: 'CSATRate', csatRate: stars, status: 'FILLED' }];
        await line?.ask('cm.UpdateConversationField', { conversationId: state.conversationId, conversationField });
        state.rating = stars;
        transcript.note(`The visitor rates it ${String(stars)} of 5`);
      }, []);
    },
    leave: () => {
      line?.close();
    },
  };
}

/** Close codes by which the mock says that the token is no good any more. */
function isOverByToken(code: number): boolean {
  return code === 4407 || code === 4401;
}

function agentWords(before: string | undefined, now: string | undefined): string {
  if (now === undefined) return 'The agent has left; the conversation is offered again';
  return before === undefined ? 'An agent has joined' : 'Another agent has taken over';
}
