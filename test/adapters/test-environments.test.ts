import { afterEach, describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { refuseMswThatCannotRun } from '../../mock-server/adapters/msw-version.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

const AUTHORIZE = `https://va.idp.liveperson.net/api/account/${ACCOUNT}/anonymous/authorize`;

/** What jsdom does to a test: the window's classes take the place of the platform's, whose functions stay. */
const { Uint8Array: platformArray, ArrayBuffer: platformBuffer } = globalThis;

describe('Classes of another realm, as jsdom puts them in', () => {
  afterEach(() => {
    Object.assign(globalThis, { Uint8Array: platformArray, ArrayBuffer: platformBuffer });
  });

  it('do not stop tokens from being issued, checked, forged and inspected', async () => {
    Object.assign(globalThis, runInNewContext('({ Uint8Array, ArrayBuffer })') as object);
    expect(new TextEncoder().encode('')).not.toBeInstanceOf(Uint8Array);
    const mock = createMock();
    const answer = await mock.fetch(AUTHORIZE, { method: 'POST' });
    expect([answer.status, answer.headers.get('lp-mock-reason')]).toEqual([200, null]);
    const { token } = (await answer.json()) as { token: string };
    expect(await mock.inspect(token)).toMatchObject({ accepted: true });
    const forged = await mock.mint.appJwt({ tamper: 'hs256-public-key' });
    expect(await mock.inspect(forged)).toMatchObject({ accepted: false });
  });

  it('are taken for dates', () => {
    const mock = createMock();
    const later = runInNewContext("new Date('2030-01-01T00:00:00Z')") as Date;
    mock.clock.freeze(later);
    expect(mock.clock.now()).toBe(later.getTime());
    expect(() => mock.keys.rotate({ use: 'idp', at: later })).not.toThrow();
  });
});

it('Headers that keep their capitals, as those of happy-dom do, are read in lower case', async () => {
  const mock = createMock();
  const request = new Request(`https://va.idp.liveperson.net/api/account/${ACCOUNT}/consumer?v=1.0`, {
    method: 'POST',
    headers: { Authorization: await mock.mint.appJwt(), 'Content-Type': 'application/json' },
    body: JSON.stringify({ ext_consumer_id: 'visitor-1' }),
  });
  const capitalised = [...request.headers].map(([name, value]) => [name.replace(/^./, (c) => c.toUpperCase()), value]);
  Object.defineProperty(request, 'headers', { value: capitalised });
  expect((await mock.fetch(request)).status).toBe(201);
});

describe('MSW 3', () => {
  it('is refused in one sentence where it cannot run', () => {
    expect(() => {
      refuseMswThatCannotRun({ http: {} }, {});
    }).toThrow(
      'createHandlers: MSW 3 needs Node 22.12 or later (Promise.withResolvers is missing here). Install the version before it: npm install --save-dev msw@2',
    );
  });

  it.each([
    ['MSW 2 on any platform', { SetupApi: {} }, {}],
    ['MSW 3 where it can run', {}, { withResolvers: () => undefined }],
  ])('%s is let in', (_, msw, platform) => {
    expect(() => {
      refuseMswThatCannotRun(msw, platform);
    }).not.toThrow();
  });
});
