// What the README's tests call "your code": a connector and a visitor of a page, against LivePerson's own hosts. It keeps
// its tokens, asks for new ones when they are refused or about to run out, and tries again when LivePerson is busy or down.
const HOST = 'https://va.idp.liveperson.net';
const RETRIES = 3;
const EARLY_MS = 5 * 60_000;

export function createConnector({ accountId = '12345678', appJwt, consumerJws, now = Date.now, wait = waitSeconds } = {}) {
  const isGiven = consumerJws !== undefined;
  let conversationId;

  const post = (path, body, headers = {}) => withRetries(wait, () => fetch(HOST + path, {
    method: 'POST', body, headers: { ...(typeof body === 'string' && { 'content-type': 'application/json' }), ...headers },
  }));
  const login = async () => {
    if (appJwt !== undefined && expiryMs(appJwt) - EARLY_MS > now()) return;
    const answer = await post(`/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials`, new URLSearchParams({ client_id: 'my-app', client_secret: 'my-secret' }));
    ({ access_token: appJwt } = await answer.json());
  };
  const ask = async (path, body, headers) => {
    await login();
    const answer = await post(`/api/account/${accountId}${path}`, JSON.stringify(body), { authorization: appJwt, ...headers });
    if (answer.ok) return answer.json();
    const { internalErrorCode, body: { errorCode = internalErrorCode } = {} } = await answer.json();
    throw Object.assign(new Error(`LivePerson refused with ${errorCode}`), { errorCode: String(errorCode) });
  };
  /** Once more with a new token, when that is what was refused. */
  const askTwice = async (path, body, headers) => {
    try {
      return await ask(path, body, headers);
    } catch (error) {
      if (error.errorCode !== '40102' && error.errorCode !== '9011') throw error;
      appJwt = undefined;
      return ask(path, body, headers);
    }
  };
  const send = async (message) => {
    consumerJws ??= (await askTwice('/consumer?v=1.0', { ext_consumer_id: 'John' })).token;
    const onBehalf = { 'x-lp-on-behalf': consumerJws };
    conversationId ??= (await askTwice('/messaging/consumer/conversation?v=3', [
      { kind: 'req', id: '1', type: 'userprofile.SetUserProfile', body: {} },
      { kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: { brandId: accountId } },
    ], onBehalf))[1].body.conversationId;
    await askTwice('/messaging/consumer/conversation/send?v=3', {
      kind: 'req', id: '1', type: 'ms.PublishEvent', body: { dialogId: conversationId, event: { type: 'ContentEvent', contentType: 'text/plain', message } },
    }, onBehalf);
  };
  return {
    async say(message) {
      try {
        await send(message);
      } catch (error) {
        if (error.errorCode !== '40103' || isGiven) throw error;
        consumerJws = undefined;
        await send(message);
      }
    },
  };
}

export function createVisitor({ accountId = '12345678' } = {}) {
  const authorize = (body) => fetch(`${HOST}/api/account/${accountId}/anonymous/authorize`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  let token;
  return {
    async arrive() {
      const refreshed = token === undefined ? undefined : await authorize(JSON.stringify({ id_token: token }));
      ({ token } = await (refreshed?.ok ? refreshed : await authorize()).json());
    },
  };
}

async function withRetries(wait, send) {
  for (let retry = 0; ; retry += 1) {
    const answer = await send().catch((error) => { if (retry === RETRIES) throw error; });
    if (answer !== undefined && answer.status !== 429 && (answer.status < 500 || retry === RETRIES)) return answer;
    await wait(Number(answer?.headers.get('retry-after') ?? 0));
  }
}

function waitSeconds(seconds) {
  return new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
}

function expiryMs(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).exp * 1000;
}
