import type { ServerResponse } from 'node:http';
import manifest from '../../../package.json' with { type: 'json' };
import { AdminError } from '../../admin/admin-error.ts';
import { admit } from '../../admin/gate.ts';
import { ADMIN_PATH } from '../../admin/path.ts';
import type { Answer, Call } from '../../http/call.ts';
import { httpDate } from '../../http/http-date.ts';
import { instanceHeader } from '../../http/instance-header.ts';
import type { Mock } from '../../mock.ts';
import type { DevelopmentCertificates } from '../../tls/certificate-store.ts';
import { readConsoleFiles } from './console-files.ts';
import { writeReply } from './write-reply.ts';

/** Where the certificate of the development CA is. */
const CA_PATH = `${ADMIN_PATH}/ca.pem`;

/** Where the console stands. */
const CONSOLE_PATH = `${ADMIN_PATH}/ui/`;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The page asks its own origin alone, runs nothing but its own file, makes no markup of text, and is in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

type ConsoleMock = Pick<Mock, 'settings' | 'clock' | 'accounts'>;

/** A mock, and what its server has beside it. */
export interface ServedMock {
  readonly mock: ConsoleMock;
  certificates(): Promise<Pick<DevelopmentCertificates, 'ca'> | undefined>;
}

/**
 * Answers a call to the console, to the development CA, or to the root that leads to the console. False when the call
 * is for none: the root is the mock's for whoever the admin API would refuse, and for LivePerson's host names.
 */
export async function answerConsole(served: ServedMock, call: Call, response: ServerResponse): Promise<boolean> {
  const { mock } = served;
  const refusal = refusalOf(mock, call);
  const isRead = call.method === 'GET' || call.method === 'HEAD';
  if (call.path === '/' && (refusal !== undefined || !isRead)) return false;
  const answer = refusal ?? (await fileAnswer(served, call, isRead));
  const named = instanceHeader(mock.settings.instance);
  const headers = { date: httpDate(mock.clock.now()), ...HEADERS, ...answer.headers, ...named };
  writeReply({ ...answer, headers, body: call.method === 'HEAD' ? '' : answer.body }, response);
  return true;
}

function refusalOf({ settings: { admin } }: ConsoleMock, call: Call): Answer | undefined {
  try {
    admit(call, admin === false ? [] : admin.hosts);
    return undefined;
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return json(error.status, { error: { message: error.message } });
  }
}

function rootAnswer(mock: ConsoleMock, { headers, origin }: Call): Answer {
  if (/\btext\/html\b/.test(headers['accept'] ?? '')) return redirect(CONSOLE_PATH);
  const [account] = mock.accounts.list();
  return json(200, {
    name: 'lp-auth-mock',
    version: manifest.version,
    console: `${origin}${CONSOLE_PATH}`,
    openapi: `${origin}${ADMIN_PATH}/openapi.json`,
    livePersonOpenapi: `${origin}${ADMIN_PATH}/liveperson.openapi.json`,
    // Without its secret: `credentials` has it, behind the gate of the admin API.
    ...(account === undefined
      ? {}
      : {
          account: {
            accountId: account.accountId,
            clientId: account.clientId,
            connectorId: account.connectorId,
            credentials: `${origin}${ADMIN_PATH}/accounts/${encodeURIComponent(account.accountId)}`,
          },
        }),
  });
}

function fileAnswer(served: ServedMock, call: Call, isRead: boolean): Answer | Promise<Answer> {
  if (call.path === '/') return rootAnswer(served.mock, call);
  return call.path === CA_PATH ? authorityAnswer(served, isRead) : consoleAnswer(call, isRead);
}

/** The certificate alone, never its key. */
async function authorityAnswer(served: ServedMock, isRead: boolean): Promise<Answer> {
  if (!isRead) return json(405, { error: { message: 'the CA takes GET and HEAD' } }, { allow: 'GET, HEAD' });
  const certificates = await served.certificates();
  if (certificates === undefined) {
    const message = 'there is no development CA here: server.tls is off, or names a certificate of your own';
    return json(404, { error: { message } });
  }
  return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: certificates.ca };
}

async function consoleAnswer({ path }: Call, isRead: boolean): Promise<Answer> {
  if (!isRead) return json(405, { error: { message: 'the console takes GET and HEAD' } }, { allow: 'GET, HEAD' });
  if (!path.startsWith(CONSOLE_PATH)) return redirect(CONSOLE_PATH);
  const name = path.slice(CONSOLE_PATH.length) || 'index.html';
  const text = (await readConsoleFiles()).get(name);
  if (text === undefined)
    return json(404, { error: { message: `the console has no such file; it is at ${CONSOLE_PATH}` } });
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain';
  return { status: 200, headers: { 'content-type': type, 'content-security-policy': POLICY }, body: text };
}

function redirect(location: string): Answer {
  return { status: 302, headers: { location }, body: '' };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
