// Used as somebody with ES modules would, who has Express installed and nothing else.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { get } from 'node:https';
import { createMock } from 'lp-auth-mock';
import { createExpressApp } from 'lp-auth-mock/express';
import { createMiddleware, startServer } from 'lp-auth-mock/server';
import exchange from 'lp-auth-mock/fixtures/exchanges/app-token.json' with { type: 'json' };
import key from 'lp-auth-mock/keys/00001.json' with { type: 'json' };
import about from 'lp-auth-mock/package.json' with { type: 'json' };

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
