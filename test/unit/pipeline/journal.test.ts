import { describe, expect, it } from '@jest/globals';
import type { JournalEntry, Mock } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { kept, keptPath, shared } from '../../../mock-server/pipeline/journal.ts';
import type { CallParts } from '../../support/calls.ts';
import { callOf } from '../../support/calls.ts';
import { SEND_PATH } from '../../support/flows.ts';
import { ACCOUNT } from '../../support/through-every-adapter.ts';

const JWKS_PATH = '/sentinel/well-known/jwks';

async function entryOf(mock: Mock, parts: CallParts): Promise<JournalEntry | undefined> {
  await mock.handle(callOf(parts));
  return mock.journal.find().at(-1);
}

describe('an entry of the journal', () => {
  it.each([
    ['', undefined],
    ['?client_secret=', undefined],
    ['?other=1', undefined],
    ['?client_secret=x', true],
  ])('says whether a secret was in the query: %j', async (query, expected) => {
    const entry = await entryOf(createMock(), { target: `${JWKS_PATH}${query}` });
    expect(entry?.secretInQuery).toBe(expected);
  });

  it('says how the call ended', async () => {
    const mock = createMock();
    const target = JWKS_PATH;
    expect(await entryOf(mock, { target })).toMatchObject({ outcome: 200, verdict: 'accepted', checks: undefined });
    expect(await entryOf(mock, { target: '/nothing' })).toMatchObject({ outcome: 404, verdict: 'refused' });
    const script = `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds?cb=alert(1)`;
    expect(await entryOf(mock, { target: script })).toMatchObject({
      outcome: 200,
      reason: { slug: 'callback-invalid' },
    });
    mock.faults.add({ error: 'reset', times: 1 });
    mock.faults.add({ error: { status: 503 }, times: 1 });
    expect(await entryOf(mock, { target })).toMatchObject({ outcome: 'reset', verdict: 'faulted' });
    expect(await entryOf(mock, { target })).toMatchObject({ outcome: 503, verdict: 'faulted', faults: ['fault-2'] });
  });

  it('says how far the token came that a call was refused for', async () => {
    const mock = createMock();
    const authorization = await mock.mint.appJwt({ tamper: 'signature' });
    expect(await entryOf(mock, { method: 'POST', target: SEND_PATH, headers: { authorization } })).toMatchObject({
      reason: { slug: 'app-jwt-signature' },
      checks: { kind: 'AppJWT', failed: 'signature' },
    });
  });

  it('has no list of its own while there is nothing in it', () => {
    expect(shared([])).toBe(shared([]));
    expect(shared([])).toEqual([]);
    const one = ['one'];
    expect(shared(one)).toBe(one);
  });

  it('keeps the beginning of what is longer than it may be and the mark of a cut', () => {
    expect(kept('x'.repeat(13), 10)).toBe('x'.repeat(13));
    expect(kept('x'.repeat(14), 10)).toBe(`${'x'.repeat(10)}...`);
  });

  it.each([64, 67])('keeps %d characters of a method', async (length) => {
    const entry = await entryOf(createMock(), { method: 'x'.repeat(length), target: JWKS_PATH });
    expect(entry?.method).toBe('x'.repeat(length));
    const longer = await entryOf(createMock(), { method: 'x'.repeat(length + 4), target: JWKS_PATH });
    expect(longer?.method).toBe(`${'x'.repeat(64)}...`);
  });

  it.each([
    ['/api/account/1/nothing', '/api/account/1/nothing'],
    [`/ws_api/account/${ACCOUNT}/messaging/brand/bearer/x`, `/ws_api/account/${ACCOUNT}/messaging/brand/.../x`],
    [`/ws_api/account/${ACCOUNT}/messaging/consumer/jwt`, `/ws_api/account/${ACCOUNT}/messaging/consumer/...`],
    ['/x/ws_api/account/1/messaging/brand/abc', '/x/ws_api/account/1/messaging/brand/abc'],
    ['/api&client_secret=x\ny', '/api...'],
    ['/api;client_secret=x', '/api...'],
    ['/api%3fclient_secret%3dx', '/api...'],
    ['/api%26client_secret=x', '/api...'],
    ['/api/token=eyJh.eyJi.c2ln/of/eyJh/jane', '/api/token=.../of/.../jane'],
    ['/api/%3Fnothing/of/that', '/api/%3Fnothing/of/that'],
    [`/${'x'.repeat(514)}`, `/${'x'.repeat(514)}`],
    [`/${'x'.repeat(515)}`, `/${'x'.repeat(511)}...`],
  ])('has the path without secrets and not too long: %j', (path, expected) => {
    expect(keptPath(path)).toBe(expected);
  });
});
