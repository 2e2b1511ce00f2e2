import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import { canAnswer } from '../../mock-server/errors/catalogue.ts';
import { catalogue } from '../../mock-server/errors/catalogue.ts';
import type { ErrorName } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { isEverything } from '../support/everything.ts';
import {
  ANONYMOUS_CONNECTOR,
  authenticatePath,
  CUSTOMER_CONNECTOR,
  getAppJwt,
  getOnBehalfHeaders,
  OPEN_TO_ANY_ORIGIN,
  SEND_PATH,
} from '../support/flows.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { documentedAt, DOCUMENTED_ERRORS, ownIdpErrors, REQUEST_ID } from './documented-errors.ts';
import { askEndpoint, frozenMock, JWKS_PATH } from './fault-setup.ts';

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;

it('every error of the catalogue is typed out in test/control/documented-errors.ts', () => {
  expect(Object.keys(DOCUMENTED_ERRORS).sort()).toEqual(Object.keys(catalogue).sort());
});

it('an IDP error of our own is exempt, with a number or a name for its code', () => {
  const row = { service: 'idp', envelope: 'idp', status: 400, when: 'the text is too long', basis: 'ours' } as const;
  const observed = { ...row, basis: 'observed' } as const;
  expect(ownIdpErrors({ 9016: row, TEXT_TOO_LONG: row, 9012: observed })).toEqual({
    9016: { endpoint: 'idp.authenticate', status: 400, body: '{"internalErrorCode":"9016"}' },
    TEXT_TOO_LONG: { endpoint: 'idp.authenticate', status: 400, body: '{"internalErrorCode":"TEXT_TOO_LONG"}' },
  });
});

describeThroughEveryAdapter('An error by its name', (open) => {
  it.each(Object.entries(DOCUMENTED_ERRORS))(
    '%s is answered in the exact words of its service',
    async (name, { endpoint, status, body, headers }) => {
      const mock = await open();
      await mock.faults.add({ endpoint, error: name as ErrorName });
      const answer = await askEndpoint(mock, endpoint);
      expect([answer.status, answer.text]).toEqual([status, body]);
      expect(answer.headers).toEqual({
        ...OPEN_TO_ANY_ORIGIN,
        'content-type': 'application/json',
        ...headers,
        'lp-mock-reason': 'fault-injected; fault-1 answered this call: it is armed for every call, fired once',
      });
    },
  );

  it('is written into the journal as a fault, with the tokens that came with the call', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    await mock.faults.add({ error: '40102', times: 1 });
    await mock.post(SEND_PATH, { headers, body: {} });
    const [entry] = await mock.journal.find({ verdict: 'faulted' });
    expect([entry?.endpointId, entry?.outcome, entry?.error, entry?.faults]).toEqual([
      'send-api.send',
      401,
      '40102',
      ['fault-1'],
    ]);
    expect(entry?.tokens.map(({ use, kind, failure }) => [use, kind, failure])).toEqual([
      ['presented', 'AppJWT', undefined],
      ['presented', 'ConsumerJWS', undefined],
    ]);
  });
});

describeThroughEveryAdapter('The journal of a call that a fault answered', (open) => {
  const tokensOf = async (mock: OpenMock, path: string, body: object): Promise<unknown[]> => {
    await mock.faults.add({ error: { status: 503 }, times: 1 });
    await mock.post(path, { body });
    const [entry] = await mock.journal.find({ verdict: 'faulted' });
    return entry?.tokens.map(({ use, kind, failure }) => [use, kind, failure]) ?? [];
  };

  it('has the LP_EXT_JWT that came as id_token', async () => {
    const mock = await open();
    const body = { id_token: await mock.mint.extJwt() };
    expect(await tokensOf(mock, authenticatePath(ANONYMOUS_CONNECTOR), body)).toEqual([
      ['presented', 'LP_EXT_JWT', undefined],
    ]);
  });

  it("has the id token that a customer's key signed, as id_token and as authCode", async () => {
    for (const member of ['id_token', 'authCode']) {
      const mock = await open();
      const body = { [member]: await mock.mint.idToken() };
      expect(await tokensOf(mock, authenticatePath(CUSTOMER_CONNECTOR), body)).toEqual([
        ['presented', 'id token', undefined],
      ]);
    }
  });

  it('tells a token that nobody here signed by its failure alone', async () => {
    const mock = await open();
    const body = { id_token: await mock.mint.idToken({ tamper: 'signature' }) };
    expect(await tokensOf(mock, authenticatePath(CUSTOMER_CONNECTOR), body)).toEqual([
      ['presented', undefined, 'signature'],
    ]);
  });

  it('has no token of a body that holds none', async () => {
    const mock = await open();
    expect(await tokensOf(mock, authenticatePath(CUSTOMER_CONNECTOR), { id_token: 'a.b', authCode: 5 })).toEqual([]);
  });
});

