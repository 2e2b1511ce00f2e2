// A connector: it carries what somebody writes elsewhere into a LivePerson conversation. It looks its hosts up, renews
// its tokens before they run out or when they are refused, and tries again when LivePerson is busy or down.
import { pathToFileURL } from 'node:url';

const DOMAIN_API = 'https://api.liveperson.net';
const MOST_RETRIES = 3;
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * @param options.accountId - the brand's account
 * @param options.clientId, options.clientSecret - of the app installation
 * @param options.appJwt, options.consumerJws - tokens to begin with. Default: asked for when they are needed
 * @param options.now - the time in epoch milliseconds; a test hands in the mock's
 * @param options.wait - how to wait so many seconds before another try
 */
export function createConnector({
  accountId = '12345678',
  clientId = 'my-app',
  clientSecret = 'my-secret',
  appJwt,
  consumerJws,
  now = Date.now,
  wait = waitSeconds,
} = {}) {
  const isConsumerGiven = consumerJws !== undefined;
  const hosts = new Map();
  let conversationId;

  /** Where a service lives: asked once. */
  async function hostOf(service) {
    if (!hosts.has(service)) {
      const url = `${DOMAIN_API}/api/account/${accountId}/service/${service}/baseURI.json?version=1.0`;
      const { baseURI } = await (await withRetries(wait, () => fetch(url))).json();
      hosts.set(service, `https://${baseURI}`);
    }
    return hosts.get(service);
  }

  async function post(service, path, body, headers = {}) {
    const host = await hostOf(service);
    return withRetries(wait, () => fetch(host + path, { method: 'POST', body, headers }));
  }

  async function login() {
    if (appJwt !== undefined && expiryMs(appJwt) - RENEW_BEFORE_MS > now()) return;
    const path = `/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials`;
    const credentials = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
    ({ access_token: appJwt } = await (await post('sentinel', path, credentials)).json());
  }

  async function askOnce(service, path, body, headers) {
    await login();
    const answer = await post(service, `/api/account/${accountId}${path}`, JSON.stringify(body), {
      'content-type': 'application/json',
      authorization: appJwt,
      ...headers,
    });
    if (answer.ok) return answer.json();
    const { internalErrorCode, body: { errorCode = internalErrorCode } = {} } = await answer.json();
    throw Object.assign(new Error(`LivePerson refused with ${errorCode}`), { errorCode: String(errorCode) });
  }

  /** Once more with a new AppJWT, when that is what was refused. */
  async function ask(service, path, body, headers) {
    try {
      return await askOnce(service, path, body, headers);
    } catch (error) {
      if (error.errorCode !== '40102' && error.errorCode !== '9011') throw error;
      appJwt = undefined;
      return askOnce(service, path, body, headers);
    }
  }

  async function send(message) {
    consumerJws ??= (await ask('idp', '/consumer?v=1.0', { ext_consumer_id: 'John' })).token;
    const onBehalf = { 'x-lp-on-behalf': consumerJws };
    conversationId ??= (
      await ask(
        'asyncMessagingEnt',
        '/messaging/consumer/conversation?v=3',
        [
          { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
          { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: accountId } },
        ],
        onBehalf,
      )
    )[1].body.conversationId;
    const event = { type: 'ContentEvent', contentType: 'text/plain', message };
    return ask(
      'asyncMessagingEnt',
      '/messaging/consumer/conversation/send?v=3',
      { kind: 'req', id: '1', type: 'ms.PublishEvent', body: { dialogId: conversationId, event } },
      onBehalf,
    );
  }

  return {
    /** Says something as the consumer; opens the conversation first. Resolves to the answer of the Send API. */
    async say(message) {
      try {
        return await send(message);
      } catch (error) {
        if (error.errorCode !== '40103' || isConsumerGiven) throw error;
        consumerJws = undefined;
        return send(message);
      }
    },
  };
}

async function withRetries(wait, send) {
  for (let retry = 0; ; retry += 1) {
    const answer = await send().catch((error) => {
      if (retry === MOST_RETRIES) throw error;
    });
    if (answer !== undefined && answer.status !== 429 && (answer.status < 500 || retry === MOST_RETRIES)) return answer;
    await wait(Number(answer?.headers.get('retry-after') ?? 0));
  }
}

function waitSeconds(seconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}

function expiryMs(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).exp * 1000;
}

// node connector.mjs "Hello!"
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { LP_ACCOUNT: accountId, LP_CLIENT_ID: clientId, LP_CLIENT_SECRET: clientSecret } = process.env;
  const answer = await createConnector({ accountId, clientId, clientSecret }).say(process.argv[2] ?? 'Hello!');
  console.log(JSON.stringify(answer));
}
