import { afterEach, expect } from '@jest/globals';
import { request } from 'node:http';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { routes } from '../../mock-server/admin/routes/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON } from '../support/through-every-adapter.ts';
import { answeredVerbs } from '../support/watch/openapi.ts';

/** An answer of the admin API. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON of the body; undefined when there is none. */
  readonly body: unknown;
}

/** What a test says of a call. */
export interface AdminCall {
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: object | string;
  /** In the place of, or beside, a program's own headers. Undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A mock, its server, and a way to ask its admin API. */
export interface AdminSetup {
  readonly mock: Mock;
  readonly server: RunningServer;
  readonly ask: (method: string, path: string, call?: AdminCall) => Promise<AdminAnswer>;
}

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server that the end of the test closes. */
export async function serve(mock: Mock): Promise<RunningServer> {
  const server = await startServer(mock, { port: 0 });
  running.push(server);
  return server;
}

export async function openAdmin(options: MockOptions = {}): Promise<AdminSetup> {
  const mock = createMock({ seed: 'admin', ...options });
  const server = await serve(mock);
  return { mock, server, ask: (method, path, call = {}) => send(server.port, method, `/__admin${path}`, call) };
}

/** By node's own client, because it sends every header that a test wants, `Host` too. */
function send(port: number, method: string, path: string, { body, headers = {} }: AdminCall): Promise<AdminAnswer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const all = {
    host: `localhost:${String(port)}`,
    'content-type': method === 'GET' ? undefined : 'application/json',
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers: definedOf(all) }, (response) => {
      let heard = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        heard += chunk;
      });
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          body: heard === '' ? undefined : (JSON.parse(heard) as unknown),
        });
      });
    });
    sent.on('error', reject).end(text);
  });
}

function definedOf(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;

/** The admin API of a mock whose clock stands still at noon. */
export async function openFrozen(): Promise<AdminSetup> {
  const admin = await openAdmin();
  admin.mock.clock.freeze(NOON);
  return admin;
}

/** Asks Sentinel for an AppJWT. */
export async function issue({ mock }: AdminSetup): Promise<string> {
  const form = new URLSearchParams({
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    grant_type: 'client_credentials',
  });
  const { body } = await post(mock, `${TOKEN_PATH}?v=1.0`, form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
  return (JSON.parse(body) as { access_token: string }).access_token;
}

/** What `admin-calls.test.ts` asks; `admin-routes.test.ts` asks everything else. */
const ABOUT_CALLS = /^(?:faults|journal)\.|^(?:inspect|mint|revoke)$/;

/** The streams, the capture and what the console shows have files of their own. */
const IN_OTHER_FILES = [
  'journal.watch',
  'events.watch',
  'exchanges.find',
  'tokens.find',
  'tokens.list',
  'options.list',
  'faults.presets',
  'agent.current',
  'account.variables',
  'webhooks.list',
  'webhooks.resend',
  'webhooks.send',
  'webhooks.pause',
  'webhooks.resume',
  'webhooks.sign',
];

/** Fails when the tests of this file have left out a verb of theirs. For an `afterAll`: by then each has run. */
export function expectAllAnswered({ aboutCalls }: { readonly aboutCalls: boolean }): void {
  const verbs = routes
    .map(({ verb }) => verb)
    .filter((verb) => !IN_OTHER_FILES.includes(verb) && ABOUT_CALLS.test(verb) === aboutCalls);
  expect(verbs.filter((verb) => !answeredVerbs.has(verb))).toEqual([]);
}
