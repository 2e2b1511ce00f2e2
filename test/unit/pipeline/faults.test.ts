import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import type { CallParts } from '../../support/calls.ts';
import { ask } from '../../support/calls.ts';
import { AUTHORIZE_PATH, SEND_PATH } from '../../support/flows.ts';

const JWKS_PATH = '/sentinel/well-known/jwks';

describe('a fault at a call', () => {
  it('has the mock wait for as long as it delays the call, and not at all without a delay', async () => {
    const waits: number[] = [];
    const mock = createMock({
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    mock.faults.add({ error: { status: 503 }, times: 1 });
    mock.faults.add({ delayMs: 5, times: 1 });
    const target = JWKS_PATH;
    expect([(await ask(mock, { target })).status, (await ask(mock, { target })).status]).toEqual([503, 200]);
    expect(waits).toEqual([5]);
  });

  it.each<[MockOptions, string, string | undefined]>([
    [{}, JWKS_PATH, 'GET, HEAD, OPTIONS'],
    [{}, AUTHORIZE_PATH, 'POST, OPTIONS'],
    [{ server: { cors: false } }, AUTHORIZE_PATH, 'POST'],
    [{}, '/nothing', undefined],
  ])('names the methods of the path with a 405, with %j at %s', async (options, target, allow) => {
    const mock = createMock(options);
    mock.faults.add({ error: 'method_not_allowed' });
    const { status, headers } = await ask(mock, { method: target === AUTHORIZE_PATH ? 'POST' : 'GET', target });
    expect([status, headers['allow']]).toEqual([405, allow]);
  });

  it.each<[string, (mock: Mock) => Promise<CallParts>, readonly unknown[]]>([
    ['in authorization', async ({ mint }) => ({ headers: { authorization: await mint.appJwt() } }), ['AppJWT']],
    [
      'in authorization, by the second version of Sentinel',
      async ({ mint }) => ({ headers: { authorization: `Bearer ${await mint.appJwt({ version: 2 })}` } }),
      ['AppJWT'],
    ],
    [
      'of whom an app acts for',
      async ({ mint }) => ({ headers: { 'x-lp-on-behalf': await mint.consumerJws() } }),
      ['ConsumerJWS'],
    ],
    [
      'of whom an app acts for, by the older name',
      async ({ mint }) => ({ headers: { 'lp-on-behalf': await mint.consumerJws() } }),
      ['ConsumerJWS'],
    ],
    [
      'in the body',
      async ({ mint }) => ({
        body: JSON.stringify({
          id_token: await mint.extJwt(),
          authCode: await mint.idToken(),
          other: await mint.lpJwt(),
        }),
      }),
      ['LP_EXT_JWT', 'id token'],
    ],
    ['that are none', () => Promise.resolve({ headers: { authorization: 'a.b' }, body: '{"id_token":5}' }), []],
    ['in a body that is no object', () => Promise.resolve({ body: '["a.b.c"]' }), []],
  ])('leaves the tokens %s to the journal', async (_, partsOf, kinds) => {
    const mock = createMock();
    const parts = { method: 'POST', target: SEND_PATH, ...(await partsOf(mock)) };
    mock.faults.add({ error: { status: 503 } });
    expect((await ask(mock, parts)).status).toBe(503);
    const [entry] = mock.journal.find();
    expect(entry?.tokens.map(({ use, kind, failure }) => [use, kind, failure])).toEqual(
      kinds.map((kind) => ['presented', kind, undefined]),
    );
  });

  it('leaves the tokens of a call of no account to the journal, too', async () => {
    const mock = createMock();
    mock.faults.add({ error: { status: 503 } });
    const headers = { authorization: await mock.mint.appJwt() };
    expect((await ask(mock, { target: JWKS_PATH, headers })).status).toBe(503);
    expect(mock.journal.find()[0]?.tokens.map(({ kind }) => kind)).toEqual(['AppJWT']);
  });
});
