import { expect, it } from '@jest/globals';
import { JSON_HEADERS } from '../support/flows.ts';
import type { Heard } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

/**
 * Every service that is known to exist, with the host that LivePerson's callers are shown. Typed out here and not taken
 * from the source.
 */
const EXAMPLE_HOSTS = {
  sentinel: 'va.sentinel.liveperson.net',
  idp: 'va.idp.liveperson.net',
  asyncMessagingEnt: 'va.msg.liveperson.net',
  facadeMsg: 'va.msg.liveperson.net',
  acCdnDomain: 'accdn.lpsnmedia.net',
  messagingRestApiDomain: 'va.msgrestapi.liveperson.net',
  agentVep: 'va.agentvep.liveperson.net',
  msgHist: 'va.msghist.liveperson.net',
  swift: 'va.objectstorage.liveperson.net',
  accountConfigReadOnly: 'va-a.acr.liveperson.net',
  accountConfigReadWrite: 'va-a.acw.liveperson.net',
  engHistDomain: 'va.enghistdomain.liveperson.net',
  liveEngageUI: 'va.liveengageui.liveperson.net',
  visitorFeed: 'va.visitorfeed.liveperson.net',
  etool: 'va.etool.liveperson.net',
  adminArea: 'va.adminarea.liveperson.net',
  asyncMessaging: 'va.asyncmessaging.liveperson.net',
  rtbf: 'va.rtbf.liveperson.net',
  auditLog: 'va.auditlog.liveperson.net',
  smt: 'va.smt.liveperson.net',
  pusher: 'va.pusher.liveperson.net',
  leDataReporting: 'va.ledatareporting.liveperson.net',
  msgEwtAPI: 'va.msgewtapi.liveperson.net',
  msdkgw: 'va.msdkgw.liveperson.net',
  faasGW: 'va.faasgw.liveperson.net',
  faasUI: 'va.faasui.liveperson.net',
  appKeyManagement: 'va.appkeymanagement.liveperson.net',
  aiStudioPlatformService: 'va.aistudioplatformservice.liveperson.net',
  promptlibrary: 'va.promptlibrary.liveperson.net',
  cbLeIntegrations: 'va.cbleintegrations.liveperson.net',
  tokenizer: 'va.tokenizer.liveperson.net',
  conversationVep: 'va.conversationvep.liveperson.net',
  mtlsGateway: 'va.mtlsgateway.liveperson.net',
  maven: 'va.maven.liveperson.net',
  thirdPartyBots: 'va.thirdpartybots.liveperson.net',
  promptLibrary: 'va.promptlibrary.liveperson.net',
};
const SERVICES = Object.keys(EXAMPLE_HOSTS);

const ONE = `/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`;
const ALL = `/api/account/${ACCOUNT}/service/baseURI.json?version=1.0`;

/** The list in which every service lives where `hostOf` says. */
function listOf(hostOf: (service: string) => string, services = SERVICES): object {
  return { baseURIs: services.map((service) => ({ service, account: ACCOUNT, baseURI: hostOf(service) })) };
}

/** What is said to somebody who asked for a service that is not there. */
function unknownService(service: string, nearest: string): string {
  return `service-unknown; there is no service "${service}"; nearest: ${nearest} (names are case-sensitive; csds.extraServices adds others)`;
}

function hostsIn(answer: Heard): Record<string, string> {
  const { baseURIs } = answer.json() as { baseURIs: { service: string; baseURI: string }[] };
  return Object.fromEntries(baseURIs.map(({ service, baseURI }) => [service, baseURI]));
}

