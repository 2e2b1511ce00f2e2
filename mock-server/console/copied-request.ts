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

/** Asks for the tokens that the request names by their ids, and for the secret of a client that is configured. */
export async function wholeRequest({ request, origin }: CapturedExchange): Promise<WholeRequest> {
  const texts = [request.target, request.body.text, ...request.headers.map(([, value]) => value)];
  const ids = new Set(texts.flatMap((text) => Array.from(text.matchAll(TOKEN), ([, id = '']) => id)));
  const found = await Promise.all([...ids].map(async (id) => [id, await tokenOf(id)] as const));
  const tokens = new Map(found);
  const fill = (text: string): string => text.replace(TOKEN, (whole, id: string) => tokens.get(id) ?? whole);
  return {
    method: request.method,
    url: `${origin}${fill(request.target)}`,
    headers: request.headers
      .filter(
        ([name]) => !/^(?:host|connection|content-length|accept-encoding|user-agent|origin|referer|sec-.*)$/.test(name),
      )
      .map(([name, value]) => [name, fill(value)]),
    body: await withClientSecret(fill(request.body.text)),
  };
}

async function tokenOf(id: string): Promise<string | undefined> {
  try {
    return (await askAdmin<{ readonly token: string }>(`tokens/${id}`)).token;
  } catch {
    // Issued elsewhere, or no longer kept: its place stays.
    return undefined;
  }
}

async function withClientSecret(body: string): Promise<string> {
  const hidden = 'client_secret=<not kept>';
  if (!body.includes(hidden)) return body;
  const { accounts } = await askAdmin<{ readonly accounts: readonly Account[] }>('accounts');
  const clientId = new URLSearchParams(body).get('client_id');
  const secret = accounts.find((account) => account.clientId === clientId)?.clientSecret;
  return secret === undefined ? body : body.replace(hidden, `client_secret=${encodeURIComponent(secret)}`);
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
export function asTest(entry: JournalEntry, { request, origin }: CapturedExchange): string {
  const slug = entry.reason?.slug ?? '';
  const minted = entry.tokens.flatMap(({ use, kind, id, claims }) =>
    use === 'presented' && kind !== undefined && id !== undefined
      ? [[id, `await mock.mint.${MINTED[kind] ?? ''}({ claims: ${JSON.stringify(claims)} })`] as const]
      : [],
  );
  const inCode = (text: string): string => {
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
