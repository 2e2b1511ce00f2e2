import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CapturedExchange, JournalEntry } from '../../mock-server/console/admin-api.ts';
import { askAdmin } from '../../mock-server/console/admin-api.ts';
import { chooseBackend } from '../../mock-server/console/backend.ts';
import { asCurl, asTest, copyRemarks, lacksToken, wholeRequest } from '../../mock-server/console/copied-request.ts';
import { createPageBackend } from '../../mock-server/console/site/page-backend.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import { CONSUMER, getAppJwt } from './played.ts';

let mock: Mock;
beforeEach(() => {
  mock = createMock({ capture: true });
  chooseBackend(createPageBackend(mock));
});

/** The last call, and what was said in it. */
async function lastCall(): Promise<readonly [JournalEntry, CapturedExchange]> {
  const entry = mock.journal.find().at(-1);
  if (entry === undefined) throw new Error('no call');
  return [entry, await askAdmin<CapturedExchange>(`exchanges/${String(entry.id)}`)];
}

/** Sends the last call again: the slug of its refusal. */
async function replayed(): Promise<string | undefined> {
  const [entry, exchange] = await lastCall();
  const { url, method, headers, body } = await wholeRequest(exchange, entry.reason?.slug);
  await mock.fetch(url, { method, headers: headers as [string, string][], body });
  return mock.journal.find().at(-1)?.reason?.slug;
}

async function askWith(secret: string, place: 'body' | 'query' = 'body'): Promise<void> {
  const form = new URLSearchParams({ client_id: CLIENT_ID, client_secret: secret, grant_type: 'client_credentials' });
  const path = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`;
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  if (place === 'body') await post(mock, path, form.toString(), type);
  else await post(mock, `${path}&${form.toString()}`, '', type);
}

describe('The copy of a call', () => {
  it.each(['body', 'query'] as const)('is refused for its secret in the %s as the call was', async (place) => {
    await askWith('not the secret', place);
    const [entry, exchange] = await lastCall();
    expect(entry.reason?.slug).toBe('client-secret-wrong');
    expect(await replayed()).toBe('client-secret-wrong');
    expect(asCurl(await wholeRequest(exchange, 'client-secret-wrong'))).toContain('client_secret=wrong');
    expect(await asTest(entry, exchange)).toContain('client_secret=wrong');
    expect(copyRemarks(exchange, 'client-secret-wrong').join()).toContain('“wrong” is sent in its place');
  });

  it('has the configured secret where that was not what was refused, and says so', async () => {
    await askWith(CLIENT_SECRET);
    const [, exchange] = await lastCall();
    expect(asCurl(await wholeRequest(exchange))).toContain(`client_secret=${encodeURIComponent(CLIENT_SECRET)}`);
    expect(copyRemarks(exchange, undefined).join()).toContain('the one that is configured is put back');
  });

  it('is as malformed as the call where a token was cut', async () => {
    const token = await getAppJwt(mock);
    await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization: token.slice(0, 60) });
    const [entry, exchange] = await lastCall();
    expect(entry.reason?.slug).toBe('app-jwt-malformed');
    expect(await replayed()).toBe('app-jwt-malformed');
    expect(await asTest(entry, exchange)).toContain('"authorization": "token.not.kept"');
    expect(await asTest(entry, exchange)).not.toContain('// Put in');
  });

  it('says what to put in for a token of somebody else', async () => {
    const token = (await getAppJwt(mock)).replace(/.{10}$/, 'AAAAAAAAAA');
    await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization: token });
    const [entry, exchange] = await lastCall();
    expect(entry.reason?.slug).toBe('app-jwt-signature');
    expect(lacksToken(exchange)).toBe(true);
    expect(asCurl(await wholeRequest(exchange))).toContain("'authorization: token.not.kept'");
    expect(await asTest(entry, exchange)).toContain('// Put in your token for token.not.kept');
    expect(copyRemarks(exchange, entry.reason?.slug).join()).toContain('Put yours in to have the same answer.');
  });
});
