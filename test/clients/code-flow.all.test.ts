import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import * as openId from 'openid-client';
import { AuthorizationCode } from 'simple-oauth2';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { expectNoFindings } from '../console/axe.ts';
import { FLAGS, PATIENCE_MS } from '../support/browser/chromium.ts';
import { findChromium } from '../support/browser/find-chromium.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

const CLIENT = { client_id: 'my-dashboard', client_secret: 'secret-of-my-dashboard' };
const chromium = findChromium();
/** Shows that a browser has come back. */
const app = createServer((request, response) => {
  response.setHeader('content-type', 'text/html').end(`<title>back</title><p>${request.url?.split('?')[0] ?? ''}</p>`);
});
let callback: string;
let server: RunningServer;
let sentinel: string;
let browser: Browser | undefined;

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  callback = `http://127.0.0.1:${String((app.address() as AddressInfo).port)}/callback`;
  const web = { ...CLIENT, grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [callback] };
  const agents = ['ada', 'grace'].map((username) => ({ username, password: 'secret-of-the-agent' }));
  const mock = createMock({ seed: 'clients', accounts: [{ accountId: ACCOUNT, agents, apps: [web] }] });
  server = await startServer(mock, { port: 0, tls: false });
  sentinel = `${server.url}/sentinel/api/account/${ACCOUNT}`;
  if (chromium === undefined) return;
  const { chromium: program } = await import('playwright-core');
  browser = await program.launch({ executablePath: chromium, headless: true, args: FLAGS });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

/** What a browser without a person does at an address of the login page. */
async function logInAt(address: string | URL): Promise<URL> {
  const url = new URL(address);
  url.searchParams.set('auto', 'ada');
  const answer = await fetch(url, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? 'about:blank');
}

/** Whether an access token is taken as an agent's bearer. */
async function statusWith(accessToken: string): Promise<number> {
  const path = `/messaging_history/api/account/${ACCOUNT}/agent-view/status`;
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  return (await fetch(`${server.url}${path}`, { method: 'POST', headers, body: '{}' })).status;
}

