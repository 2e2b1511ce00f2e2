import type { Answer, Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from './calls.ts';
import type { Headers, RestConversation } from './messaging-rest.ts';
import { BRAND, consumerPath } from './messaging-rest.ts';
import { logIn } from './sockets.ts';
import { NOON } from './through-every-adapter.ts';

/** A mock in this process, frozen at noon, and the Messaging REST API as john and the agent ada call it. */
export interface RestMock {
  readonly mock: Mock;
  readonly john: Headers;
  /** Logs ada in. */
  readonly ada: () => Promise<Headers>;
  /** An object goes as JSON, a text as it is, under the content type of JSON. */
  readonly call: (method: string, target: string, headers: Headers, body?: object | string) => Promise<Answer>;
  /** Opens a conversation of john's. */
  readonly open: () => Promise<RestConversation>;
}

export async function startRest(options: MockOptions = {}): Promise<RestMock> {
  const mock = createMock({ seed: 'rest', ...options });
  mock.clock.freeze(NOON);
  const john = { ...BRAND, authorization: `Bearer ${await mock.mint.lpJwt({ sub: 'john' })}` };
  const ada = async (): Promise<Headers> => ({ ...BRAND, authorization: `Bearer ${(await logIn(mock)).bearer}` });
  const call: RestMock['call'] = (method, target, headers, body = '') =>
    ask(mock, {
      method,
      target,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const open = async (): Promise<RestConversation> => {
    const { body, headers } = await call('POST', `${consumerPath('john')}/conversations`, john);
    return { id: (JSON.parse(body) as { id: string }).id, etag: headers['etag'] ?? '' };
  };
  return { mock, john, ada, call, open };
}

/** Status, body and the whole reason, slug and sentence. */
export function refusalOf({ status, body, headers }: Answer): readonly [number, string, string | undefined] {
  return [status, body, headers['lp-mock-reason']];
}