describeThroughEveryAdapter('A fault', (open) => {
  it('can be an answer of your own', async () => {
    const mock = await open();
    await mock.faults.add({ error: { status: 503, headers: { 'Retry-After': '30' }, body: { down: true } }, times: 1 });
    const answer = await mock.get(JWKS_PATH);
    expect([answer.status, answer.text, answer.headers['retry-after'], answer.headers['content-type']]).toEqual([
      503,
      '{"down":true}',
      '30',
      'application/json',
    ]);
    expect((await mock.get(JWKS_PATH)).status).toBe(200);
  });

  it('can be a text, or nothing at all', async () => {
    const mock = await open();
    await mock.faults.add({ error: { status: 502, body: '<html>Bad Gateway</html>' }, times: 1 });
    await mock.faults.add({ error: { status: 500, headers: { 'content-type': 'text/html' }, body: '<p>' }, times: 1 });
    await mock.faults.add({ error: { status: 504 }, times: 1 });
    const answers = [await mock.get(JWKS_PATH), await mock.get(JWKS_PATH), await mock.get(JWKS_PATH)];
    expect(answers.map(({ status, text, headers }) => [status, text, headers['content-type']])).toEqual([
      [502, '<html>Bad Gateway</html>', 'text/plain;charset=utf-8'],
      [500, '<p>', 'text/html'],
      [504, '', undefined],
    ]);
  });

  it('can be headers without a body', async () => {
    const mock = await open();
    await mock.faults.add({ error: { status: 503, headers: { 'retry-after': '5' } } });
    const answer = await mock.get(JWKS_PATH);
    expect([answer.status, answer.text, answer.headers['retry-after'], answer.headers['content-type']]).toEqual([
      503,
      '',
      '5',
      undefined,
    ]);
  });

  it('can drop the connection', async () => {
    const mock = await open();
    await mock.faults.add({ error: 'reset', times: 1 });
    await expect(mock.get(JWKS_PATH)).rejects.toThrow(/./);
    expect((await mock.journal.find()).map(({ outcome, verdict }) => [outcome, verdict])).toEqual([
      ['reset', 'faulted'],
    ]);
    expect((await mock.get(JWKS_PATH)).status).toBe(200);
  });

  it('can leave the call without an answer', async () => {
    const mock = await open();
    await mock.faults.add({ error: 'timeout', times: 1 });
    let isOver = false;
    mock.get(JWKS_PATH).then(
      () => {
        isOver = true;
      },
      () => {
        isOver = true;
      },
    );
    expect((await mock.journal.waitFor({ outcome: 'timeout' })).verdict).toBe('faulted');
    expect((await mock.get(JWKS_PATH)).status).toBe(200);
    expect(isOver).toBe(false);
  });

  it('can hold a call up and let it go on', async () => {
    const mock = await open();
    await mock.faults.add({ delayMs: 20 });
    expect((await mock.get(JWKS_PATH)).status).toBe(200);
    const [entry] = await mock.journal.find();
    expect(entry).toMatchObject({ verdict: 'accepted', faults: ['fault-1'] });
    expect(entry?.reason).toBeUndefined();
    expect(entry?.durationMs).toBeGreaterThan(18);
  });

  it('is for one account when it says so', async () => {
    const mock = await open();
    await mock.account(OTHER_ACCOUNT).faults.add({ error: 'invalid_client' });
    expect((await mock.post(TOKEN_PATH.replace(ACCOUNT, OTHER_ACCOUNT))).status).toBe(401);
    expect(await getAppJwt(mock)).toMatch(/^ey/);
    expect((await mock.account(ACCOUNT).faults.list()).length).toBe(0);
    expect((await mock.faults.list()).map(({ spec }) => spec)).toEqual([
      { account: OTHER_ACCOUNT, error: 'invalid_client' },
    ]);
  });

  it('fires so many times, every so manieth call, after so many calls, and tells how far it is', async () => {
    const mock = await open();
    const { id } = await mock.faults.add({ error: { status: 503 }, times: 2, every: 2, after: 1 });
    expect(await mock.faults.explain(id)).toBe('armed for 2 more calls, one in 2, after 1 more call, not fired yet');
    const statuses: number[] = [];
    for (let call = 0; call < 6; call += 1) statuses.push((await mock.get(JWKS_PATH)).status);
    expect(statuses).toEqual([200, 200, 503, 200, 503, 200]);
    expect(await mock.faults.list()).toEqual([
      {
        id,
        spec: { error: { status: 503 }, times: 2, every: 2, after: 1 },
        state: 'spent',
        description: 'a call to any endpoint is answered with status 503',
        seen: 5,
        fired: 2,
        explanation: 'spent, fired twice',
      },
    ]);
  });

  it('fires every third call after the first one: the fourth, the seventh, the tenth', async () => {
    const mock = await open();
    await mock.faults.add({ error: { status: 503 }, every: 3, after: 1 });
    const fired: number[] = [];
    for (let call = 1; call <= 10; call += 1) if ((await mock.get(JWKS_PATH)).status === 503) fired.push(call);
    expect(fired).toEqual([4, 7, 10]);
  });

  it('is over once it is removed', async () => {
    const mock = await open();
    const { id } = await mock.faults.add({ error: { status: 503 } });
    expect([await mock.faults.remove(id), await mock.faults.remove(id)]).toEqual([true, false]);
    expect((await mock.get(JWKS_PATH)).status).toBe(200);
  });
});

