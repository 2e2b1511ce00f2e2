import { catalogue } from '../../mock-server/errors/catalogue.ts';
import { reasonSlugs } from '../../mock-server/errors/reasons.ts';
import type { Answer, Mock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { createBatch, text } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';

const STATUSES = new Set<number>([200, 201, 204, 302, ...Object.values(catalogue).map(({ status }) => status)]);
const SLUGS = new Set<string>(reasonSlugs);

/**
 * What is wrong with an answer, whatever was asked: an unknown status, a body that is no JSON, HTML, a fault of the
 * mock's own, a refusal without its reason, a header that no host could write, or one that tells a secret. Empty when
 * nothing is.
 */
export function indecencies(answer: Answer, secrets: readonly string[] = []): string[] {
  const { status, headers } = answer;
  return [
    ...(STATUSES.has(status) ? [] : [`status ${String(status)}`]),
    ...bodyFaults(answer),
    ...reasonFaults(answer),
    ...Object.entries(headers).flatMap(([name, value]) => headerFaults(name, value, secrets)),
  ];
}

function bodyFaults({ headers, body }: Answer): string[] {
  const type = headers['content-type'] ?? '';
  if (/html/i.test(type)) return pageFaults(type, headers);
  if (body === '') return [];
  const json = type === 'application/javascript' ? /^[\w$.]+\((.*)\)$/s.exec(body)?.[1] : body;
  if (type !== 'application/javascript' && !type.startsWith('application/json')) return [`content type ${type}`];
  if (json === undefined || !isJson(json)) return [`body ${body.slice(0, 100)}`];
  return body.includes('mock_bug') ? [`a fault of the mock: ${body}`] : [];
}

/** A page is for people, and nothing on it runs. */
function pageFaults(type: string, headers: Answer['headers']): string[] {
  const isHarmless = headers['content-security-policy']?.startsWith("default-src 'none'; base-uri 'none'; ") ?? false;
  return type === 'text/html;charset=utf-8' && isHarmless ? [] : [`content type ${type}`];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function reasonFaults({ status, headers, body }: Answer): string[] {
  const slug = headers['lp-mock-reason']?.split('; ')[0];
  if (slug !== undefined && !SLUGS.has(slug)) return [`reason ${slug}`];
  if (status >= 400 && slug === undefined) return [`${String(status)} without a reason`];
  const explainsJsonp = body.includes('lpCallError');
  return status < 400 && slug !== undefined && body !== '' && !explainsJsonp
    ? [`${String(status)} with the reason ${slug}`]
    : [];
}

function headerFaults(name: string, value: string, secrets: readonly string[]): string[] {
  if (!/^[a-z-]+$/.test(name)) return [`header name ${name}`];
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return [`value of ${name}`];
  return secrets.filter((secret) => value.includes(secret)).map((secret) => `${name} tells ${secret.slice(0, 20)}`);
}

/** What goes wrong in an ordinary flow from AppJWT to closing a conversation: nothing, whatever happened before. */
export async function flowFaults(mock: Mock, accountId = ACCOUNT): Promise<string[]> {
  const faults: string[] = [];
  const expectStatus = (name: string, wanted: number, answer: Answer): unknown => {
    if (answer.status !== wanted) faults.push(`${name}: ${String(answer.status)} ${answer.body}`);
    return JSON.parse(answer.body) as unknown;
  };
  const api = `/api/account/${accountId}`;
  const login = await post(
    mock,
    `/sentinel${api}/app/token?v=1.0&grant_type=client_credentials`,
    new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
  );
  const authorization = text(expectStatus('app token', 200, login), 'access_token');
  const consumer = await post(
    mock,
    `${api}/consumer?v=1.0`,
    { ext_consumer_id: `after-${String(Math.random())}` },
    { authorization },
  );
  const headers = { authorization, 'x-lp-on-behalf': text(expectStatus('consumer', 201, consumer), 'token') };
  const created = expectStatus(
    'create',
    200,
    await post(mock, `${api}/messaging/consumer/conversation?v=3`, createBatch(accountId), headers),
  );
  const [
    ,
    {
      body: { conversationId },
    },
  ] = created as [unknown, { body: { conversationId: string } }];
  const close = {
    kind: 'req',
    id: '3',
    type: 'cm.UpdateConversationField',
    body: { conversationId, conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' } },
  };
  expectStatus('close', 200, await post(mock, `${api}/messaging/consumer/conversation/send?v=3`, close, headers));
  const anonymous = expectStatus('anonymous', 200, await post(mock, `${api}/anonymous/authorize`));
  expectStatus('refresh', 200, await post(mock, `${api}/anonymous/authorize`, { id_token: text(anonymous, 'token') }));
  return faults;
}
