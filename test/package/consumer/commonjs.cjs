// Used as somebody with CommonJS would, who has Express installed and nothing else.
const { once } = require('node:events');
const { createServer } = require('node:http');
const { get } = require('node:https');
const { createMock } = require('lp-auth-mock');
const { createExpressApp } = require('lp-auth-mock/express');
const { createMiddleware, startServer } = require('lp-auth-mock/server');
const exchange = require('lp-auth-mock/fixtures/exchanges/app-token.json');
const key = require('lp-auth-mock/keys/00001.json');
const about = require('lp-auth-mock/package.json');

async function main() {
  const mock = createMock();
  const server = await startServer(mock, { port: 0 });
  const mounted = createExpressApp(mock).listen(0, '127.0.0.1');
  const handled = createServer(createMiddleware(mock)).listen(0, '127.0.0.1');
  await Promise.all([mounted, handled].map((each) => once(each, 'listening')));
  const [{ accountId, clientId, clientSecret }] = mock.accounts.list();
  const path = `/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials`;
  for (const url of [server.url, ...[mounted, handled].map((each) => `http://127.0.0.1:${each.address().port}`)]) {
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
    const answer = await fetch(url + path, { method: 'POST', body });
    const { accepted, kind } = await mock.inspect((await answer.json()).access_token);
    console.log(answer.status, kind, accepted);
  }
  const { ca } = await server.certificates();
  const [secure] = await once(get(`${server.httpsUrl}/sentinel/well-known/jwks`, { ca }), 'response');
  secure.resume();
  console.log(secure.statusCode, about.name, exchange.response.status, key.kid);
  await server.close();
  mounted.close();
  handled.close();
}

main();