describe('Where an error by its name fires', () => {
  const pairs = endpoints.flatMap((endpoint) =>
    Object.keys(catalogue).map((name) => ({ endpoint, error: name as ErrorName })),
  );
  const spoken = pairs.filter(({ endpoint, error }) => canAnswer(endpoint, error));

  it('is every URL of its service, in the same words, but for three places', async () => {
    const heard: unknown[] = [];
    for (const { endpoint, error } of spoken) {
      const mock = frozenMock();
      mock.faults.add({ error });
      const { status, text } = await askEndpoint(mock, endpoint.id);
      heard.push([endpoint.id, error, status, text]);
    }
    expect(spoken.length).toBeGreaterThan(400);
    expect(heard).toEqual(
      spoken.map(({ endpoint, error }) => {
        const documented = documentedAt(endpoint.id, error);
        return [endpoint.id, error, documented?.status, documented?.body];
      }),
    );
  });

  it('is every URL for a 429, which asks to wait for a second in each of them', async () => {
    for (const { id } of endpoints) {
      const mock = frozenMock({ idp: { errorStatus: 'all500' } });
      mock.faults.add({ error: 'TOO_MANY_REQUESTS', times: 1 });
      const answer = await askEndpoint(mock, id);
      expect([id, answer.status, answer.headers['retry-after']]).toEqual([
        id,
        id === 'csds.service-jsonp' ? 200 : 429,
        '1',
      ]);
      expect(mock.journal.find()[0]).toMatchObject({ verdict: 'faulted', error: 'TOO_MANY_REQUESTS' });
      expect(answer.headers['cache-control']).toBe(id.startsWith('sentinel.') ? 'no-store' : undefined);
    }
  });

  it('is no URL of another service', async () => {
    const silent = pairs.filter((pair) => !spoken.includes(pair));
    for (const { endpoint, error } of isEverything ? silent : silent.filter((_, index) => index % 7 === 0)) {
      const mock = frozenMock();
      mock.faults.add({ error });
      await askEndpoint(mock, endpoint.id);
      expect(mock.faults.list()).toMatchObject([{ seen: 0 }]);
    }
  });

  it('is refused beforehand when it can never fire', () => {
    const idp = endpoints.filter(({ service }) => service === 'idp').map(({ id }) => id);
    expect(idp).toContain('idp.authenticate');
    expect(() => frozenMock().faults.add({ endpoint: 'send-api.send', error: '9007' })).toThrow(
      new TypeError(`fault: send-api.send never answers 9007; it is an error of ${idp.join(', ')}`),
    );
  });

  it("follows the options that change an error's status or body", async () => {
    const mock = frozenMock({
      idp: { errorStatus: 'all500' },
      sentinel: { invalidClientStatus: 403 },
      sendApi: { missingAppJwtErrorCode: 40104, errorRespReqId: true },
    });
    for (const error of ['2001', 'invalid_client', '40105'] as const) mock.faults.add({ error });
    expect((await askEndpoint(mock, 'idp.consumer')).status).toBe(500);
    expect((await askEndpoint(mock, 'sentinel.app-token')).status).toBe(403);
    expect(JSON.parse((await askEndpoint(mock, 'send-api.send')).text)).toMatchObject({
      reqId: REQUEST_ID,
      body: { errorCode: 40104 },
    });
  });

  it('can be a path that is not mocked, for the errors of the mock itself', async () => {
    const mock = frozenMock();
    mock.faults.add({ error: 'mock_bug' });
    expect((await ask(mock, { target: `/api/account/${ACCOUNT}/nothing` })).status).toBe(500);
  });
});
