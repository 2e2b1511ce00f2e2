import type { AccountOptions, MockOptions } from '../../mock-server/index.ts';
import { CALLBACK, getCode, getLoginTokens, WEB_CLIENT_ID, WEB_CLIENT_SECRET } from './code-flow.ts';
import { documented, documentedNames } from './documented.ts';
import {
  ANONYMOUS_CONNECTOR,
  closeConversation,
  decode,
  getAppJwt,
  getExtJwt,
  getOnBehalfHeaders,
  openConversation,
  sayHello,
  SEND_PATH,
  text,
} from './flows.ts';
import type { OpenMock } from './through-every-adapter.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from './through-every-adapter.ts';

/** What stands in place of the `{name}`s of a documented exchange. */
export type Values = Readonly<Record<string, string>>;

const getTokens = async (mock: OpenMock): Promise<Values> => {
  const { authorization, 'x-lp-on-behalf': consumerJws } = await getOnBehalfHeaders(mock);
  return { AppJWT: authorization, ConsumerJWS: consumerJws };
};

const openTalk = async (mock: OpenMock): Promise<Values> => {
  const tokens = await getTokens(mock);
  const conversationId = await openConversation(mock, headersOf(tokens));
  return withConsumerId({ ...tokens, conversationId });
};

const withConsumerId = (tokens: Values): Values => ({
  ...tokens,
  lp_consumer_id: String(decode(tokens['ConsumerJWS'] ?? '').claims['lp_consumer_id']),
});

const headersOf = (tokens: Values): Record<string, string> => ({
  authorization: tokens['AppJWT'] ?? '',
  'x-lp-on-behalf': tokens['ConsumerJWS'] ?? '',
});

const withExtJwt = async (mock: OpenMock): Promise<Values> => ({
  LP_EXT_JWT: await getExtJwt(mock),
  connectorId: String(ANONYMOUS_CONNECTOR),
});

/** How long after the conversation's start the page has its first message. */
const PAGE_MESSAGE_MS = '2634999ms';

/** When the message was sent that public clients show. */
const PAGE_CREATED_MS = 1641916856713;
const WEB_APP = { client_id: WEB_CLIENT_ID, client_secret: WEB_CLIENT_SECRET, redirect_uri: CALLBACK };

const withLoginTokens = async (mock: OpenMock): Promise<Values> => ({
  ...WEB_APP,
  refresh_token: (await getLoginTokens(mock)).refresh_token,
});

/** The first message of the page's conversation. */
const sayFirst = async (mock: OpenMock): Promise<Values> => {
  await mock.clock.freeze('2016-08-29T14:30:24.565Z');
  const talk = await openTalk(mock);
  await mock.clock.advance(PAGE_MESSAGE_MS);
  const body = sayHello(talk['conversationId'] ?? '', '1', 'Hi there #4');
  await mock.post(SEND_PATH, { headers: headersOf(talk), body });
  return talk;
};

const openRest = async (mock: OpenMock): Promise<Values> => {
  await mock.clock.freeze(PAGE_CREATED_MS);
  return openTalk(mock);
};

const withUser = async (mock: OpenMock): Promise<Values> => {
  const login = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, {
    body: { username: 'unique@gmail.com', password: 'pw' },
  });
  return { user_id: text(login.json(), 'wsuk') };
};

const withInvoker = async (mock: OpenMock): Promise<Values> => ({
  AppJWT: await mock.mint.appJwt({ scope: 'faas.lambda.invoke' }),
});

const NOTHING = (): Promise<Values> => Promise.resolve({});