describeThroughEveryAdapter('Domain API: one service', (open) => {
  it.each([
    ['under /api', `/api/account/${ACCOUNT}/service/idp/baseURI.json`],
    ['under /csdr, without /api', `/csdr/account/${ACCOUNT}/service/idp/baseURI.json`],
  ])('is answered as a bare object %s', async (_, path) => {
    const mock = await open();
    const answer = await mock.get(`${path}?version=1.0`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(JSON_HEADERS);
    expect(answer.text).toBe(`{"service":"idp","account":"${ACCOUNT}","baseURI":"localhost:4407"}`);
  });

  it.each(SERVICES)('gives a bare host for %s, without scheme, path or slash', async (service) => {
    const mock = await open();
    const answer = await mock.get(`/api/account/${ACCOUNT}/service/${service}/baseURI.json?version=1.0`);
    expect(answer.json()).toEqual({ service, account: ACCOUNT, baseURI: 'localhost:4407' });
  });

  it.each([
    ['without version', ONE.replace('?version=1.0', ''), {}],
    ['with a version that nobody documents', ONE.replace('1.0', '9.9'), {}],
    ['with parameters that mean nothing here', `${ONE}&__d=123&_=456`, {}],
    ['with a JSON Accept header', ONE, { accept: 'application/json' }],
    ['with a JSON content type on the GET', ONE, { 'content-type': 'application/json' }],
  ])('answers the same %s', async (_, path, headers) => {
    const mock = await open();
    const answer = await mock.get(path, { headers });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await mock.get(ONE)).text);
  });

  it('knows swift under the spelling swiftDomain, which the list does not have', async () => {
    const mock = await open({ csds: { baseUri: { swift: 'files.example.test' } } });
    const answer = await mock.get(`/api/account/${ACCOUNT}/service/swiftDomain/baseURI.json?version=1.0`);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ service: 'swiftDomain', account: ACCOUNT, baseURI: 'files.example.test' });
    expect(Object.keys(hostsIn(await mock.get(ALL)))).toEqual(SERVICES);
  });

  it('puts facadeMsg where asyncMessagingEnt is, unless the map names it', async () => {
    const facade = async (baseUri: Record<string, string>): Promise<string | undefined> =>
      hostsIn(await (await open({ csds: { baseUri } })).get(ALL))['facadeMsg'];
    expect(await facade({ asyncMessagingEnt: 'ums.example.test' })).toBe('ums.example.test');
    expect(await facade({ asyncMessagingEnt: 'ums.example.test', facadeMsg: 'sockets.example.test' })).toBe(
      'sockets.example.test',
    );
  });

  it('names the account of the path and no other', async () => {
    const mock = await open();
    const answer = await mock.get(`/api/account/${OTHER_ACCOUNT}/service/sentinel/baseURI.json`);
    expect(answer.json()).toEqual({ service: 'sentinel', account: OTHER_ACCOUNT, baseURI: 'localhost:4407' });
  });
});

