import type { Answer } from '../../mock-server/index.ts';

type Fields = Readonly<Record<string, unknown>>;
type Shape = (body: Fields) => boolean;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
/** Whether the object has these members, maybe some of the optional ones, and no other. */
const has = (body: Fields, members: readonly string[], optional: readonly string[] = []): boolean =>
  members.every((name) => name in body) && Object.keys(body).every((name) => [...members, ...optional].includes(name));

const ofCommand: Shape = (body) =>
  has(body, ['code', 'body', 'reqId']) && isText(body['code']) && isFields(body['body']) && isText(body['reqId']);

/** The error bodies of the services, and the mock's own. */
const SHAPES: Readonly<Record<string, Shape>> = {
  oauth: (body) => has(body, ['error', 'error_description']) && Object.values(body).every(isText),
  plain: (body) => has(body, ['error'], ['nearest']) && isText(body['error']),
  idp: (body) => has(body, ['internalErrorCode']) && /^\d{4}$/.test(String(body['internalErrorCode'])),
  'error-resp': (body) => {
    const { body: inner } = body;
    const isWhole = has(body, ['kind', 'code', 'body', 'type'], ['reqId']);
    return isWhole && isFields(inner) && has(inner, ['title', 'details', 'errorCode']);
  },
  command: ofCommand,
  functions: (body) => has(body, ['errorCode', 'errorMsg']) && Object.values(body).every(isText),
  agent: ({ error, ...rest }) =>
    isFields(error) && has(rest, []) && has(error, ['time', 'message', 'internalCode'], ['responseStatus']),
};

/** What is wrong with the body of an answer: nothing, or that a refusal has no documented envelope. */
export function strangeEnvelope({ status, body }: Answer): string | undefined {
  if (status < 400 || body === '') return undefined;
  const read = JSON.parse(body) as unknown;
  const items: readonly unknown[] = Array.isArray(read) ? read : [read];
  const shapes = Array.isArray(read) ? [ofCommand] : Object.values(SHAPES);
  const isKnown = items.every((item) => isFields(item) && shapes.some((fits) => fits(item)));
  return isKnown ? undefined : `no documented envelope: ${body.slice(0, 200)}`;
}