describe('openid-client', () => {
  const configure = (): openId.Configuration => {
    const metadata = {
      issuer: 'sentinel',
      authorization_endpoint: `${sentinel}/authorize?v=1.0`,
      token_endpoint: `${sentinel}/token?v=2.0`,
      revocation_endpoint: `${sentinel}/token/revoke?v=1.0`,
      jwks_uri: `${server.url}/sentinel/well-known/jwks`,
    };
    const config = new openId.Configuration(metadata, CLIENT.client_id, CLIENT.client_secret);
    // Marked as deprecated only to stand out; this is what it is for.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    openId.allowInsecureRequests(config);
    openId.enableNonRepudiationChecks(config);
    return config;
  };

  it('logs in with PKCE and state, checks the id token by the JWKS, refreshes and revokes', async () => {
    const config = configure();
    const [verifier, state] = [openId.randomPKCECodeVerifier(), openId.randomState()];
    const back = await logInAt(
      openId.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        state,
        code_challenge: await openId.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    );
    const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true };
    const tokens = await openId.authorizationCodeGrant(config, back, checks);
    expect([tokens.expires_in, tokens.claims()?.aud, tokens.claims()?.iss]).toEqual([
      28_800,
      CLIENT.client_id,
      'sentinel',
    ]);
    expect(await statusWith(tokens.access_token)).toBe(200);
    const later = await openId.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(later.claims()?.sub).toBe(tokens.claims()?.sub);
    await openId.tokenRevocation(config, later.refresh_token ?? '');
    expect([await statusWith(tokens.access_token), await statusWith(later.access_token)]).toEqual([401, 401]);
    await expect(openId.refreshTokenGrant(config, later.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('is refused with another verifier, and hears that its user denied it', async () => {
    const config = configure();
    const verifier = openId.randomPKCECodeVerifier();
    const challenge = await openId.calculatePKCECodeChallenge(verifier);
    const asked = { redirect_uri: callback, code_challenge: challenge, code_challenge_method: 'S256' };
    const back = await logInAt(openId.buildAuthorizationUrl(config, asked));
    const wrong = openId.authorizationCodeGrant(config, back, { pkceCodeVerifier: openId.randomPKCECodeVerifier() });
    await expect(wrong).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
    const denied = openId.buildAuthorizationUrl(config, { ...asked, denied: '1' });
    const answer = await fetch(denied.href.replace('/authorize?', '/login?'), { method: 'POST', redirect: 'manual' });
    const told = new URL(answer.headers.get('location') ?? 'about:blank');
    await expect(openId.authorizationCodeGrant(config, told, { pkceCodeVerifier: verifier })).rejects.toMatchObject({
      error: 'access_denied',
    });
  });
});

describe('simple-oauth2', () => {
  it.each(['header', 'body'] as const)('logs in with the secret in the %s, refreshes and revokes', async (method) => {
    const client = new AuthorizationCode({
      client: { id: CLIENT.client_id, secret: CLIENT.client_secret },
      auth: {
        tokenHost: server.url,
        tokenPath: `/sentinel/api/account/${ACCOUNT}/token?v=1.0`,
        revokePath: `/sentinel/api/account/${ACCOUNT}/token/revoke?v=1.0`,
        authorizePath: `/sentinel/api/account/${ACCOUNT}/authorize?v=1.0`,
      },
      options: { authorizationMethod: method },
    });
    const back = await logInAt(client.authorizeURL({ redirect_uri: callback, state: 'a b&c' }));
    expect(back.searchParams.get('state')).toBe('a b&c');
    const code = back.searchParams.get('code') ?? '';
    const tokens = await client.getToken({ code, redirect_uri: callback });
    expect(await statusWith(String(tokens.token['access_token']))).toBe(200);
    const later = await tokens.refresh();
    expect(await statusWith(String(later.token['access_token']))).toBe(200);
    await later.revoke('refresh_token');
    expect(await statusWith(String(later.token['access_token']))).toBe(401);
    await expect(client.getToken({ code, redirect_uri: callback })).rejects.toMatchObject({
      output: { statusCode: 400 },
    });
  });
});

(chromium === undefined ? describe.skip : describe)('the login page in a Chromium without scripts', () => {
  const address = (state: string): string =>
    `${sentinel}/authorize?${new URLSearchParams({ v: '1.0', response_type: 'code', client_id: CLIENT.client_id, redirect_uri: callback, state }).toString()}`;
  const HOSTILE = '"><script>document.title="run"</script><img src=x onerror=alert(1)>';

  it.each([
    ['the button of an agent', 'grace'],
    ['the field for another', 'somebody else'],
  ])('leads on with %s', async (_, name) => {
    const context = await (browser as Browser).newContext({ javaScriptEnabled: false });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(address(HOSTILE));
    if (name === 'grace') await page.getByRole('button', { name: 'grace' }).click();
    else {
      await page.getByLabel('Another agent').fill(name);
      await page.getByRole('button', { name: 'Log in' }).click();
    }
    await page.waitForURL(`${callback}?*`);
    const back = new URL(page.url());
    expect([back.searchParams.get('state'), /^[\da-f]{64}$/.test(back.searchParams.get('code') ?? '')]).toEqual([
      HOSTILE,
      true,
    ]);
    await context.close();
  });

  it('leads back with the error when it is denied', async () => {
    const context = await (browser as Browser).newContext({ javaScriptEnabled: false });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(address('x'));
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.waitForURL(`${callback}?*`);
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
    await context.close();
  });

  it.each(['light', 'dark'] as const)(
    'has no findings of axe, and nothing of a caller runs, in %s',
    async (colorScheme) => {
      const context = await (browser as Browser).newContext({ colorScheme, viewport: { width: 360, height: 640 } });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => {
        if (request.url() !== address(HOSTILE)) complaints.push(`asked ${request.url()}`);
      });
      await page.goto(address(HOSTILE));
      expect(await page.title()).toBe('Log in - lp-auth-mock');
      await expectNoFindings({ page, complaints });
      await context.close();
    },
  );
});