describeThroughEveryAdapter('Domain API: all services', (open) => {
  it.each([
    ['/api', `/api/account/${ACCOUNT}/service/baseURI.json`],
    ['/api without .json', `/api/account/${ACCOUNT}/service/baseURI`],
    ['/csdr', `/csdr/account/${ACCOUNT}/service/baseURI.json`],
  ])('lists every known service once each, with exactly three members, under %s', async (_, path) => {
    const mock = await open();
    const answer = await mock.get(`${path}?version=1.0`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(JSON_HEADERS);
    expect(answer.text).toBe(JSON.stringify(listOf(() => 'localhost:4407')));
  });

  it('lists what csds.extraServices adds, once, after the known ones', async () => {
    const mock = await open({ csds: { extraServices: ['leBotApi', 'idp', 'leBotApi'] } });
    const answer = await mock.get(ALL);
    expect(answer.json()).toEqual(listOf(() => 'localhost:4407', [...SERVICES, 'leBotApi']));
    const one = await mock.get(`/api/account/${ACCOUNT}/service/leBotApi/baseURI.json`);
    expect(one.json()).toEqual({ service: 'leBotApi', account: ACCOUNT, baseURI: 'localhost:4407' });
  });

  it('knows no account that nobody configured once the mock is closed', async () => {
    const mock = await open({ closed: true });
    const [known, unknown] = [await mock.get(ALL), await mock.get(ALL.replace(ACCOUNT, '11111111'))];
    expect(known.status).toBe(200);
    expect(unknown.status).toBe(401);
    expect(unknown.text).toBe('{"error":"invalid site"}');
  });

  it('takes in an account that nobody configured while the mock is open', async () => {
    const mock = await open();
    const answer = await mock.get(ONE.replace(ACCOUNT, 'le81823118'));
    expect(answer.json()).toEqual({ service: 'idp', account: 'le81823118', baseURI: 'localhost:4407' });
  });
});

describeThroughEveryAdapter('Domain API: the baseURI', (open) => {
  it.each([
    'http://localhost:4407',
    'https://localhost:4407',
    'http://127.0.0.1:51234',
    'http://[::1]:8080',
    'https://mock.example.test',
    'http://liveperson.net.example.test:81',
  ])('is the host and port that the request to %s came with', async (origin) => {
    const mock = await open();
    const host = origin.slice(origin.indexOf('//') + 2);
    expect((await mock.get(`${origin}${ALL}`)).json()).toEqual(listOf(() => host));
  });

  it.each([
    'http://api.liveperson.net',
    'https://api.liveperson.net',
    'http://adminlogin.liveperson.net',
    'https://adminlogin.liveperson.net',
    'https://adminlogin-a.liveperson.net',
    'https://adminlogin-z0-intg.liveperson.net',
    'https://hc1n.dev.lprnd.net',
    'https://lp-csds-qa.dev.lprnd.net',
    'https://csds-app.qa.int.gw.lpcloud.io',
    'https://accdn.lpsnmedia.net',
    'https://API.LivePerson.net:443',
  ])("is LivePerson's example host when %s is asked", async (origin) => {
    const mock = await open();
    const answer = await mock.get(`${origin}${ALL}`);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual(listOf((service) => EXAMPLE_HOSTS[service as keyof typeof EXAMPLE_HOSTS]));
  });

  it("is made up in LivePerson's manner for a service that has no example host", async () => {
    const mock = await open({ csds: { extraServices: ['leBotApi'] } });
    const answer = await mock.get(`https://api.liveperson.net/api/account/${ACCOUNT}/service/leBotApi/baseURI.json`);
    expect(answer.json()).toEqual({ service: 'leBotApi', account: ACCOUNT, baseURI: 'va.lebotapi.liveperson.net' });
  });

  it.each(['mock.example.test:8443', 'mock.example.test', '[::1]:4407'])(
    'is %s for all when csds.baseUri says so, at any host',
    async (baseUri) => {
      const mock = await open({ csds: { baseUri } });
      for (const origin of ['http://localhost:4407', 'https://api.liveperson.net']) {
        expect((await mock.get(`${origin}${ALL}`)).json()).toEqual(listOf(() => baseUri));
      }
    },
  );

  it('is what a map says, and automatic for the services that the map leaves out', async () => {
    const mock = await open({ csds: { baseUri: { idp: 'idp.example.test:9000', leBotApi: 'bots.example.test' } } });
    const here = listOf(
      (service) => ({ idp: 'idp.example.test:9000', leBotApi: 'bots.example.test' })[service] ?? 'localhost:4407',
      [...SERVICES, 'leBotApi'],
    );
    expect((await mock.get(ALL)).json()).toEqual(here);
    expect(hostsIn(await mock.get(`https://api.liveperson.net${ALL}`))).toEqual({
      ...EXAMPLE_HOSTS,
      idp: 'idp.example.test:9000',
      leBotApi: 'bots.example.test',
    });
  });
});

describeThroughEveryAdapter('Domain API: refusals', (open) => {
  it.each([
    ['nobody runs', 'xyz', 'sentinel, idp, asyncMessagingEnt'],
    ['is spelt in the wrong case', 'IDP', 'idp, thirdPartyBots, messagingRestApiDomain'],
    ['is misspelt', 'asyncMesagingEnt', 'asyncMessagingEnt, asyncMessaging, messagingRestApiDomain'],
    ['is a property every object has', '__proto__', 'promptlibrary, promptLibrary, etool'],
  ])('a service that %s is a 400 in JSON', async (_, service, nearest) => {
    const mock = await open();
    const answer = await mock.get(`/api/account/${ACCOUNT}/service/${service}/baseURI.json?version=1.0`);
    expect(answer.status).toBe(400);
    expect(answer.text).toBe('{"error":"unknown service"}');
    expect(answer.headers).toEqual({ ...JSON_HEADERS, 'lp-mock-reason': unknownService(service, nearest) });
  });

  const paths = [
    '/api/account/11111111/service/idp/baseURI.json',
    '/api/account/11111111/service/baseURI.json',
    '/api/account/11111111/service/baseURI',
    '/csdr/account/11111111/service/idp/baseURI.json',
    '/csdr/account/11111111/service/baseURI.json',
  ];
  it.each(paths)('an account that a closed mock does not know is a 401 at %s', async (path) => {
    const mock = await open({ closed: true });
    const answer = await mock.get(`${path}?version=1.0`);
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":"invalid site"}');
    expect(answer.headers).toEqual({
      ...JSON_HEADERS,
      'lp-mock-reason':
        'account-unknown; account 11111111 is not configured and this mock is closed; it has 12345678, 87654321',
    });
  });

  it.each([401, 400, 404] as const)(
    'an unknown account is a %i when csds.unknownAccountStatus says so, with the same body',
    async (status) => {
      const mock = await open({ closed: true, csds: { unknownAccountStatus: status } });
      for (const path of paths) {
        expect(await mock.get(path)).toMatchObject({ status, text: '{"error":"invalid site"}' });
      }
    },
  );

  it('an id that cannot be an account id is unknown to an open mock as well', async () => {
    const mock = await open();
    const answer = await mock.get('/api/account/12%20345%3C/service/idp/baseURI.json');
    expect(answer).toMatchObject({ status: 401, text: '{"error":"invalid site"}' });
  });

  it('the account is looked at before the service', async () => {
    const mock = await open({ closed: true });
    expect((await mock.get('/api/account/11111111/service/nonsense/baseURI.json')).text).toBe(
      '{"error":"invalid site"}',
    );
  });
});
