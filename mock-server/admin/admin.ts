import { systemTime } from '../clock.ts';
import type { Answer, AnswerStream, BodyReader, Call } from '../http/call.ts';
import { httpDate } from '../http/http-date.ts';
import { instanceHeader } from '../http/instance-header.ts';
import type { Route, RouteMatch } from '../http/router.ts';
import { createRouter } from '../http/router.ts';
import { AdminError } from './admin-error.ts';
import { admit, requireJson } from './gate.ts';
import { checkInput, readInput } from './input.ts';
import { MAX_ADMIN_BODY_BYTES } from './path.ts';
import type { Recorded } from './recorded.ts';
import { nothingRecorded } from './recorded.ts';
import type { AdminMock, AdminRoute, PathParameters, ServedMock } from './route.ts';
import { routes } from './routes/index.ts';

/** What the admin API answers with. */
export type AdminReply = Answer | AnswerStream;

/**
 * Answers a call. With a reader the body is read when the call was let in, and the call's own `body` is not looked at:
 * nothing is kept of a call that is refused.
 */
export type Admin = (call: Call, readBody?: BodyReader) => Promise<AdminReply>;

/**
 * The admin API of a mock: its verbs over HTTP, for its own pages and for programs. Answers whatever it is asked, and
 * never rejects; the journal does not hear of it, and no fault fires at it.
 *
 * @param recorded - what is kept beside the verbs. Default: nothing
 */
export function createAdmin(verbs: AdminMock, recorded: Recorded = nothingRecorded(verbs.clock)): Admin {
  const mock = { ...verbs, recorded, sinceMs: systemTime.now() };
  const router = createRouter(routes.map((route) => ({ method: route.method, paths: [route.path], route })));
  const hosts = mock.settings.admin === false ? [] : mock.settings.admin.hosts;
  const findRoute = (call: Call): { readonly route: AdminRoute; readonly parameters: PathParameters } => {
    const match = router.match(call.method, call.path);
    switch (match.kind) {
      case 'found':
        return { route: match.row.route, parameters: match.parameters };
      case 'method':
        throw methodRefused(match.allowed);
      case 'malformed':
        throw new AdminError(400, 'the path has a broken percent-encoding');
      case 'none':
        throw new AdminError(
          404,
          `the admin API has no such path; nearest: ${router.nearest(call.path, 3).join(' | ')}`,
        );
    }
  };
  const answer: Admin = async (call, readBody) => {
    try {
      const refusal = refusalOf(call, hosts);
      if (refusal !== undefined) return anybodysAnswer(router.match(call.method, call.path)) ?? refuse(refusal);
      const { route, parameters } = findRoute(call);
      requireJson(call);
      return await serve(mock, route, await withBody(call, route, readBody), parameters);
    } catch (error) {
      return refuse(error);
    }
  };
  const named = instanceHeader(mock.settings.instance);
  return async (call, readBody) => {
    const reply = await answer(call, readBody);
    // By the mock's clock, as every other answer of this mock.
    return { ...reply, headers: { date: httpDate(mock.clock.now()), ...reply.headers, ...named } };
  };
}

function refusalOf(call: Call, hosts: readonly string[]): unknown {
  try {
    admit(call, hosts);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What a route says to those who are not let in; undefined for nearly all. */
function anybodysAnswer(match: RouteMatch<Route & { readonly route: AdminRoute }>): Answer | undefined {
  if (match.kind !== 'found' || !('answerToAnybody' in match.row.route)) return undefined;
  return json(200, match.row.route.answerToAnybody);
}

/** The call with its body, where its verb takes one. */
async function withBody(call: Call, route: AdminRoute, readBody: BodyReader | undefined): Promise<Call> {
  const { method, maxBodyBytes = MAX_ADMIN_BODY_BYTES } = route;
  if (readBody === undefined || method === 'GET') return call;
  const body = await readBody(maxBodyBytes);
  // Half a body might read as a whole one, and no body means everything to some verbs.
  if (body === undefined) throw new AdminError(400, 'the call ended before its body did');
  return { ...call, ...body };
}

async function serve(mock: ServedMock, route: AdminRoute, call: Call, parameters: PathParameters): Promise<AdminReply> {
  const input = checkInput(route.input, readInput(call, route.maxBodyBytes));
  if ('event' in route) {
    const headers = { ...HEADERS, 'content-type': 'text/event-stream' };
    return call.method === 'HEAD'
      ? { status: 200, headers, body: '' }
      : { status: 200, headers, stream: route.follow(mock, input, call) };
  }
  const output = await route.run(mock, input, parameters);
  return route.status === 204 ? { status: 204, headers: HEADERS, body: '' } : json(route.status, output);
}

/** Nothing is kept, guessed at or embedded by anybody. */
const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { ...HEADERS, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

function methodRefused(allowed: readonly string[]): AdminError {
  // Nothing here answers OPTIONS: a page of another origin has nothing to ask for.
  const allow = allowed.filter((method) => method !== 'OPTIONS').join(', ');
  return new AdminError(405, `this path takes ${allow}`, { headers: { allow } });
}

function refuse(error: unknown): Answer {
  const { status, message, path, headers } = asAdminError(error);
  return json(status, { error: { message, ...(path === undefined ? {} : { path }) } }, headers);
}

/** The verbs of a mock throw TypeErrors at what makes no sense, and a RangeError when there is no room left. */
function asAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error;
  const { name, message } = error instanceof Error ? error : new Error(typeof error);
  if (name === 'TypeError' || name === 'ConfigError') return new AdminError(400, message);
  if (name === 'RangeError') return new AdminError(409, message);
  return new AdminError(500, `an error in lp-auth-mock, not in your call; please report it: ${name}`);
}
