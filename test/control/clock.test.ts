import { expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';
import { CREATE_PATH, createBatch, decode, getAppJwt, getOnBehalfHeaders, text } from '../support/flows.ts';
import { expectErrorResp, expectIdpError } from '../support/refusals.ts';
import {
  ACCOUNT,
  describeThroughEveryAdapter,
  NOON,
  NOON_SECONDS,
  OTHER_ACCOUNT,
  OTHER_CLIENT_ID,
  OTHER_CLIENT_SECRET,
} from '../support/through-every-adapter.ts';

const AUTHORIZE_PATH = `/api/account/${ACCOUNT}/anonymous/authorize`;
const getOtherAppJwt = (mock: Parameters<typeof getAppJwt>[0]): Promise<string> =>
  getAppJwt(mock, OTHER_ACCOUNT, OTHER_CLIENT_ID, OTHER_CLIENT_SECRET);

describeThroughEveryAdapter('The clock of one account', (open) => {
  it('moves what that account issues, and nothing of another', async () => {
    const mock = await open();
    await mock.account(ACCOUNT).clock.advance('10m');
    expect(decode(await getAppJwt(mock)).claims['iat']).toBe(NOON_SECONDS + 600);
    expect(decode(await getOtherAppJwt(mock)).claims['iat']).toBe(NOON_SECONDS);
  });

  it('moves what that account checks', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    await mock.account(OTHER_ACCOUNT).clock.advance('61m');
    expect((await mock.post(CREATE_PATH, { headers, body: createBatch() })).status).toBe(200);
    await mock.account(ACCOUNT).clock.advance('61m');
    expectErrorResp(await mock.post(CREATE_PATH, { headers, body: createBatch() }), 40102, 'app-jwt-expired');
  });

  it('moves the refresh window', async () => {
    const mock = await open();
    const idToken = text((await mock.post(AUTHORIZE_PATH)).json(), 'token');
    await mock.account(ACCOUNT).clock.advance('730h');
    expect((await mock.post(AUTHORIZE_PATH, { body: { id_token: idToken } })).status).toBe(200);
    await mock.account(ACCOUNT).clock.advance('1s');
    expectIdpError(await mock.post(AUTHORIZE_PATH, { body: { id_token: idToken } }), 2001, 'ext-jwt-refresh-window');
  });

  it('is the time of its journal', async () => {
    const mock = await open();
    await mock.account(ACCOUNT).clock.set('2030-01-01T00:00:00Z');
    await getAppJwt(mock);
    await getOtherAppJwt(mock);
    const times = (await mock.journal.find()).map(({ atMs }) => new Date(atMs).toISOString());
    expect(times).toEqual(['2030-01-01T00:00:00.000Z', '2026-11-20T12:00:00.000Z']);
  });

  it('keeps its distance when the clock of the mock moves', async () => {
    const mock = await open();
    await mock.account(ACCOUNT).clock.advance('10m');
    await mock.clock.advance('1h');
    expect(decode(await getAppJwt(mock)).claims['iat']).toBe(NOON_SECONDS + 4200);
  });

  it('stands still, once frozen, whatever the clock of the mock does', async () => {
    const mock = await open();
    await mock.account(ACCOUNT).clock.freeze('2027-01-01T00:00:00Z');
    await mock.clock.advance('1h');
    expect(decode(await getAppJwt(mock)).claims['iat']).toBe(Date.parse('2027-01-01T00:00:00Z') / 1000);
  });

  it('goes back to the clock of the mock when reset', async () => {
    const mock = await open();
    await mock.account(ACCOUNT).clock.freeze('2027-01-01T00:00:00Z');
    await mock.account(ACCOUNT).clock.reset();
    expect(decode(await getAppJwt(mock)).claims['iat']).toBe(NOON_SECONDS);
  });
});

it('the clock of an account that was reset is the one that moves the account', () => {
  const mock = createMock();
  mock.clock.freeze(NOON);
  const account = mock.account(ACCOUNT);
  account.clock.advance('1h');
  mock.reset();
  mock.clock.freeze(NOON);
  expect(account.clock.now()).toBe(Date.parse(NOON));
  account.clock.advance('1m');
  expect(mock.account(ACCOUNT).clock.now()).toBe(Date.parse(NOON) + 60_000);
});

it('an account that a closed mock does not have has no controls', () => {
  expect(() => createMock({ closed: true }).account('55555')).toThrow(
    new TypeError('this mock has no account "55555": it is closed'),
  );
  expect(() => createMock().account('not an id')).toThrow(TypeError);
});
