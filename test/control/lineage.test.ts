import { describe, expect, it } from '@jest/globals';
import { lineageOf } from '../../mock-server/control/journal/lineage.ts';
import type { JournalEntry, Lineage } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { CREATE_PATH, createBatch, getAppJwt, getConsumerJws, openConversation, text } from '../support/flows.ts';
import { FOREIGN_KEY, signJws } from '../support/signed-by-hand.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const AUTHORIZE_PATH = `/api/account/${ACCOUNT}/anonymous/authorize`;

it('the lineage of what is no token is a rejection that says so', async () => {
  await expect(createMock().journal.trace(undefined as never)).rejects.toThrow(
    new TypeError('not a token: undefined. Give the text of one, or its id.'),
  );
});

describeThroughEveryAdapter('The lineage of a token', (open) => {
  it('leads from a ConsumerJWS to the call that issued it, its AppJWT, and every use', async () => {
    const mock = await open();
    const appJwt = await getAppJwt(mock);
    const consumerJws = await getConsumerJws(mock, appJwt);
    const headers = { authorization: appJwt, 'x-lp-on-behalf': consumerJws };
    await openConversation(mock, headers);
    await mock.post(CREATE_PATH, { headers, body: createBatch() });
    expect(brief(await mock.journal.trace(consumerJws))).toEqual({
      token: 'ConsumerJWS',
      issuedBy: ['idp.consumer 201'],
      ancestors: ['AppJWT'],
      uses: ['send-api.create 200', 'send-api.create 400'],
    });
    expect(brief(await mock.journal.trace(appJwt))).toEqual({
      token: 'AppJWT',
      issuedBy: ['sentinel.app-token 200'],
      ancestors: [],
      uses: ['idp.consumer 201', 'send-api.create 200', 'send-api.create 400'],
    });
  });

  it('leads from an LP_JWT back over every refresh', async () => {
    const mock = await open();
    let extJwt = text((await mock.post(AUTHORIZE_PATH)).json(), 'token');
    const first = extJwt;
    for (let turn = 0; turn < 2; turn += 1) {
      await mock.clock.advance('9m');
      extJwt = text((await mock.post(AUTHORIZE_PATH, { body: { id_token: extJwt } })).json(), 'token');
    }
    const lpJwt = text(
      (await mock.post(`/api/account/${ACCOUNT}/app/4567890/authenticate`, { body: { id_token: extJwt } })).json(),
      'token',
    );
    const lineage = await mock.journal.trace(lpJwt);
    expect(brief(lineage)).toEqual({
      token: 'LP_JWT',
      issuedBy: ['idp.authenticate 200'],
      ancestors: ['LP_EXT_JWT', 'LP_EXT_JWT', 'LP_EXT_JWT'],
      uses: [],
    });
    expect(lineage.ancestors.at(-1)?.id).toBe((await mock.journal.trace(first)).id);
  });

  it('can be asked by the id that an entry has', async () => {
    const mock = await open();
    const token = await getAppJwt(mock);
    const [entry] = await mock.journal.find();
    const id = entry?.tokens[0]?.id ?? '';
    expect(await mock.journal.trace(id)).toEqual(await mock.journal.trace(token));
  });

  it('of a minted token begins with its first use', async () => {
    const mock = await open();
    const appJwt = await mock.mint.appJwt();
    await getConsumerJws(mock, appJwt);
    expect(brief(await mock.journal.trace(appJwt))).toEqual({
      token: 'AppJWT',
      issuedBy: [],
      ancestors: [],
      uses: ['idp.consumer 201'],
    });
  });

  it('of a call that a fault answered has the token that came with it', async () => {
    const mock = await open();
    const appJwt = await getAppJwt(mock);
    await mock.faults.add({ error: '9011', times: 1 });
    await mock.post(`/api/account/${ACCOUNT}/consumer`, {
      headers: { authorization: appJwt },
      body: { ext_consumer_id: 'jane' },
    });
    expect(brief(await mock.journal.trace(appJwt)).uses).toEqual(['idp.consumer 401']);
  });

  it('is that of one account when an account is asked', async () => {
    const mock = await open();
    const appJwt = await getAppJwt(mock);
    await getConsumerJws(mock, appJwt);
    expect(brief(await mock.account(ACCOUNT).journal.trace(appJwt)).uses).toEqual(['idp.consumer 201']);
    expect(brief(await mock.account(OTHER_ACCOUNT).journal.trace(appJwt))).toEqual({
      token: undefined,
      issuedBy: [],
      ancestors: [],
      uses: [],
    });
  });
});

