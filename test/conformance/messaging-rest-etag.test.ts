import { expect, it } from '@jest/globals';
import { OPEN_TO_ANY_ORIGIN } from '../support/flows.ts';
import {
  agentOf,
  consumerOf,
  conversationPath,
  expectRestRefusal,
  getRest,
  openRest,
  patchRest,
  sayRest,
} from '../support/messaging-rest.ts';
import { reasonOf } from '../support/refusals.ts';
import { describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

describeThroughEveryAdapter('A conversation over REST', (open) => {
  it('has an ETag that stays until it changes, and not with each message', async () => {
    const mock = await open();
    const [user, agent] = [await consumerOf(mock), await agentOf(mock)];
    const { id, etag } = await openRest(mock, user);
    await sayRest(mock, user, id);
    for (const each of [user, agent])
      expect((await getRest(mock, each, conversationPath(id))).headers['etag']).toBe(etag);
  });

  it('is closed by who knows its ETag, among others or by a star', async () => {
    const mock = await open();
    for (const [sub, tagsOf] of [
      ['jane', (etag: string) => `"other", ${etag}`],
      ['john', () => '*'],
    ] as const) {
      const user = await consumerOf(mock, sub);
      const { id, etag } = await openRest(mock, user);
      expect(await patchRest(mock, user, id, tagsOf(etag))).toMatchObject({ status: 200 });
    }
  });

  it('is not closed without its ETag, with a stale, a weak or a bare one', async () => {
    const mock = await open();
    const user = await consumerOf(mock);
    const { id, etag } = await openRest(mock, user);
    expectRestRefusal(await patchRest(mock, user, id), 428, 'precondition_required', 'if-match-missing');
    for (const tag of ['"stale"', `W/${etag}`, etag.slice(1, -1)])
      expectRestRefusal(await patchRest(mock, user, id, tag), 412, 'precondition_failed', 'if-match-stale');
    expect((await getRest(mock, user, conversationPath(id))).json()).toMatchObject({ stage: 'OPEN' });
    const closed = await patchRest(mock, user, id, etag);
    expectRestRefusal(await patchRest(mock, user, id, etag), 412, 'precondition_failed', 'if-match-stale');
    const again = await patchRest(mock, user, id, closed.headers['etag']);
    expectRestRefusal(again, 409, 'conflict', 'conversation-closed');
  });

  it('is 429 by a fault, with the time to wait', async () => {
    const mock = await open();
    const user = await consumerOf(mock);
    const { id } = await openRest(mock, user);
    await mock.faults.add({ endpoint: 'messaging-rest.conversation', error: 'TOO_MANY_REQUESTS', times: 1 });
    const answer = await getRest(mock, user, conversationPath(id));
    expect([answer.status, answer.text, reasonOf(answer)]).toEqual([
      429,
      '{"error":"too_many_requests"}',
      'fault-injected',
    ]);
    expect(answer.headers).toMatchObject({ ...OPEN_TO_ANY_ORIGIN, 'retry-after': '1' });
    expect(await getRest(mock, user, conversationPath(id))).toMatchObject({ status: 200 });
  });
});