/** What has happened before each documented call, and what stands in place of its `{name}`s. */
export const BEFORE: Readonly<Record<string, (mock: OpenMock) => Promise<Values>>> = {
  'anonymous-authorize': () => Promise.resolve({}),
  'anonymous-refresh': withExtJwt,
  'app-token': async (mock) => {
    await mock.clock.freeze(Number(documented('tokens', 'app-jwt').payload['iat']));
    return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  },
  authenticate: withExtJwt,
  authorize: () => Promise.resolve(WEB_APP),
  'authenticate-customer': async (mock) => ({ id_token: await mock.mint.idToken() }),
  'close-conversation': openTalk,
  consumer: async (mock) => ({ AppJWT: await getAppJwt(mock) }),
  'conversation-already-open': openTalk,
  'conversation-closed': async (mock) => {
    const talk = await openTalk(mock);
    await mock.post(SEND_PATH, { headers: headersOf(talk), body: closeConversation(talk['conversationId'] ?? '') });
    return talk;
  },
  'create-conversation': getTokens,
  'create-conversation-in-full': getTokens,
  'domain-api-one-service': () => Promise.resolve({}),
  'config-agent-group': NOTHING,
  'config-agent-groups': NOTHING,
  'config-canned-responses': NOTHING,
  'config-categories': NOTHING,
  'config-skill': NOTHING,
  'config-skills': NOTHING,
  'config-status-reasons': NOTHING,
  'config-user': withUser,
  'config-users': NOTHING,
  'functions-invoke': withInvoker,
  'functions-invoke-event': withInvoker,
  'functions-is-implemented': withInvoker,
  'history-agent-status': withUser,
  'history-by-consumer': sayFirst,
  'history-by-conversation': sayFirst,
  'history-search': sayFirst,
  'messaging-rest-conversation': openRest,
  'messaging-rest-messages': async (mock) => {
    const talk = await openRest(mock);
    await mock.post(SEND_PATH, { headers: headersOf(talk), body: sayHello(talk['conversationId'] ?? '', '1', 'hi') });
    return talk;
  },
  'messaging-rest-open-conversation': async (mock) => {
    await mock.clock.freeze(PAGE_CREATED_MS);
    return withConsumerId(await getTokens(mock));
  },
  'messaging-rest-put-consumer': openTalk,
  'messaging-rest-send-message': openTalk,
  'messaging-rest-update-conversation': async (mock) => {
    const talk = await openRest(mock);
    const headers = { authorization: talk['AppJWT'] ?? '', 'lp-on-behalf': talk['ConsumerJWS'] ?? '' };
    const read = await mock.get(`/messaging/v1/conversations/${talk['conversationId'] ?? ''}`, {
      headers: { ...headers, 'brand-id': ACCOUNT, 'client-source': 'tests' },
    });
    return { ...talk, etag: (read.headers['etag'] ?? '').replaceAll('"', '\\"') };
  },
  installation: async (mock) => {
    const login = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, {
      body: { username: 'ada', password: 'ada' },
    });
    return { bearer: text(login.json(), 'bearer'), client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  },
  'login-tokens': async (mock) => ({ ...WEB_APP, code: await getCode(mock) }),
  'refresh-login-tokens': withLoginTokens,
  'revoke-login-tokens': withLoginTokens,
  'send-message': openTalk,
  'download-url': async (mock) => ({
    ...(await getTokens(mock)),
    relativePath: `/v1/AUTH_async-images/${ACCOUNT}/cat.PNG`,
  }),
  signup: () => Promise.resolve({}),
};

/** What the fixture says of a record, for the options. */
const recordOf = (name: string): unknown => documented('exchanges', name).response.body;

/** The account that the pages' configuration is of. */
const PAGES_ACCOUNT = {
  accountId: ACCOUNT,
  agents: [
    {
      username: 'unique@gmail.com',
      password: 'pw',
      skills: ['2359235912', '2359235922'],
      user: recordOf('config-user'),
    },
  ],
  configuration: {
    skills: [recordOf('config-skill')],
    agentGroups: [recordOf('config-agent-group')],
    statusReasons: recordOf('config-status-reasons'),
    cannedResponses: recordOf('config-canned-responses'),
    categories: recordOf('config-categories'),
  },
} as unknown as AccountOptions;

/** The options of the mock: an account and client of the page's own, where the answer names them; who has logged in. */
export const OPTIONS: Readonly<Record<string, MockOptions>> = {
  ...Object.fromEntries(
    documentedNames('exchanges')
      .filter((name) => name.startsWith('config-'))
      .map((name) => [name, { accounts: [PAGES_ACCOUNT] }]),
  ),
  // The skills that an agent holds are skills as well.
  'config-skills': { accounts: [{ ...PAGES_ACCOUNT, agents: [] }] },
  authorize: { autoLogin: 'ada' },
  'app-token': {
    accounts: [{ accountId: 'le81823118', apps: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }] }],
  },
};
