import { describe, expect, it } from '@jest/globals';
import type { HttpHandler } from 'msw';
import * as msw from 'msw';
import { createHandlers, deliverWebhooks } from '../../../mock-server/adapters/msw.ts';
import { isVersion2 } from '../../../mock-server/adapters/msw-version.ts';
import type { Mock } from '../../../mock-server/index.ts';
import type { WebhookCarrier, WebhookPost } from '../../../mock-server/webhooks/carrier.ts';

const ORIGIN = 'http://localhost:4407';
const OTHER = 'https://a.test';
const LIVE_PERSON = 'https://va.idp.liveperson.net';

/** A mock that says which URL it was asked by, and admits whom. */
function createTestMock(members: object = {}): Mock {
  return {
    endpoints: [
      { method: 'GET', paths: ['/api/account/{accountId}/a.b', '/second/{x}/end'] },
      { method: 'POST', paths: ['/api/{x}'] },
    ],
    domains: ['liveperson.net'],
    hosts: { publicSites: ['www.liveperson.net'] },
    fetch: (request: Request) => Promise.resolve(new Response(`fetched ${request.url}`)),
    admin: () => Promise.resolve({ status: 200, headers: {}, body: 'administered' }),
    ...members,
  } as unknown as Mock;
}

/** Which of the handlers answers, and how; undefined for none. */
async function ask(handlers: readonly HttpHandler[], request: Request): Promise<unknown> {
  for (const [index, handler] of handlers.entries()) {
    const { response } = (await handler.run({ request: request.clone(), requestId: 'a' })) ?? {};
    if (response !== undefined) return [index, await response.text()];
  }
  return undefined;
}

describe('the handlers for MSW', () => {
  it.each<[string, string, number | undefined]>([
    ['GET', `${LIVE_PERSON}/api/account/1/a.b`, 0],
    ['GET', `${ORIGIN}/api/account/%zz/a.b?x=/`, 0],
    ['GET', `${OTHER}/second/x/end#x`, 0],
    ['POST', `${LIVE_PERSON}/api/x`, 1],
    ['GET', `${LIVE_PERSON}/api/account/1/aXb`, 2],
    ['GET', `${LIVE_PERSON}/api/account//a.b`, 2],
    ['GET', `${LIVE_PERSON}/api/account/1/2/a.b`, 2],
    ['GET', `${LIVE_PERSON}/api/account/1/a.b/`, 2],
    ['GET', `${LIVE_PERSON}/x/second/x/end`, 2],
    ['PUT', `${ORIGIN}/api/x`, 2],
    ['GET', `${ORIGIN}/__admin/health`, 2],
    ['GET', 'https://www.liveperson.net/api/account/1/a.b', undefined],
    ['GET', `https://b.test/?at=${LIVE_PERSON}/second/x/end`, undefined],
  ])('are one for each row, then one for the rest: %s %s', async (method, url, row) => {
    const handlers = createHandlers(createTestMock(), { origins: [ORIGIN, OTHER] });
    const sent = new Request(url, { method });
    expect(await ask(handlers, sent)).toEqual(row === undefined ? undefined : [row, `fetched ${sent.url}`]);
    expect(handlers.map(({ info }) => info.method)).toEqual(['GET', 'POST', /.+/]);
  });

  it("answer at LivePerson's hosts alone where no origin is given", async () => {
    const handlers = createHandlers(createTestMock());
    for (const url of [`${ORIGIN}/second/x/end`, 'http://undefined/'])
      expect(await ask(handlers, new Request(url))).toBe(undefined);
    for (const options of [{ admin: false }, { origins: [] }, { origins: undefined, admin: undefined }])
      expect(createHandlers(createTestMock(), options)).toHaveLength(3);
  });

  it.each<[string, number]>([
    [`${ORIGIN}/__admin`, 0],
    [`${ORIGIN}/__admin/health?x`, 0],
    [`${OTHER}/__admin?x`, 0],
    [`${ORIGIN}/__administer`, 3],
    [`${ORIGIN}/x/__admin`, 3],
    [`${LIVE_PERSON}/__admin`, 3],
  ])('have the admin API before them, at origins of your own alone: %s', async (url, index) => {
    const handlers = createHandlers(createTestMock(), { origins: [ORIGIN, OTHER], admin: true });
    expect(await ask(handlers, new Request(url))).toEqual([index, index === 0 ? 'administered' : `fetched ${url}`]);
  });

  it('refuse what is no mock, and an admin API that would be nowhere', () => {
    const noMock = 'createHandlers: the first argument is not a mock; pass one made by createMock(), or undefined';
    for (const given of [null, {}, { fetch: true }])
      expect(() => createHandlers(given as unknown as Mock)).toThrow(new TypeError(noMock));
    const nowhere =
      "createHandlers: admin: true needs origins, for instance { origins: ['http://localhost:4407'], admin: true }";
    for (const options of [{ admin: true }, { admin: true, origins: [] }])
      expect(() => createHandlers(createTestMock(), options)).toThrow(new TypeError(nowhere));
  });

  it('answer an upgrade with the way out, and an error with itself unless the caller gave up', async () => {
    const upgrade = new Request(`${LIVE_PERSON}/x`, { headers: { upgrade: 'websocket' } });
    expect(await ask(createHandlers(createTestMock()), upgrade)).toEqual([
      2,
      expect.stringContaining('socket_not_intercepted'),
    ]);
    const ending = new AbortController();
    const failing = createHandlers(createTestMock({ fetch: () => Promise.reject(new RangeError('mine')) })).slice(-1);
    const request = new Request(`${LIVE_PERSON}/x`, { signal: ending.signal });
    await expect(msw.getResponse(failing, request)).rejects.toThrow(new RangeError('mine'));
    ending.abort();
    expect(await msw.getResponse(failing, request)).toMatchObject({ type: 'error' });
  });

  it('leave a connection open where MSW sends over none', async () => {
    const response = await msw.getResponse(createHandlers(createTestMock()), new Request(LIVE_PERSON));
    expect(response?.headers.get('connection')).toBe(isVersion2(msw) ? null : 'close');
  });
});

describe('webhooks for the handlers of MSW', () => {
  const POST: WebhookPost = { url: `${OTHER}/hook`, headers: { 'x-mine': 'a' }, body: '{}' };

  it('go to the handlers that there are then, if one of them answers for the address', async () => {
    const carriers: WebhookCarrier[] = [];
    const end = (): void => undefined;
    const handlers: object[] = [{ info: {} }, { run: () => undefined }, {}];
    const mock = {
      settings: { webhooks: { timeoutMs: 1000 } },
      webhooks: {
        carryBy: (carrier: WebhookCarrier) => {
          carriers.push(carrier);
          return end;
        },
      },
    } as unknown as Mock;
    expect(deliverWebhooks(mock, { listHandlers: () => handlers })).toBe(end);
    const [carry] = carriers;
    expect(await carry?.(POST)).toBeUndefined();
    handlers.push(msw.http.post(POST.url, () => new msw.HttpResponse(null, { status: 202 })));
    expect(await carry?.(POST)).toEqual({ status: 202 });
    expect(await carry?.({ ...POST, url: 'https://b.test/' })).toBeUndefined();
  });
});
