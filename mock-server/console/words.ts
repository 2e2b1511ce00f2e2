import type { Change, JournalEntry } from './admin-api.ts';
import { span } from './instants.ts';

type Token = JournalEntry['tokens'][number];

/** What an endpoint does, in the words of a row; `…` is filled from the tokens. */
const WHAT: Readonly<Record<string, string>> = {
  'sentinel.app-token': 'AppJWT for app …azp',
  'sentinel.app-token-v2': 'AppJWT (V2) for app …azp',
  'sentinel.authorize': 'Agent is asked to log in for an app',
  'sentinel.login': 'Agent logs in for an app',
  'sentinel.token': 'Tokens for an agent’s login',
  'sentinel.revoke': 'Log an agent out everywhere',
  'sentinel.jwks': 'The public keys of Sentinel',
  'idp.consumer': 'ConsumerJWS for …ext_consumer_id',
  'idp.anonymous-authorize': 'LP_EXT_JWT for a visitor',
  'idp.authenticate': 'LP_JWT for a visitor',
  'idp.legacy-authenticate': 'LP_JWT for a visitor, by the older call',
  'idp.signup': 'LP_JWT by signup',
  'idp.signup-jsonp': 'LP_JWT by signup, as a script',
  'idp.delegated-tokens': 'A delegated token',
  'send-api.create': 'Open a conversation',
  'send-api.send': 'Send to a conversation',
  'account-config.connectors': 'The connectors of the account',
  'account-config.users': 'The users of the account',
  'account-config.user': 'One user of the account',
  'account-config.skills': 'The skills of the account',
  'account-config.skill': 'One skill of the account',
  'account-config.agent-groups': 'The agent groups of the account',
  'account-config.agent-group': 'One agent group of the account',
  'account-config.status-reasons': 'Why agents may be away',
  'account-config.canned-responses': 'The predefined content of the account',
  'account-config.categories': 'The categories of predefined content',
  'installations.list': 'The app installations of the account',
  'installations.install': 'Install an app',
  'installations.read': 'One app installation',
  'installations.replace': 'Change an app installation',
  'installations.remove': 'Remove an app installation',
  'messaging-rest.put-consumer': 'Say who a consumer is',
  'messaging-rest.open-conversation': 'Open a conversation by REST',
  'messaging-rest.conversation': 'Read a conversation',
  'messaging-rest.update-conversation': 'Change a conversation',
  'messaging-rest.send-message': 'Send to a conversation by REST',
  'messaging-rest.messages': 'Read the messages of a conversation',
  'history.agent-status': 'Which agents are available?',
  'history.search': 'Search the message history',
  'history.by-conversation': 'The history of conversations by their ids',
  'history.by-consumer': 'The history of a consumer',
  'swift.upload': 'Upload a file',
  'swift.download': 'Download a file',
  'functions.invoke': 'Invoke a function',
  'functions.invoke-event': 'Invoke the functions of an event',
  'functions.is-implemented': 'Has an event functions?',
  'csds.services': 'Which hosts serve this account?',
  'csds.service': 'Which host serves this account?',
  'csds.service-jsonp': 'Which host serves this account? (as a script)',
  'agent-vep.login': 'Agent logs in',
  'agent-vep.refresh': 'Agent renews the session',
  'agent-vep.logout': 'Agent logs out',
  'ums.consumer': 'Visitor’s socket opens',
  'ums.brand': 'Agent’s socket opens',
};

/** What happened, in the words of a row. */
export function whatOf(entry: JournalEntry): string {
  const { frame, method, path, endpointId = '', tokens } = entry;
  if (frame !== undefined) return frameWords(entry);
  const words = WHAT[endpointId];
  if (words === undefined) return `${method} ${path}`;
  return words.replace(/ for (?:app )?…(\w+)/, (whole, claim: string) => {
    const value = valueOf(tokens, claim);
    return value === undefined ? '' : whole.replace(`…${claim}`, shortened(value));
  });
}

/** Why it was refused, or what only this mock accepts, as a whole sentence. */
export function whyOf({ reason, deviations, checks }: JournalEntry): string | undefined {
  if (reason === undefined) return deviations[0] === undefined ? undefined : sentenceOf(deviations[0].sentence);
  return sentenceOf(
    reason.sentence.replace(NEAREST, ''),
    checks?.kind ?? KIND_OF_SLUG.find(([fits]) => fits.test(reason.slug))?.[1],
  );
}

const NEAREST = /; nearest: (.+)$/s;

/** The paths of the mock that are most like the one that it does not have. */
export function nearestOf({ reason }: JournalEntry): readonly string[] {
  return NEAREST.exec(reason?.sentence ?? '')?.[1]?.split(' | ') ?? [];
}

/** Verdicts in the words of the page. */
export const VERDICT_WORDS = {
  accepted: 'Accepted',
  refused: 'Refused',
  deviation: 'Accepted, with a deviation',
  faulted: 'Answered by a fault',
  'not-mocked': 'Not mocked',
  socket: 'Socket',
  webhook: 'Webhook',
  'not-taken': 'Webhook not taken',
  change: 'Changed by you',
} as const;

const KIND_OF_SLUG: readonly (readonly [RegExp, string])[] = [
  [/^app-jwt-/, 'AppJWT'],
  [/^consumer-jws-/, 'ConsumerJWS'],
  [/^ext-jwt-/, 'LP_EXT_JWT'],
  [/^lp-jwt-/, 'LP_JWT'],
  [/^id-token-/, 'id token'],
];

