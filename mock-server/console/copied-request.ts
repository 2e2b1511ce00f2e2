import type { Account, CapturedExchange, JournalEntry } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';

/** A request with its tokens put back, as far as this mock issued them. */
export interface WholeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const TOKEN = /<[\w ]+ ([\da-f]{16})>/g;
const FOREIGN = /<token not of this mock>/g;
const HIDDEN_SECRET = /(?<=client_secret=)<not kept>/;

/** Stands where a token is not kept: without spaces, and refused as malformed. */
export const STAND_IN = 'token.not.kept';

type Said = Pick<CapturedExchange, 'request' | 'origin'>;

/** Asks for the tokens that the request names by their ids, and for the secret of a client that is configured. */
export async function wholeRequest(said: Said, slug?: string): Promise<WholeRequest> {
  const { request, origin } = await withClientSecret(said, slug);
  const ids = new Set(textsOf(request).flatMap((text) => Array.from(text.matchAll(TOKEN), ([, id = '']) => id)));
  const found = await Promise.all([...ids].map(async (id) => [id, await tokenOf(id)] as const));
  const tokens = new Map(found);
  const fill = (text: string): string =>
    text.replace(TOKEN, (_, id: string) => tokens.get(id) ?? STAND_IN).replace(FOREIGN, STAND_IN);
  return {
    method: request.method,
    url: `${origin}${fill(request.target)}`,
    headers: request.headers
      .filter(
        ([name]) => !/^(?:host|connection|content-length|accept-encoding|user-agent|origin|referer|sec-.*)$/.test(name),
      )
      .map(([name, value]) => [name, fill(value)]),
    body: fill(request.body.text),
  };
}

function textsOf({ target, body, headers }: CapturedExchange['request']): string[] {
  return [target, body.text, ...headers.map(([, value]) => value)];
}

async function tokenOf(id: string): Promise<string | undefined> {
  try {
    return (await askAdmin<{ readonly token: string }>(`tokens/${id}`)).token;
  } catch {
    // Issued elsewhere, or no longer kept.
    return undefined;
  }
}

/** The secret of the client that is named; a wrong one where the wrong one was what was refused. */
async function withClientSecret<Kept extends Said>(said: Kept, slug: string | undefined): Promise<Kept> {
  const { target, body } = said.request;
  if (!HIDDEN_SECRET.test(target) && !HIDDEN_SECRET.test(body.text)) return said;
  const secret = slug === WRONG_SECRET ? 'wrong' : await secretOf(target, body.text);
  if (secret === undefined) return said;
  const fill = (text: string): string => text.replace(HIDDEN_SECRET, () => encodeURIComponent(secret));
  return { ...said, request: { ...said.request, target: fill(target), body: { ...body, text: fill(body.text) } } };
}

const WRONG_SECRET = 'client-secret-wrong';

async function secretOf(target: string, body: string): Promise<string | undefined> {
  const query = new URLSearchParams(/\?(.*)$/s.exec(target)?.[1]);
  const clientId = new URLSearchParams(body).get('client_id') ?? query.get('client_id');
  const { accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts');
  return accounts.find((account) => account.clientId === clientId)?.clientSecret;
}

/** Whether a token stood in the request that the mock did not keep, so that the same cannot be sent again. */
export function lacksToken({ request }: Said): boolean {
  return textsOf(request).some((text) => text.search(FOREIGN) !== -1);
}

/** In what a copy is not what was sent, as sentences. */
export function copyRemarks(said: Said, slug: string | undefined): readonly string[] {
  const hasSecret = textsOf(said.request).some((text) => HIDDEN_SECRET.test(text));
  return [
    ...(!hasSecret
      ? []
      : slug === WRONG_SECRET
        ? ['The client_secret that was sent is not kept: “wrong” is sent in its place, and is refused too.']
        : ['The client_secret is not kept: the one that is configured is put back.']),
    ...(!lacksToken(said)
      ? []
      : [
          `A token is not kept, for it is not one of this mock: ${STAND_IN} stands in its place. ${
            isMalformed(slug) ? 'It is refused for the same reason.' : 'Put yours in to have the same answer.'
          }`,
        ]),
  ];
}

export function isMalformed(slug: string | undefined): boolean {
  return slug?.endsWith('-malformed') === true;
}

/** For a shell of POSIX. */
export function asCurl({ method, url, headers, body }: WholeRequest): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    `curl -i -X ${method} ${quoted(url)}`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === '' ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(' \\\n  ');
}

export function asFetch({ method, url, headers, body }: WholeRequest): string {
  const options = { method, headers: Object.fromEntries(headers), ...(body === '' ? {} : { body }) };
  return `const response = await fetch(${JSON.stringify(url)}, ${JSON.stringify(options, null, 2)});`;
}

const MINTED: Readonly<Record<string, string>> = {
  AppJWT: 'appJwt',
  ConsumerJWS: 'consumerJws',
  LP_EXT_JWT: 'extJwt',
  LP_JWT: 'lpJwt',
  'id token': 'idToken',
};

/** A test that has the same call refused again: at the same time, with tokens that say the same. */
export async function asTest(entry: JournalEntry, exchange: CapturedExchange): Promise<string> {
  const slug = entry.reason?.slug ?? '';
  const { request, origin } = await withClientSecret(exchange, slug);
  const minted = entry.tokens.flatMap(({ use, kind, id, claims }) =>
    use === 'presented' && kind !== undefined && id !== undefined
      ? [[id, `await mock.mint.${MINTED[kind] ?? ''}({ claims: ${JSON.stringify(claims)} })`] as const]
      : [],
  );
  const inCode = (said: string): string => {
    const text = said.replace(FOREIGN, STAND_IN);
    const whole = minted.find(([id]) => text.endsWith(` ${id}>`) && text.startsWith('<'));
    if (whole !== undefined) return whole[1];
    const parts = minted.reduce(
      (sofar, [id, mint]) => sofar.replace(new RegExp(`<[\\w ]+ ${id}>`, 'g'), `\${${mint}}`),
      text,
    );
    return parts === text ? JSON.stringify(text) : `\`${parts}\``;
  };
  const headers = request.headers
    .filter(([name]) => /^(?:content-type|authorization|x-lp-on-behalf)$/.test(name))
    .map(([name, value]) => `      ${JSON.stringify(name)}: ${inCode(value)},`);
  return [
    "import { createMock } from 'lp-auth-mock';",
    '',
    ...(lacksToken(exchange) && !isMalformed(slug)
      ? [`// Put in your token for ${STAND_IN}: the mock does not keep it.`]
      : []),
    `test(${JSON.stringify(`is refused: ${slug}`)}, async () => {`,
    '  const mock = createMock();',
    `  mock.clock.freeze(${JSON.stringify(new Date(entry.atMs).toISOString())});`,
    `  const response = await mock.fetch(${inCode(`${origin}${request.target}`)}, {`,
    `    method: ${JSON.stringify(request.method)},`,
    ...(headers.length === 0 ? [] : ['    headers: {', ...headers, '    },']),
    ...(request.body.text === '' ? [] : [`    body: ${inCode(request.body.text)},`]),
    '  });',
    `  expect(response.status).toBe(${String(entry.outcome)});`,
    `  expect(mock.journal.find().at(-1)?.reason?.slug).toBe(${JSON.stringify(slug)});`,
    '});',
    '',
  ].join('\n');
}
