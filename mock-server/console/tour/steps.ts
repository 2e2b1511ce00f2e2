import type { Account } from '../admin-api.ts';

/** What the tour has learnt so far. */
export interface TourState {
  readonly account: Account;
  /** The consumer's name at the app. */
  readonly name: string;
  readonly appJwt?: string | undefined;
  readonly consumerJws?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** A call as the tour makes it. Tokens stand in it by the names of variables: `$APP_JWT`. */
export interface TourCall {
  readonly method: 'GET' | 'POST';
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A fact of an answer: what it is called there, and its value. */
export type Fact = readonly [name: string, value: string];

/** One step: a call, and what it is for. */
export interface TourStep {
  /** In the list of steps. */
  readonly name: string;
  readonly title: string;
  readonly service: string;
  /** Two sentences, for whoever never saw LivePerson. */
  readonly words: string;
  /** On the button. */
  readonly action: string;
  /** The token in the words: `{AppJWT}` is its chip. */
  readonly call: (state: TourState) => TourCall;
  /** What the answer teaches; an empty state when it is not what it should be. */
  readonly learn: (answer: unknown) => Partial<TourState>;
  readonly facts: (answer: unknown) => readonly Fact[];
  /** Said below the result. */
  readonly note?: string;
  /** What to do when it is refused. */
  readonly remedy: string;
  /** The clock is moved until the AppJWT is over, and the refusal is what is shown. */
  readonly isRefused?: true;
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const BOTH_TOKENS = { ...JSON_TYPE, Authorization: '$APP_JWT', 'X-LP-ON-BEHALF': '$CONSUMER_JWS' };

const accountPath = ({ account }: TourState): string => `/api/account/${encodeURIComponent(account.accountId)}`;

function sendCall(state: TourState, message: string): TourCall {
  const { conversationId = '' } = state;
  const event = { type: 'ContentEvent', contentType: 'text/plain', message };
  const body = { dialogId: conversationId, conversationId, event };
  return {
    method: 'POST',
    target: `${accountPath(state)}/messaging/consumer/conversation/send?v=3`,
    headers: BOTH_TOKENS,
    body: JSON.stringify({ kind: 'req', id: '1', type: 'ms.PublishEvent', body }),
  };
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    name: 'Find the hosts',
    title: 'Ask where the services are',
    service: 'Domain API',
    words:
      'Each account of LivePerson has its own hosts, and an app asks the Domain API for them before anything else. Here the answer is this mock for every service, so whatever comes next stays on your machine.',
    action: 'Run this call',
    call: (state) => ({ method: 'GET', target: `${accountPath(state)}/service/baseURI.json?version=1.0`, headers: {} }),
    learn: () => ({}),
    facts: (answer) => hostsIn(answer),
    remedy: 'The mock must know the account: start it without --closed, or create an account in Controls.',
  },
  {
    name: 'Get an AppJWT',
    title: 'Say which app you are',
    service: 'Sentinel',
    words:
      'Your app shows its client_id and client_secret to Sentinel, once an hour and from a server only. Sentinel answers with an {AppJWT}, which says which app is calling and is good for one hour.',
    action: 'Run this call',
    call: ({ account }) => ({
      method: 'POST',
      target: `/sentinel/api/account/${encodeURIComponent(account.accountId)}/app/token?v=1.0`,
      headers: FORM,
      body: `grant_type=client_credentials&client_id=${encodeURIComponent(account.clientId ?? '')}&client_secret=$CLIENT_SECRET`,
    }),
    learn: (answer) => ({ appJwt: textIn(answer, 'access_token') }),
    facts: (answer) => factsIn(answer, ['token_type']),
    note: 'Keep it until shortly before exp, then ask for another one.',
    remedy: 'Look at the client_id and the client_secret of the account in Controls.',
  },
  {
    name: 'Name the consumer',
    title: 'Say who the consumer is',
    service: 'IDP',
    words:
      'Your app shows its {AppJWT} and names a person by an id of your own. The IDP answers with a {ConsumerJWS}, which stands for that person from now on and never expires.',
    action: 'Run this call',
    call: (state) => ({
      method: 'POST',
      target: `${accountPath(state)}/consumer?v=1.0`,
      headers: { ...JSON_TYPE, Authorization: '$APP_JWT' },
      body: JSON.stringify({ ext_consumer_id: state.name }),
    }),
    learn: (answer) => ({ consumerJws: textIn(answer, 'token') }),
    facts: () => [],
    note: 'It has no exp: a check that insists on one must not be used for it.',
    remedy: 'If the AppJWT has expired, run step 2 again.',
  },
  {
    name: 'Open a conversation',
    title: 'Open a conversation',
    service: 'Send API',
    words:
      'Your app shows both tokens: the {AppJWT} says which app is calling, the {ConsumerJWS} for whom. The Send API answers with the id of the new conversation.',
    action: 'Run this call',
    call: (state) => ({
      method: 'POST',
      target: `${accountPath(state)}/messaging/consumer/conversation?v=3`,
      headers: BOTH_TOKENS,
      body: JSON.stringify([
        { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: { firstName: 'Jane' } },
        { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: state.account.accountId } },
      ]),
    }),
    learn: (answer) => ({ conversationId: conversationIn(answer) }),
    facts: (answer) => factsIn(member(itemsOf(answer).at(-1), 'body'), ['conversationId']),
    remedy: 'A consumer has one open conversation at a time. Run step 3 again for another consumer.',
  },
  {
    name: 'Send a message',
    title: 'Send a message',
    service: 'Send API',
    words:
      'The message goes to the conversation with the same two tokens. The answer counts it: each message of a conversation has a sequence number.',
    action: 'Run this call',
    call: (state) => sendCall(state, 'Hello!'),
    learn: () => ({}),
    facts: (answer) => factsIn(member(answer, 'body'), ['sequence']),
    remedy: 'If the AppJWT has expired, run step 2 again; if the mock was reset, begin with step 1.',
  },
  {
    name: 'See it refused',
    title: 'See it refused',
    service: 'Send API',
    words:
      'An {AppJWT} is good for one hour, so this step first moves the mock’s clock past its expiry, and then sends with it once more. LivePerson would answer with a bare 401; the mock answers the same and says why.',
    action: 'Move the clock and send',
    call: (state) => sendCall(state, 'Is my order on its way?'),
    learn: () => ({}),
    facts: () => [],
    note: 'To put it right, run step 2 again. “Back to real time” sets the mock’s clock right again.',
    remedy: 'Run step 2 again, then this one.',
    isRefused: true,
  },
];

/** Which token is needed before a step can be run: the number of the step that gets it. */
export function missingStep(index: number, state: Partial<TourState>): number | undefined {
  const needed: readonly unknown[] = [true, state.appJwt, state.consumerJws, state.conversationId];
  const got = [0, 1, 2, 3].filter((step) => step < index && needed[step] === undefined);
  return got[0];
}

function hostsIn(answer: unknown): Fact[] {
  const listed = member(answer, 'baseURIs');
  const wanted = ['sentinel', 'idp', 'asyncMessagingEnt'];
  return (Array.isArray(listed) ? (listed as unknown[]) : []).flatMap((entry): Fact[] => {
    const service = textIn(entry, 'service');
    return service !== undefined && wanted.includes(service) ? [[service, textIn(entry, 'baseURI') ?? '']] : [];
  });
}

function factsIn(answer: unknown, names: readonly string[]): Fact[] {
  return names.flatMap((name): Fact[] => {
    const value = member(answer, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
  });
}

function conversationIn(answer: unknown): string | undefined {
  return itemsOf(answer)
    .map((item) => textIn(member(item, 'body'), 'conversationId'))
    .find((id) => id !== undefined);
}

function itemsOf(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? (answer as unknown[]) : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}