/** The sentences stand behind a slug: they begin small, end without a point, and may not say what token it is. */
function sentenceOf(sentence: string, kind?: string): string {
  const whole =
    kind !== undefined && /^(?:expired|says|has|is not valid) /.test(sentence) ? `The ${kind} ${sentence}` : sentence;
  const told = whole.replace(/ expired (.+) ago at \d{4}-[\d:TZ.-]+$/, ' expired $1 before this call');
  const first = /^[a-z]+(?=[ ,])/.test(told) ? told.charAt(0).toUpperCase() : told.charAt(0);
  return `${first}${told.slice(1)}${/[.”"]$/.test(told) ? '' : '.'}`;
}

/** The services as people call them, by the beginning of their endpoints' ids. */
export const SERVICE_NAMES: Readonly<Record<string, string>> = {
  csds: 'Domain API',
  sentinel: 'Sentinel',
  idp: 'IDP',
  'account-config': 'Account config',
  installations: 'Installations',
  'send-api': 'Send API',
  ums: 'Sockets',
  'agent-vep': 'Agent login',
  history: 'Message history',
  'messaging-rest': 'Messaging REST',
  swift: 'Files',
  functions: 'Functions',
  webhooks: 'Webhooks',
};

export function serviceOf(endpointId = ''): string | undefined {
  return SERVICE_NAMES[/^[^.]*/.exec(endpointId)?.[0] ?? ''];
}

function valueOf(tokens: readonly Token[], claim: string): string | undefined {
  const value = tokens.findLast(({ claims }) => claims?.[claim] !== undefined)?.claims?.[claim];
  return typeof value === 'string' ? value : undefined;
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 8)}…` : text;
}

function frameWords(entry: JournalEntry): string {
  const whose = entry.endpointId === 'ums.brand' ? 'Agent’s' : 'Visitor’s';
  if (entry.method === 'CLOSE') return `${whose} socket closed with ${String(entry.outcome)}`;
  return `${entry.method === 'SEND' ? '← ' : '→ '}${frameName(entry)}`;
}

/** What a frame asks or tells, without its direction. */
export function frameName({ method, frame, outcome }: JournalEntry): string {
  if (method === 'CLOSE') return `Closed with ${String(outcome)}`;
  const type = frame?.type;
  return type === undefined ? 'A frame' : (FRAMES[type] ?? type);
}

const FRAMES: Readonly<Record<string, string>> = {
  InitConnection: 'Sign in',
  GetClock: 'Ask the time',
  KeepAlive: 'Keep the socket open',
  'cm.ConsumerRequestConversation': 'Open a conversation',
  'cm.AgentRequestConversation': 'Open a conversation',
  'cm.UpdateConversationField': 'Change the conversation',
  'cqm.SubscribeExConversations': 'Follow conversations',
  'cqm.UnsubscribeExConversations': 'Follow conversations no longer',
  'ms.PublishEvent': 'Publish an event',
  'ms.QueryMessages': 'Ask for messages',
  'ms.SubscribeMessagingEvents': 'Follow messages',
  'ms.GenerateURLForUploadFile': 'Ask where to put a file',
  'ms.GenerateURLForDownloadFile': 'Ask where to get a file',
  'routing.SetAgentState': 'Set the agent’s state',
  'routing.SubscribeAgentsState': 'Follow agents’ states',
  'routing.SubscribeRoutingTasks': 'Follow offers',
  'routing.UpdateRingState': 'Answer an offer',
  'routing.UpdateRoutingTaskSubscription': 'Follow other offers',
  'userprofile.GetUserProfile': 'Ask for a profile',
  'userprofile.SetUserProfile': 'Set the profile',
  'cqm.ExConversationChangeNotification': 'A conversation has changed',
  'ms.MessagingEventNotification': 'An event was published',
  'routing.RoutingTaskNotification': 'An offer',
  'routing.RingUpdated': 'An offer was answered',
  'routing.AgentStateNotification': 'An agent’s state',
};

const CHANGES: Readonly<Record<Change['verb'], string>> = {
  'clock.advance': 'moved the clock',
  'clock.freeze': 'stopped the clock',
  'clock.set': 'set the clock',
  'clock.reset': 'set the clock back to real time',
  'journal.clear': 'cleared the journal',
  'keys.publish': 'published a key',
  'keys.rotate': 'rotated a key',
  'keys.retire': 'retired a key',
  'keys.reset': 'went back to the first keys',
  reset: 'reset the mock',
  restore: 'went back to a snapshot',
};

/** What a tester did, in the words of a row. */
export function changeWords({ verb, fromMs, atMs, accountId, key, isFrozen }: Change): string {
  const by = atMs - fromMs;
  const moved = verb === 'clock.advance' ? ` ${by < 0 ? '−' : '+'}${span(by)}` : '';
  const what = verb === 'reset' && accountId !== undefined ? 'reset the account' : CHANGES[verb];
  const still = verb === 'clock.advance' && isFrozen ? ', which stands still' : '';
  return `You ${what}${moved}${key === undefined ? '' : ` of ${key.use}, ${key.kid}`}${
    accountId === undefined ? '' : ` (account ${accountId})`
  }${still}`;
}
