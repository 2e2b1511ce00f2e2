import type { Contender, Load, Request, Result } from './contender.ts';
import { startContender } from './contender.ts';
import { median } from './statistics.ts';

const ACCOUNT = '12345678';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** A load on a contender, and what its throughput is compared with. */
interface Race {
  readonly title: string;
  readonly contender: string;
  load(contender: Contender): Promise<Load>;
  readonly rival?: string;
  /** The least ratio that the project promises. */
  readonly mark?: number;
}

const NO_OP = 'Express no-op with JSON';
const PEER = "oauth2-mock-server's token endpoint";

const races: readonly Race[] = [
  {
    title: 'node:http no-op',
    contender: 'node:http no-op',
    load: constant({ path: '/', headers: JSON_TYPE, body: sendBody('') }),
  },
  {
    title: NO_OP,
    contender: 'Express no-op with JSON',
    load: constant({ path: '/', headers: JSON_TYPE, body: sendBody('') }),
  },
  {
    title: PEER,
    contender: 'oauth2-mock-server',
    load: constant({
      path: '/token',
      headers: FORM,
      body: 'grant_type=client_credentials&client_id=a&client_secret=b',
    }),
  },
  { title: 'AppJWT, one client', contender: 'lp-auth-mock', load: constant(tokenRequest('one')), rival: PEER, mark: 4 },
  {
    title: 'AppJWT, distinct clients',
    contender: 'lp-auth-mock',
    load: () => Promise.resolve((index) => tokenRequest(`client-${String(index)}`)),
    rival: PEER,
    mark: 1.6,
  },
  { title: 'ConsumerJWS, distinct consumers', contender: 'lp-auth-mock', load: consumers },
  { title: 'validated send', contender: 'lp-auth-mock', load: sends, rival: NO_OP, mark: 0.75 },
  { title: 'validated send, in Express', contender: 'lp-auth-mock in Express', load: sends, rival: NO_OP, mark: 0.75 },
];

/**
 * Runs every race in turn, several rounds, and prints medians and ratios. Gives the number of marks that were missed.
 */
export async function compareThroughput(rounds: number, requests: number): Promise<number> {
  const contenders = new Map<string, Contender>();
  for (const name of new Set(races.map(({ contender }) => contender))) contenders.set(name, await startContender(name));
  const results = new Map<string, Result[]>(races.map(({ title }) => [title, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const race of races) {
      const contender = contenders.get(race.contender);
      if (contender === undefined) continue;
      const result = await contender.run(await race.load(contender), requests);
      // The first round warms up.
      if (round > 0) results.get(race.title)?.push(result);
    }
  }
  for (const contender of contenders.values()) contender.stop();
  return report(results);
}

function report(results: ReadonlyMap<string, readonly Result[]>): number {
  console.log('| what | requests/s | server CPU µs a request | ratio | mark |\n|---|---|---|---|---|');
  let missed = 0;
  for (const { title, rival, mark } of races) {
    const own = results.get(title) ?? [];
    const ratio =
      rival === undefined
        ? undefined
        : median(own.map((each, round) => each.perSecond / (results.get(rival)?.[round]?.perSecond ?? NaN)));
    const isMissed = ratio !== undefined && mark !== undefined && ratio < mark;
    if (isMissed) missed += 1;
    const figures = [
      median(own.map((each) => each.perSecond)).toFixed(0),
      median(own.map((each) => each.cpuMicroseconds)).toFixed(0),
    ];
    const comparison =
      ratio === undefined
        ? ['', '']
        : [`${ratio.toFixed(2)} x ${rival ?? ''}`, `${String(mark)}${isMissed ? ' MISSED' : ''}`];
    console.log(`| ${[title, ...figures, ...comparison].join(' | ')} |`);
  }
  return missed;
}

function constant(request: Request): Race['load'] {
  return () => Promise.resolve(() => request);
}

/** Asks for an AppJWT. */
export function tokenRequest(clientId: string, account = ACCOUNT): Request {
  return {
    path: `/sentinel/api/account/${account}/app/token?v=1.0&grant_type=client_credentials`,
    headers: FORM,
    body: `client_id=${clientId}&client_secret=secret`,
    answer: '"access_token":"ey',
  };
}

async function consumers(contender: Contender): Promise<Load> {
  const authorization = await appJwt(contender);
  return (index) => ({
    path: `/api/account/${ACCOUNT}/consumer?v=1.0`,
    headers: { ...JSON_TYPE, authorization },
    body: JSON.stringify({ ext_consumer_id: `consumer-${String(index)}` }),
  });
}

/** Sends of one conversation, all alike. */
export async function sends(contender: Pick<Contender, 'url'>, account = ACCOUNT): Promise<Load> {
  const authorization = await appJwt(contender, account);
  const consumerJws = await member(
    contender,
    `/api/account/${account}/consumer?v=1.0`,
    { ...JSON_TYPE, authorization },
    `{"ext_consumer_id":"bench-${crypto.randomUUID()}"}`,
    (body) => (body as { token: string }).token,
  );
  const headers = { ...JSON_TYPE, authorization, 'x-lp-on-behalf': consumerJws };
  const batch = [
    { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
    { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: account } },
  ];
  const path = `/api/account/${account}/messaging/consumer/conversation`;
  const id = await member(
    contender,
    `${path}?v=3`,
    headers,
    JSON.stringify(batch),
    (body) => (body as { body: { conversationId: string } }[])[1]?.body.conversationId ?? '',
  );
  return () => ({ path: `${path}/send?v=3`, headers, body: sendBody(id), answer: '"sequence":' });
}

function sendBody(conversationId: string): string {
  return JSON.stringify({
    kind: 'req',
    id: '1',
    type: 'ms.PublishEvent',
    body: {
      dialogId: conversationId,
      event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello world!' },
    },
  });
}

function appJwt(contender: Pick<Contender, 'url'>, account = ACCOUNT): Promise<string> {
  const { path, headers, body } = tokenRequest('bench', account);
  return member(contender, path, headers, body, (answer) => (answer as { access_token: string }).access_token);
}

async function member(
  contender: Pick<Contender, 'url'>,
  path: string,
  headers: Record<string, string>,
  body: string,
  pick: (body: unknown) => string,
): Promise<string> {
  const response = await fetch(`${contender.url}${path}`, { method: 'POST', headers, body });
  return pick(await response.json());
}