describe('The lineage', () => {
  it('of a token that was issued again is that of the first time, without going in circles', async () => {
    const mock = createMock();
    mock.clock.freeze(NOON);
    const issue = async (idToken?: string): Promise<string> =>
      (
        JSON.parse((await post(mock, AUTHORIZE_PATH, idToken === undefined ? '' : { id_token: idToken })).body) as {
          token: string;
        }
      ).token;
    const extJwt = await issue();
    // In the same second a refresh gives the same token, so it is its own parent.
    expect(await issue(extJwt)).toBe(extJwt);
    expect(brief(await mock.journal.trace(extJwt))).toEqual({
      token: 'LP_EXT_JWT',
      issuedBy: ['idp.anonymous-authorize 200', 'idp.anonymous-authorize 200'],
      ancestors: [],
      uses: ['idp.anonymous-authorize 200'],
    });
  });

  it('of tokens that were issued from each other comes to an end', async () => {
    const mock = createMock();
    mock.clock.freeze(NOON);
    const issue = async (body: string | object = ''): Promise<string> =>
      text(JSON.parse((await post(mock, AUTHORIZE_PATH, body)).body), 'token');
    const first = await issue();
    // Where its first issue is forgotten, and the clock is set back, the first token comes from the second.
    mock.journal.clear();
    mock.clock.advance('1m');
    const second = await issue({ id_token: first });
    mock.clock.set(NOON);
    expect(await issue({ id_token: second })).toBe(first);
    mock.clock.advance('2m');
    await issue({ id_token: second });
    const entries = mock.journal.find().map(readableSoOften(100));
    const [two, one, three] = entries.map(({ tokens }) => tokens.find(({ use }) => use === 'issued')?.id);
    const ancestors = (id = ''): unknown[] => lineageOf(id, entries).ancestors.map((token) => token.id);
    expect([ancestors(one), ancestors(two), ancestors(three)]).toEqual([[two], [one], [two, one]]);
  });

  it('of a token that somebody else signed is empty, and does not repeat it', async () => {
    const mock = createMock();
    const foreign = await signJws(FOREIGN_KEY, { aud: ACCOUNT, azp: 'production' }, { kid: 'appjwt-13-05-17' });
    await post(mock, CREATE_PATH, createBatch(), { authorization: foreign });
    const lineage = await mock.journal.trace(foreign);
    expect(brief(lineage)).toEqual({ token: undefined, issuedBy: [], ancestors: [], uses: [] });
    expect(lineage.id).toMatch(/^[\da-f]{16}$/);
  });
});

/**
 * Entries whose tokens tell their id so many times and then throw: an endless loop would otherwise be the end of the
 * test run.
 */
function readableSoOften(times: number): (entry: JournalEntry) => JournalEntry {
  let left = times;
  const readId = (id: string | undefined): string | undefined => {
    left -= 1;
    if (left < 0) throw new RangeError('the lineage goes in circles');
    return id;
  };
  return (entry) => ({
    ...entry,
    tokens: entry.tokens.map((token) => ({
      ...token,
      get id() {
        return readId(token.id);
      },
    })),
  });
}

function brief({
  token,
  issuedBy,
  ancestors,
  uses,
}: Lineage): Readonly<Record<'token' | 'issuedBy' | 'ancestors' | 'uses', unknown>> {
  return {
    token: token?.kind,
    issuedBy: issuedBy.map(({ endpointId, outcome }) => `${String(endpointId)} ${String(outcome)}`),
    ancestors: ancestors.map(({ kind }) => kind),
    uses: uses.map(({ endpointId, outcome }) => `${String(endpointId)} ${String(outcome)}`),
  };
}
