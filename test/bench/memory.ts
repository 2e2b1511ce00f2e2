import { createMock } from '../../mock-server/index.ts';
import type { Mock } from '../../mock-server/index.ts';

const ACCOUNT = '12345678';

/**
 * Makes so many calls, each with a client and a consumer of its own, and prints the heap along the way: it must be
 * flat. Gives 1 when the second half grew by more than a tenth, else 0.
 */
export async function watchMemory(calls: number): Promise<number> {
  const mock = createMock();
  const steps = 10;
  const heaps: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    for (let made = 0; made < calls / steps; made += 4) await oneConsumer(mock, step * calls + made);
    globalThis.gc?.();
    const megabytes = process.memoryUsage().heapUsed / 1e6;
    heaps.push(megabytes);
    console.log(`after ${String(((step + 1) * calls) / steps)} calls: heap ${megabytes.toFixed(1)} MB`);
  }
  const [middle = 0, last = 0] = [heaps[steps / 2 - 1], heaps[steps - 1]];
  const grew = last > middle * 1.1;
  console.log(
    grew ? `heap grew from ${middle.toFixed(1)} to ${last.toFixed(1)} MB in the second half: MISSED` : 'heap is flat',
  );
  return grew ? 1 : 0;
}

/** Four calls: AppJWT, ConsumerJWS, create, send. */
async function oneConsumer(mock: Mock, index: number): Promise<void> {
  const appJwt = (
    (await post(
      mock,
      '/sentinel/api/account/12345678/app/token?v=1.0&grant_type=client_credentials',
      {},
      `client_id=client-${String(index)}&client_secret=s`,
    )) as { access_token: string }
  ).access_token;
  const consumerJws = (
    (await post(
      mock,
      `/api/account/${ACCOUNT}/consumer?v=1.0`,
      { authorization: appJwt },
      JSON.stringify({ ext_consumer_id: `consumer-${String(index)}` }),
    )) as { token: string }
  ).token;
  const headers = { authorization: appJwt, 'x-lp-on-behalf': consumerJws };
  const path = `/api/account/${ACCOUNT}/messaging/consumer/conversation`;
  const created = (await post(
    mock,
    `${path}?v=3`,
    headers,
    JSON.stringify([
      { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
      { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: ACCOUNT } },
    ]),
  )) as { body: { conversationId: string } }[];
  await post(
    mock,
    `${path}/send?v=3`,
    headers,
    JSON.stringify({
      kind: 'req',
      id: '1',
      type: 'ms.PublishEvent',
      body: {
        dialogId: created[1]?.body.conversationId,
        event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello world!' },
      },
    }),
  );
}

async function post(mock: Mock, url: string, headers: Record<string, string>, body: string): Promise<unknown> {
  const [path = '', query = ''] = url.split('?');
  const reply = await mock.handle({
    method: 'POST',
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    origin: 'http://localhost:4407',
  });
  if ('abort' in reply || reply.status > 299) throw new Error(`${path}: ${JSON.stringify(reply)}`);
  return JSON.parse(reply.body);
}
