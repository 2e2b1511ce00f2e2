import { describe, expect, it } from '@jest/globals';
import type { HttpHandler } from 'msw';
import { originOf, originPattern, passOverQuickly } from '../../../mock-server/adapters/msw-origins.ts';
import { isVersion2, refuseMswThatCannotRun } from '../../../mock-server/adapters/msw-version.ts';
import type { Mock } from '../../../mock-server/index.ts';

const HOSTS = {
  domains: ['liveperson.net', 'lpsnmedia.net'],
  hosts: { publicSites: ['developers.liveperson.com', 'www.liveperson.net'] },
} as unknown as Pick<Mock, 'domains' | 'hosts'>;

describe('what the handlers of MSW answer', () => {
  it.each<[string, boolean]>([
    ['https://liveperson.net', true],
    ['http://va.sentinel.liveperson.net:8443/', true],
    ['https://accdn.lpsnmedia.net', true],
    ['https://liveperson.net.evil.test', false],
    ['https://notliveperson.net', false],
    ['https://livepersonxnet/', false],
    ['https://www.liveperson.net', false],
    ['https://www.liveperson.net/', false],
    ['https://www.liveperson.net:443/', false],
    ['https://www.liveperson.net?x', false],
    ['https://www.liveperson.net#x', false],
    ['https://www.liveperson.network.liveperson.net/', true],
    ['ftp://liveperson.net/', false],
    ['http://localhost:4407/', true],
    ['http://localhost:4408/', false],
    ['wss://liveperson.net/', false],
  ])('is at %s: %s', (url, isMatch) => {
    expect(new RegExp(`^${originPattern(HOSTS, ['http://LOCALHOST:4407'])}(?:[/?#]|$)`).test(url)).toBe(isMatch);
  });

  it('is at the same places for sockets', () => {
    const pattern = new RegExp(`^${originPattern(HOSTS, ['http://localhost:4407', 'https://a.test'], 'ws')}$`);
    const urls = ['ws://localhost:4407', 'wss://a.test', 'wss://liveperson.net', 'ws://liveperson.net'];
    expect(urls.filter((url) => !pattern.test(url))).toEqual([]);
    expect(['http://localhost:4407', 'https://liveperson.net'].filter((url) => pattern.test(url))).toEqual([]);
  });

  it.each([
    ['http://LocalHost:80', 'http://localhost'],
    ['HTTPS://a.test:443/', 'https://a.test'],
    ['https://a.test:8443', 'https://a.test:8443'],
  ])('is at an origin as MSW sees it: %s', (text, origin) => {
    expect(originOf(text)).toBe(origin);
  });

  it.each([
    'a.test',
    'ftp://a.test',
    'x-http://a.test',
    'http:a.test',
    'http://',
    'http://a.test/x',
    'http://a.test/?x',
    '',
  ])('is at nothing that is no origin: %j', (text) => {
    expect(() => originOf(text)).toThrow(
      new TypeError(
        `not an origin: ${JSON.stringify(text)}. Give scheme and host, for instance 'http://localhost:4407'.`,
      ),
    );
  });
});

it('a handler of MSW is not asked for what is not at its places', async () => {
  const asked: string[] = [];
  const own = {
    name: 'own',
    run(this: { readonly name: string }, { request }: { readonly request: Request }) {
      asked.push(`${this.name} ${request.url}`);
      return Promise.resolve('answered');
    },
  };
  const handler = passOverQuickly(own as unknown as HttpHandler, /^https:\/\/a\.test\//);
  const ask = (url: string): Promise<unknown> =>
    handler.run({ request: new Request(url) } as Parameters<HttpHandler['run']>[0]);
  expect([await ask('https://a.test/x'), await ask('https://b.test/x')]).toEqual(['answered', null]);
  expect(asked).toEqual(['own https://a.test/x']);
});

it('MSW 3 is refused where it cannot run', () => {
  const [two, three] = [{ SetupApi: 1 }, {}];
  expect([isVersion2(two), isVersion2(three)]).toEqual([true, false]);
  const modern = { withResolvers: 1 };
  const refuse = (msw: object, platform: object) => () => {
    refuseMswThatCannotRun(msw, platform);
  };
  expect(refuse(two, {})).not.toThrow();
  expect(refuse(two, modern)).not.toThrow();
  expect(refuse(three, modern)).not.toThrow();
  expect(refuse(three, {})).toThrow(
    new Error(
      'createHandlers: MSW 3 needs Node 22.12 or later (Promise.withResolvers is missing here). Install the version ' +
        'before it: npm install --save-dev msw@2',
    ),
  );
});
