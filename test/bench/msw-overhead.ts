import { importJWK, jwtVerify, compactVerify } from 'jose';
import type { HttpHandler } from 'msw';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createHandlers } from '../../mock-server/adapters/msw.ts';
import { createMock } from '../../mock-server/index.ts';
import { median } from './statistics.ts';

const HOST = 'https://va.msg.liveperson.net';
const ACCOUNT = '12345678';
const CONVERSATIONS = `${HOST}/api/account/${ACCOUNT}/messaging/consumer/conversation`;

/** The most that our handler may take, as a multiple of the one written by hand. */
const MARK = 1.25;

/**
 * A Send API call through our handlers against the same call through a handler that verifies the two tokens with jose
 * and answers a constant. Gives the number of marks that were missed.
 */
export async function compareMswHandlers(rounds: number, requests: number): Promise<number> {
  const mock = createMock();
  const ours = createHandlers(mock);
  const headers = {
    'content-type': 'application/json',
    authorization: await mock.mint.appJwt({ accountId: ACCOUNT }),
    'x-lp-on-behalf': await mock.mint.consumerJws({ accountId: ACCOUNT }),
  };
  const byHand = [await handWritten(mock)];
  const body = await withServer(ours, async () => sendBody(await openConversation(headers)));
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [own, other] = [await time(ours), await time(byHand)];
    if (round > 0) ratios.push(own / other);
  }
  const ratio = median(ratios);
  const missed = ratio > MARK;
  console.log(
    `\nA validated send through our MSW handlers takes ${ratio.toFixed(2)} times the handler written by hand (mark: at most ${String(MARK)})${missed ? ' MISSED' : ''}`,
  );
  return missed ? 1 : 0;

  function time(handlers: readonly HttpHandler[]): Promise<number> {
    return withServer(handlers, async () => {
      const startedAt = performance.now();
      for (let sent = 0; sent < requests; sent += 1) {
        const response = await fetch(`${CONVERSATIONS}/send?v=3`, { method: 'POST', headers, body });
        if (response.status !== 200) throw new Error(`answered ${String(response.status)}: ${await response.text()}`);
        await response.json();
      }
      return performance.now() - startedAt;
    });
  }
}

async function withServer<T>(handlers: readonly HttpHandler[], work: () => Promise<T>): Promise<T> {
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  try {
    return await work();
  } finally {
    server.close();
  }
}

async function handWritten(mock: ReturnType<typeof createMock>): Promise<HttpHandler> {
  const jwks = await mock.fetch(`${HOST}/sentinel/well-known/jwks`);
  const { keys } = (await jwks.json()) as { keys: { kid: string }[] };
  const key = await importJWK(keys[1] ?? {}, 'RS256');
  return http.post(`${CONVERSATIONS}/send`, async ({ request }) => {
    await jwtVerify(request.headers.get('authorization') ?? '', key, {
      algorithms: ['RS256'],
      issuer: 'Sentinel',
      audience: ACCOUNT,
    });
    await compactVerify(request.headers.get('x-lp-on-behalf') ?? '', key, { algorithms: ['RS256'] });
    await request.json();
    return HttpResponse.json({ code: 'OK', body: { sequence: 0 }, reqId: '1' });
  });
}

async function openConversation(headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${CONVERSATIONS}?v=3`, {
    method: 'POST',
    headers,
    body: JSON.stringify([
      { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
      { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } },
    ]),
  });
  const [, item] = (await response.json()) as [unknown, { body: { conversationId: string } }];
  return item.body.conversationId;
}

function sendBody(conversationId: string): string {
  return JSON.stringify({
    kind: 'req',
    id: '1',
    type: 'ms.PublishEvent',
    body: {
      dialogId: conversationId,
      event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello world!' },
    },
  });
}
