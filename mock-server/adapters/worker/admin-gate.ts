import { isObject } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import { utf8 } from '../../utf8.ts';
import type { WorkerEnv } from './runtime.ts';

/** The shortest secret that opens the admin API, in characters: a shorter one is guessed. */
const SHORTEST_SECRET_CHARS = 16;

/** Whether there is an admin API at all. */
export function isAdminOn({ LP_AUTH_MOCK_ADMIN_SECRET: secret = '' }: WorkerEnv): boolean {
  return secret !== '';
}

/** Lets in who sends the secret as a bearer (RFC 6750 section 2.1); for everybody else, the answer. */
export async function refuseUnauthorized(request: Request, env: WorkerEnv): Promise<Response | undefined> {
  const { LP_AUTH_MOCK_ADMIN_SECRET: secret = '' } = env;
  if (secret.length < SHORTEST_SECRET_CHARS)
    return refusal(
      403,
      `LP_AUTH_MOCK_ADMIN_SECRET must have ${String(SHORTEST_SECRET_CHARS)} characters at least; the admin API is off`,
    );
  const [, sent] = /^Bearer +(\S.*?) *$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (sent !== undefined && (await isSame(sent, secret))) return undefined;
  const what = sent === undefined ? 'this call has no bearer' : 'the bearer of this call is another';
  return refusal(401, `the admin API wants the secret of LP_AUTH_MOCK_ADMIN_SECRET as a bearer; ${what}`, {
    'www-authenticate': 'Bearer realm="lp-auth-mock"',
  });
}

/** Takes the same time wherever the two differ, and however long they are: digests are compared, each byte of them. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([digest(one), digest(other)]);
  let difference = 0;
  for (let index = 0; index < first.length; index += 1) difference |= (first[index] ?? 0) ^ (second[index] ?? 0);
  return difference === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text)));
}

/** A call whose bearer was good, as the gate of the admin API lets it in; pages of another origin it still refuses. */
export function admittedCall(call: Call): Call {
  const headers = Object.entries(call.headers).filter(([name]) => !LEFT_OUT.test(name));
  return { ...call, headers: { ...Object.fromEntries(headers), host: 'localhost' }, peer: 'in-process' };
}

/** What says that a proxy passed it on, which the one before a worker always does; and the secret. */
const LEFT_OUT = /^(?:authorization|forwarded|via|x-forwarded(?:-.*)?|x-real-ip|true-client-ip|cf-.*)$/;

/** The account that a call to the admin API is about: in its path, its query or its body. */
export function adminAccountOf({ path, query, body }: Call): string | undefined {
  const [, inPath] = /\/accounts\/([^/]+)/.exec(path) ?? [];
  if (inPath !== undefined) return inPath;
  const inQuery = query.get('accountId');
  if (inQuery !== null) return inQuery;
  try {
    const given = JSON.parse(body) as unknown;
    // A fault has its account under another name.
    const accountId = isObject(given) ? (given['accountId'] ?? given['account']) : undefined;
    return typeof accountId === 'string' ? accountId : undefined;
  } catch {
    return undefined;
  }
}

/** What is the same in every object, so that any may answer. */
const SAME_EVERYWHERE = /^\/__admin\/(?:health|options|endpoints|openapi(?:\.json)?)$/;

/** The refusal of an admin call that names no account; undefined where any object can answer it. */
export function refuseAccountless(path: string): Response | undefined {
  if (SAME_EVERYWHERE.test(path)) return undefined;
  return refusal(
    400,
    'in this worker each account is an object of its own: name one by accountId, ' +
      'or let one object have all accounts by LP_AUTH_MOCK_CELLS=one',
  );
}

/** In the form of the admin API. */
export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ error: { message } }), {
    status,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json', ...headers },
  });
}
