import { afterEach, expect } from '@jest/globals';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import type { RunningServer } from '../../mock-server/adapters/node-server.ts';
import { startServer } from '../../mock-server/adapters/node-server.ts';
import { openApiDocument } from '../../mock-server/control/admin/openapi.ts';
import { routes } from '../../mock-server/control/admin/routes/index.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { CLIENT_SECRET, OTHER_CLIENT_SECRET } from '../support/through-every-door.ts';

/** An answer of the control room. */
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

/** A mock, its server, and a way to ask its control room. */
export interface Room {
  readonly mock: Mock;
  readonly server: RunningServer;
  /** Asks, and checks the answer against the OpenAPI document and for secrets. */
  readonly ask: (method: string, path: string, call?: AdminCall) => Promise<AdminAnswer>;
}

const running: RunningServer[] = [];
afterEach(async () => { await Promise.all(running.splice(0).map((server) => server.close())); });

/** A server that the end of the test closes. */
export async function serve(mock: Mock): Promise<RunningServer> {
  const server = await startServer(mock, { port: 0 });
  running.push(server);
  return server;
}

/** The verbs that were answered without a refusal so far. */
export const answeredVerbs = new Set<string>();

export async function openRoom(options: MockOptions = {}): Promise<Room> {
  const mock = createMock({ seed: 'admin', ...options });
  const server = await serve(mock);
  return {
    mock,
    server,
    ask: async (method, path, call = {}) => {
      const answer = await send(server.port, method, `/__admin${path}`, call);
      expectDocumented(method, `/__admin${path}`, call.body, answer);
      expectNoSecret(method, path, answer);
      return answer;
    },
  };
}

/** By node's own client, because it sends every header that a test wants, `Host` too. */
function send(port: number, method: string, path: string, { body, headers = {} }: AdminCall): Promise<AdminAnswer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const all = { host: `localhost:${String(port)}`, 'content-type': method === 'GET' ? undefined : 'application/json', ...headers };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers: definedOf(all) }, (response) => {
      let heard = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { heard += chunk; });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Record<string, string>, body: heard === '' ? undefined : JSON.parse(heard) as unknown });
      });
    });
    sent.on('error', reject).end(text);
  });
}

function definedOf(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** What the document says of one status of one call. */
interface DocumentedResponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

export const document = JSON.parse(JSON.stringify(openApiDocument(routes))) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, DocumentedResponse>> };
};

interface Validator {
  addSchema(schema: object, key: string): void;
  validate(schema: object, value: unknown): boolean;
  errorsText(): string;
}

// The validator of the document brings the one of the answers.
const require = createRequire(createRequire(import.meta.url).resolve('@seriousme/openapi-schema-validator'));
const { default: Ajv } = require('ajv/dist/2020.js') as { readonly default: new (options: object) => Validator };
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(document, 'openapi');

/** Every answer is one that the document has: its path, its method, its status, its type and its body; and every body that is taken. */
function expectDocumented(method: string, path: string, sent: object | string | undefined, { status, headers, body }: AdminAnswer): void {
  const [template, operations] = Object.entries(document.paths).find(([each]) => fits(each, path.replace(/\?.*/, ''))) ?? ['', {}];
  const operation = operations[method === 'HEAD' ? 'get' : method.toLowerCase()];
  if (operation === undefined) {
    expectRefusal([403, 404, 405], status, body);
    return;
  }
  if (status < 300) answeredVerbs.add(operation.operationId);
  expect(Object.keys(operation.responses)).toContain(String(status));
  if (status >= 400) {
    expectRefusal([status], status, body);
    return;
  }
  const type = Object.keys(operation.responses[String(status)]?.content ?? {})[0];
  expect({ template, type: headers['content-type'] }).toEqual({ template, type });
  if (typeof sent === 'object') expectValid(pointer(template, method, 'requestBody', 'content', 'application/json', 'schema'), sent);
  if (body !== undefined) expectValid(pointer(template, method, 'responses', String(status), 'content', type ?? '', 'schema'), body);
}

/** To a part of one operation (RFC 6901). */
function pointer(template: string, method: string, ...names: readonly string[]): string {
  return `openapi#/${['paths', template, method.toLowerCase(), ...names].map((name) => name.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`;
}

function expectRefusal(statuses: readonly number[], status: number, body: unknown): void {
  expect(statuses).toContain(status);
  expectValid('openapi#/components/schemas/Error', body);
}

/** Whether a value is what a part of the document says, for instance `openapi#/components/schemas/Error`. */
export function expectValid($ref: string, body: unknown): void {
  const isValid = ajv.validate({ $ref }, body);
  expect({ $ref, errors: isValid ? '' : ajv.errorsText() }).toEqual({ $ref, errors: '' });
}

function fits(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((segment, index) => segment.startsWith('{') || segment === given[index]);
}

/** These calls exist to hand out what the others must not have in them. */
const HANDS_OUT = /^(?:(?:GET|POST) \/accounts|POST \/tokens$)/;
const SIGNED_TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]{20,}/;

function expectNoSecret(method: string, path: string, { body }: AdminAnswer): void {
  if (HANDS_OUT.test(`${method} ${path}`)) return;
  const text = JSON.stringify(body ?? '');
  expect(text).not.toMatch(SIGNED_TOKEN);
  for (const secret of [CLIENT_SECRET, OTHER_CLIENT_SECRET]) expect(text).not.toContain(secret);
}
