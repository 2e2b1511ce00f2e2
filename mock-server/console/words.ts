import type { Change, JournalEntry } from './admin-api.ts';
import { span } from './instants.ts';

type Token = JournalEntry['tokens'][number];

/** What an endpoint does, in the words of a row; `…` is filled from the tokens. */
const WHAT: Readonly<Record<string, string>> = {
  'sentinel.app-token': 'AppJWT for app …azp',
  'sentinel.app-token-v2': 'AppJWT (V2) for app …azp',
  'sentinel.jwks': 'The public keys of Sentinel',
  'idp.consumer': 'ConsumerJWS for …ext_consumer_id',
  'idp.anonymous-authorize': 'LP_EXT_JWT for a visitor',
  'idp.authenticate': 'LP_JWT for a visitor',
  'idp.legacy-authenticate': 'LP_JWT for a visitor, by the older call',
  'idp.signup': 'LP_JWT by signup',
  'idp.signup-jsonp': 'LP_JWT by signup, as a script',
  'send-api.create': 'Open a conversation',
  'send-api.send': 'Send to a conversation',
  'account-config.connectors': 'The connectors of the account',
  'csds.services': 'Which hosts serve this account?',
  'csds.service': 'Which host serves this account?',
  'csds.service-jsonp': 'Which host serves this account? (as a script)',
  'agent-vep.login': 'Agent logs in',
  'agent-vep.refresh': 'Agent renews the session',
  'agent-vep.logout': 'Agent logs out',
  'ums.consumer': "Visitor's socket opens",
  'ums.brand': "Agent's socket opens",
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

/** Why it was refused, or what only this mock accepts. The sentences of the mock leave out what its header names. */
export function whyOf({ reason, deviations, checks }: JournalEntry): string | undefined {
  if (reason === undefined) return deviations[0]?.sentence;
  const { sentence } = reason;
  return checks !== undefined && /^(?:expired|is not valid) /.test(sentence)
    ? `The ${checks.kind} ${sentence}`
    : sentence;
}

function valueOf(tokens: readonly Token[], claim: string): string | undefined {
  const value = tokens.findLast(({ claims }) => claims?.[claim] !== undefined)?.claims?.[claim];
  return typeof value === 'string' ? value : undefined;
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 8)}…` : text;
}

function frameWords({ method, frame, outcome, endpointId = '' }: JournalEntry): string {
  const whose = endpointId === 'ums.brand' ? "Agent's" : "Visitor's";
  if (method === 'CLOSE') return `${whose} socket closed with ${String(outcome)}`;
  return `${method === 'SEND' ? '← ' : '→ '}${frame?.type ?? 'a frame'}`;
}

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

/** What claims mean, for whoever never saw LivePerson. */
export const CLAIMS: Readonly<Record<string, string>> = {
  aud: 'The account it is for. It must be the one in the path.',
  azp: 'The app that asked: its client_id.',
  scope: 'What the app may do. The Send API needs msg.consumer.',
  iss: 'Who issued it: Sentinel, with a capital S, or the IDP.',
  exp: 'Good until this second, and not in it.',
  iat: 'When it was issued.',
  nbf: 'Not good before this second.',
  sub: 'The consumer.',
  account_id: 'The account of the consumer.',
  ext_consumer_id: 'The name that the app gave the consumer.',
  lp_consumer_id: "LivePerson's own id of the consumer.",
  'lp.unauth': 'Marks a visitor who is not logged in, and tells since when.',
  'lp.ext': 'Who logged in at the customer, and what is known of them.',
  jti: 'Tells one token from the next.',
};

/** The claims that a failed check is about. */
export const CLAIMS_OF_CHECK: Readonly<Record<string, readonly string[]>> = {
  times: ['exp', 'nbf'],
  issuer: ['iss'],
  account: ['aud', 'account_id'],
  scope: ['scope'],
};

/** What to do about a refusal, by the end of its slug. The sentence of the mock itself comes first. */
export function remedyOf(slug: string): string | undefined {
  const remedies: readonly (readonly [RegExp, string])[] = [
    [/^app-jwt-expired$/, 'Ask Sentinel for a new AppJWT before exp.'],
    [/^ext-jwt-expired$/, 'Refresh the LP_EXT_JWT at anonymous/authorize, within its window of 730 h.'],
    [/^lp-jwt-expired$/, 'Get a new LP_JWT at authenticate and open the socket again.'],
    [/-(?:audience|account)$/, 'Use a token of the account that the path names.'],
    [/-(?:unknown-key|signature|algorithm)$/, 'Use a token that this mock issued.'],
    [/^app-jwt-missing$/, 'Send the AppJWT in the header Authorization.'],
    [/^consumer-jws-missing$/, 'Send the ConsumerJWS in the header X-LP-ON-BEHALF.'],
    [/^fault-injected$/, 'Nothing: a fault that you armed answered.'],
    [/^client-secret-wrong$/, 'Use the client_secret that is configured for this client_id.'],
  ];
  return remedies.find(([fits]) => fits.test(slug))?.[1];
}
