import type { Answer, AnswerStream, Call } from '../../http/call.ts';
import { createRouter } from '../../http/router.ts';
import { AdminError } from './admin-error.ts';
import { admit, requireJson } from './gate.ts';
import { checkInput, readInput } from './input.ts';
import type { AdminMock, AdminRoute, PathParameters } from './route.ts';
import { routes } from './routes/index.ts';

/** What the control room answers with. */
export type AdminReply = Answer | AnswerStream;

/**
 * The control room of a mock: its verbs over HTTP, for its own pages and for programs. Answers whatever it is asked, and
 * never rejects; the journal does not hear of it, and no fault fires at it.
 */
export function createAdmin(mock: AdminMock): (call: Call) => Promise<AdminReply> {
  const router = createRouter(routes.map((route) => ({ method: route.method, paths: [route.path], route })));
  return async (call) => {
    try {
      admit(call, mock.settings.admin.hosts);
      const match = router.match(call.method, call.path);
      switch (match.kind) {
        case 'found': return await serve(mock, match.row.route, call, match.parameters);
        case 'method': throw methodRefused(match.allowed);
        case 'malformed': throw new AdminError(400, 'the path has a broken percent-encoding');
        case 'none': throw new AdminError(404, `the control room has no such path; nearest: ${router.nearest(call.path, 3).join(' | ')}`);
      }
    } catch (error) {
      return refuse(error);
    }
  };
}

async function serve(mock: AdminMock, route: AdminRoute, call: Call, parameters: PathParameters): Promise<AdminReply> {
  requireJson(call);
  const input = checkInput(route.input, readInput(call));
  if ('event' in route) {
    const headers = { ...HEADERS, 'content-type': 'text/event-stream' };
    return call.method === 'HEAD' ? { status: 200, headers, body: '' } : { status: 200, headers, stream: route.follow(mock, input, call) };
  }
  const output = await route.run(mock, input, parameters);
  return route.status === 204 ? { status: 204, headers: HEADERS, body: '' } : json(route.status, output);
}

/** Nothing is kept, guessed at or embedded by anybody. */
const HEADERS = { 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin', 'x-content-type-options': 'nosniff' } as const;

function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...HEADERS, 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
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
  return new AdminError(500, `a fault in lp-auth-mock, not in your call; please report it: ${name}`);
}
