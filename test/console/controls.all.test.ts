import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import {
  SUGGESTED_EFFECTS,
  SUGGESTED_ENDPOINTS,
  SUGGESTED_FRAMES,
} from '../../mock-server/console/controls/fault-form.ts';
import { tokenIn } from '../../mock-server/console/controls/inspect-panel.ts';
import { chosenLives, livesOf, nextToExpire } from '../../mock-server/console/lives.ts';
import { TAMPERS_OF } from '../../mock-server/console/controls/tampers.ts';
import { entryRow } from '../../mock-server/console/row.ts';
import {
  APP_JWT_TAMPERS,
  CONSUMER_JWS_TAMPERS,
  EXT_JWT_TAMPERS,
  ID_TOKEN_TAMPERS,
  LP_JWT_TAMPERS,
} from '../../mock-server/control/mint/tampers.ts';
import { FAULT_PRESETS } from '../../mock-server/control/faults/presets.ts';
import type { JournalEntry, Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON, NOON_SECONDS } from '../support/through-every-adapter.ts';
import { expectNoFindings } from './axe.ts';
import type { OpenedConsole, Opening } from './opened-console.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { expectSoon } from './expect-soon.ts';

const APP_TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`;
const AUTHORIZE = `/api/account/${ACCOUNT}/anonymous/authorize`;

/** An AppJWT, good for an hour, and an LP_EXT_JWT, good for ten minutes, of 12:00:00. */
async function getTokens(mock: Mock): Promise<void> {
  mock.clock.freeze(NOON);
  await post(mock, APP_TOKEN, APP_FORM, FORM);
  await post(mock, AUTHORIZE);
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const APP_FORM = new URLSearchParams({
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  grant_type: 'client_credentials',
}).toString();

function openControls(opening: Opening = {}): Promise<OpenedConsole> {
  return openConsole({ before: getTokens, path: '/__admin/ui/#/controls', ...opening });
}

const cardOf = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const press = (place: Locator, name: string): Promise<void> => place.getByRole('button', { name, exact: true }).click();
const faultOf = (page: Page, name: string): Locator => page.locator('.fault', { hasText: name });

async function copied(page: Page, button: Locator): Promise<string> {
  const pressed = await button.elementHandle();
  await pressed.click();
  await page.waitForFunction((each) => each.textContent === 'Copied', pressed);
  return page.evaluate(() => navigator.clipboard.readText());
}

describe('What the controls offer', () => {
  it('are faults that the mock arms, each with one sentence of its own', () => {
    const mock = createMock();
    for (const { spec } of FAULT_PRESETS) mock.faults.add(spec);
    expect(mock.faults.list()).toHaveLength(FAULT_PRESETS.length);
    expect(new Set(FAULT_PRESETS.map(({ sentence }) => sentence)).size).toBe(FAULT_PRESETS.length);
    expect(FAULT_PRESETS.filter(({ sentence }) => !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
  });

  it('are endpoints, frames and effects that the mock has', () => {
    const mock = createMock();
    const ids = mock.endpoints.map(({ id }) => id);
    expect(SUGGESTED_ENDPOINTS.filter((id) => !ids.includes(id))).toEqual([]);
    for (const frame of SUGGESTED_FRAMES) mock.faults.add({ frame, delayMs: 1 });
    for (const effect of SUGGESTED_EFFECTS) {
      const error = (effect.startsWith('{') ? JSON.parse(effect) : effect) as never;
      const isOfNotifications = ['duplicate', 'reorder'].includes(effect);
      const frame = isOfNotifications ? 'notification' : effect.includes('"status"') ? undefined : 'ms.PublishEvent';
      const isOfCalls = ['TOO_MANY_REQUESTS', '40102', '2001', '1012', '9011'].includes(effect);
      mock.faults.add({ error, frame: isOfCalls ? undefined : frame });
    }
    expect(mock.faults.list()).toHaveLength(SUGGESTED_FRAMES.length + SUGGESTED_EFFECTS.length);
  });

  it('are all tampers of the mint', () => {
    expect(TAMPERS_OF).toEqual({
      appJwt: APP_JWT_TAMPERS,
      consumerJws: CONSUMER_JWS_TAMPERS,
      extJwt: EXT_JWT_TAMPERS,
      lpJwt: LP_JWT_TAMPERS,
      idToken: ID_TOKEN_TAMPERS,
    });
  });

  it('is the token alone of whatever is pasted', () => {
    for (const pasted of ['a.b.c', 'Bearer a.b.c', ' Authorization: jwt a.b.c\n', '{"jwt":"a.b.c"}'])
      expect(tokenIn(pasted)).toBe('a.b.c');
    expect(tokenIn('a.b.c.d.e')).toBe('a.b.c.d.e');
    expect(tokenIn(' none ')).toBe('none');
  });
});

describe('The lives of tokens', () => {
  const lifeRows = (...exps: readonly unknown[]) =>
    exps.map((exp, index) =>
      entryRow({
        id: index + 1,
        atMs: 0,
        path: '/',
        deviations: [],
        tokens: [{ use: 'issued', id: `id-${String(index)}`, kind: 'AppJWT', claims: { iat: 0, exp } }],
      } as unknown as JournalEntry),
    );

  it('are ordered: next to expire, never, expired; whatever stands in exp', () => {
    const lives = livesOf(lifeRows(30, undefined, 5, 20, 1e300, 'soon', -1e300, 9.9));
    expect(chosenLives(lives, 10_000).map(({ untilMs }) => untilMs)).toEqual([
      20_000,
      30_000,
      undefined,
      undefined,
      9900,
      5000,
      -1e303,
    ]);
    expect(nextToExpire(lives, 10_000)?.untilMs).toBe(20_000);
  });

  it('have a next one only where one can still go before it', () => {
    const lives = livesOf(lifeRows(20, 30));
    expect(nextToExpire(lives, 18_999)?.untilMs).toBe(20_000);
    expect(nextToExpire(lives, 19_000)?.untilMs).toBe(30_000);
    expect(nextToExpire(lives, 29_000)).toBeUndefined();
  });
});

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

describeInBrowser('The controls of the clock', () => {
  it('move, stop and set it, and go back to real time', async () => {
    const { page, mock } = await openControls({ before: () => undefined });
    const card = cardOf(page, 'Clock');
    await press(card, 'Freeze');
    await card.getByText('it stands still').waitFor();
    const moves = [
      ['+10 min', 600],
      ['+1 h', 3600],
      ['+730 h', 2_628_000],
    ] as const;
    for (const [name, seconds] of moves) {
      const before = mock.clock.nowSeconds();
      await press(card, name);
      await page.waitForFunction(
        (wanted) => document.querySelector('.big')?.getAttribute('datetime') === wanted,
        new Date((before + seconds) * 1000).toISOString().replace('.000', ''),
      );
      expect(mock.clock.nowSeconds()).toBe(before + seconds);
    }
    await press(card, 'Set…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To').fill('2026-11-20T12:00:00Z');
    await press(dialog, 'Set the clock');
    await card.getByText('Fri 2026-11-20').waitFor();
    expect(mock.clock.nowSeconds()).toBe(NOON_SECONDS);
    await press(card, 'Set…');
    await dialog.getByLabel('To').fill(String(NOON_SECONDS + 60));
    await page.keyboard.press('Enter');
    await card.locator('time', { hasText: '12:01:00' }).waitFor();
    await press(card, 'Back to real time');
    await card.getByText('same as real').waitFor();
    await card.getByRole('button', { name: 'Freeze' }).waitFor();
    expect(Math.abs(mock.clock.now() - Date.now())).toBeLessThan(60_000);
  });

  it('say what was wrong with an instant, and keep it in the field', async () => {
    const { page, mock } = await openControls();
    await press(cardOf(page, 'Clock'), 'Set…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To').fill('tomorrow');
    await press(dialog, 'Set the clock');
    await dialog.getByText('Not an instant: "tomorrow". Give an ISO 8601 text').waitFor();
    await expectSoon(() => dialog.getByLabel('To').inputValue()).toBe('tomorrow');
    expect(mock.clock.nowSeconds()).toBe(NOON_SECONDS);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('go to 1 s before the next expiry, by the key > too', async () => {
    const { page, mock } = await openControls();
    const left = page.locator('.lives .left');
    await left.nth(1).waitFor();
    await expectSoon(() => left.allTextContents()).toEqual(['next: 10 min left', '1 h left']);
    await press(cardOf(page, 'Clock'), 'To 1 s before the next expiry');
    await page.getByText('next: 1 s left').waitFor({ state: 'detached' });
    await page.getByText('1 s left', { exact: true }).waitFor();
    expect(mock.clock.nowSeconds()).toBe(NOON_SECONDS + 599);
    await page.keyboard.press('>');
    await page.locator('time.big', { hasText: '12:59:59' }).waitFor();
    expect(mock.clock.nowSeconds()).toBe(NOON_SECONDS + 3599);
    await page.keyboard.press('>');
    await page.getByText('No token in the calls of this page is still going to expire.').waitFor();
    await page.getByText('expired 49 min 59 s ago').waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'To 1 s before' }).isDisabled()).toBe(true);
  });

  it('show what others move', async () => {
    const { page, complaints, mock } = await openControls();
    await page.locator('time.big', { hasText: '12:00:00' }).waitFor();
    mock.clock.advance('5m');
    await page.locator('time.big', { hasText: '12:05:00' }).waitFor();
    await page.getByText('next: 5 min left').waitFor();
    expect(complaints).toEqual([]);
  });

  it('draw now across the lives, and a list on a phone', async () => {
    const { page } = await openControls();
    const now = page.locator('.ticks .now');
    await now.waitFor();
    // Both in one look: what is drawn anew between two is in no place.
    const distance = (): Promise<number> =>
      page.evaluate(() => {
        const [line, bar] = ['.ticks .now', '.lives .bar'].map((which) => document.querySelector(which));
        return line && bar ? Math.abs(line.getBoundingClientRect().x - bar.getBoundingClientRect().x) : Infinity;
      });
    await expectSoon(distance).toBeLessThan(3);
    await page.setViewportSize({ width: 360, height: 800 });
    await now.waitFor({ state: 'hidden' });
    await page.getByText('next: 10 min left').waitFor();
  });
});

describeInBrowser('The controls of faults', () => {
  it('arm and disarm by name, and count', async () => {
    const { page, mock } = await openControls();
    const row = faultOf(page, 'Too many requests');
    await press(row, 'Arm: Too many requests');
    await row.getByText('1 of 1 left').waitFor();
    expect(mock.faults.list()).toMatchObject([{ spec: FAULT_PRESETS[0]?.spec, state: 'armed' }]);
    await post(mock, `/api/account/${ACCOUNT}/messaging/consumer/conversation/send?v=3`, {});
    await row.getByText('spent, fired 1 ×').waitFor();
    await press(row, 'Arm: Too many requests');
    await row.getByText('1 of 1 left').waitFor();
    expect(mock.faults.list()).toHaveLength(1);
    await press(row, 'Disarm: Too many requests');
    await row.getByText('1 of 1 left').waitFor({ state: 'detached' });
    expect(mock.faults.list()).toEqual([]);
    await press(faultOf(page, 'Slow Sentinel'), 'Arm: Slow Sentinel');
    await press(faultOf(page, 'Socket closed'), 'Arm: Socket closed');
    await page.getByText('2 armed').waitFor();
    await press(cardOf(page, 'Faults'), 'Disarm all');
    await page.getByText('none armed').waitFor();
    expect(mock.faults.list()).toEqual([]);
  });

  it('take one of your own, and say in the words of the admin API what is wrong with it', async () => {
    const { page, mock, complaints } = await openControls();
    await press(cardOf(page, 'Faults'), 'New fault…');
    const dialog = page.getByRole('dialog');
    const arm = (): Promise<void> => press(dialog, 'Arm it');
    await arm();
    await dialog.getByText('Expected error or delayMs: this fault would do nothing').waitFor();
    await dialog.getByLabel('What happens').fill('TOO_MANY');
    await arm();
    await dialog.getByText('nearest: TOO_MANY_REQUESTS').waitFor();
    await dialog.getByLabel('What happens').fill('{"status": 503');
    await arm();
    await dialog.getByText('“What happens” is not JSON').waitFor();
    await dialog.getByLabel('What happens').fill('{"status": 503}');
    await dialog.getByLabel('Only where').fill('{"path": ');
    await arm();
    await dialog.getByText('“Only where” is not JSON').waitFor();
    await dialog.getByLabel('Only where').fill('[1]');
    await arm();
    await dialog.getByText('“Only where” is JSON, but no object').waitFor();
    await dialog.getByLabel('Only where').fill('{"path": "/consumer"}');
    await dialog.getByLabel('How often').fill('two');
    await arm();
    await dialog.getByText('“How often” is "two": write a number').waitFor();
    await dialog.getByLabel('How often').fill('3');
    await dialog.getByLabel('Calls to').fill('idp.nobody');
    await arm();
    await dialog.getByText('fault: no endpoint "idp.nobody"').waitFor();
    await dialog.getByLabel('Calls to').fill('idp.consumer');
    await dialog.getByLabel('Of account').fill(ACCOUNT);
    await arm();
    await dialog.waitFor({ state: 'detached' });
    const row = faultOf(page, '{"status":503} at idp.consumer');
    await row.getByText('3 of 3 left').waitFor();
    await expectSoon(() => row.locator('p').textContent()).toBe(
      `A call to idp.consumer of account ${ACCOUNT} is answered with status 503.`,
    );
    expect(mock.faults.list()).toMatchObject([
      {
        spec: {
          account: ACCOUNT,
          endpoint: 'idp.consumer',
          match: { path: '/consumer' },
          error: { status: 503 },
          times: 3,
        },
      },
    ]);
    await row.getByRole('button').click();
    await row.waitFor({ state: 'detached' });
    expect(mock.faults.list()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('show what others armed when one comes back, and after the next call', async () => {
    const { page, complaints, mock } = await openControls();
    await page.getByText('none armed').waitFor();
    mock.faults.add({ error: 'reset', match: { path: '<b>\u202e' }, times: 1 });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.getByText('1 armed').waitFor();
    const armed = mock.faults.add({ endpoint: 'send-api.send', error: '40102', times: 1 });
    await post(mock, '/nowhere');
    await faultOf(page, 'AppJWT refused').getByText('1 of 1 left').waitFor();
    armed.remove();
    mock.clock.advance('1s');
    await page.getByText('1 armed').waitFor();
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('The controls of accounts', () => {
  it('create one, copy what it needs, and remove it once one has said so', async () => {
    const { page, mock, server } = await openControls();
    const card = cardOf(page, 'Accounts');
    await card.getByText('2 calls on this page').waitFor();
    await card.getByLabel('Account id').fill('of-mine');
    await page.keyboard.press('Enter');
    const row = card.locator('li', { hasText: 'of-mine' });
    await row.waitFor();
    const { clientId = '', clientSecret = '', connectorId } = mock.account('of-mine').credentials;
    expect(mock.accounts.list().map(({ accountId }) => accountId)).toContain('of-mine');
    const lines = await copied(page, row.getByRole('button', { name: 'Copy LP_… lines' }));
    const host = new URL(server.url).host;
    expect(lines.split('\n')).toEqual([
      'LP_ACCOUNT=of-mine',
      ...['SENTINEL', 'IDP', 'ASYNCMESSAGINGENT', 'ACCDNDOMAIN'].map((name) => `LP_${name}=${host}`),
      ...['CONN_ID', 'APP_CONN_ID'].map((name) => `LP_${name}=${String(connectorId)}`),
      `LP_CLIENT_ID=${clientId}`,
      `LP_CLIENT_SECRET=${clientSecret}`,
    ]);
    const credentials = await copied(page, row.getByRole('button', { name: 'Copy credentials' }));
    expect(JSON.parse(credentials)).toEqual({ accountId: 'of-mine', clientId, clientSecret, connectorId });
    const dialog = page.getByRole('dialog');
    await press(row, 'Remove…');
    await dialog.getByText('the account with its app and connectors').waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(mock.accounts.list()).toHaveLength(3);
    await press(row, 'Remove…');
    await press(dialog, 'Remove the account');
    await row.waitFor({ state: 'detached' });
    expect(mock.accounts.list()).toHaveLength(2);
  });

  it('make up an id, and say which they cannot create or remove', async () => {
    const { page, mock } = await openControls();
    const card = cardOf(page, 'Accounts');
    await press(card, 'New account');
    await card.locator('li').nth(2).waitFor();
    expect(mock.accounts.list()).toHaveLength(3);
    await card.getByLabel('Account id').fill(ACCOUNT);
    await press(card, 'New account');
    await card.getByRole('alert').filter({ hasText: ACCOUNT }).waitFor();
    await expectSoon(() => card.getByLabel('Account id').inputValue()).toBe(ACCOUNT);
    await card.getByLabel('Account id').fill('<script>');
    await press(card, 'New account');
    await card.getByText('Expected letters, digits').waitFor();
    const dialog = page.getByRole('dialog');
    await press(card.locator('li').first(), 'Remove…');
    await press(dialog, 'Remove the account');
    await dialog.getByText('No account of this id was created; configured ones stay.').waitFor();
    await press(dialog, 'Cancel');
    expect(mock.accounts.list()).toHaveLength(3);
  });

  it('reset one and leave the others', async () => {
    const { page, mock } = await openControls();
    const [account, other] = [mock.account(ACCOUNT), mock.account('87654321')];
    for (const { faults } of [account, other]) faults.add({ error: 'reset' });
    const card = cardOf(page, 'Accounts');
    await press(card.locator('li', { hasText: ACCOUNT }), 'Reset…');
    await press(page.getByRole('dialog'), 'Reset the account');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(account.faults.list()).toEqual([]);
    expect(account.journal.count()).toBe(0);
    expect(other.faults.list()).toHaveLength(1);
  });

  it('list the first of many, and all when asked', async () => {
    const { page, complaints } = await openControls({
      before: (mock) => {
        for (let turn = 0; turn < 30; turn += 1) mock.accounts.create();
      },
    });
    const card = cardOf(page, 'Accounts');
    await card.getByRole('button', { name: 'Show all 32' }).click();
    await card.locator('li').nth(31).waitFor();
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('The controls of keys', () => {
  it('rotate one and retire the old one', async () => {
    const { page, mock } = await openControls();
    const card = cardOf(page, 'Keys');
    const [first] = mock.keys.list();
    await card.getByText('appjwt-13-05-17').waitFor();
    const dialog = page.getByRole('dialog');
    await press(card.locator('li').first(), 'Retire…');
    await press(dialog, 'Retire the key');
    await dialog.getByText('rotate first').first().waitFor();
    await dialog.getByRole('alert').filter({ hasText: 'is the only key of sentinelV1' }).waitFor();
    await press(dialog, 'Cancel');
    await press(card, 'Rotate…');
    await press(dialog, 'Rotate');
    await card.getByText('its tokens are accepted').waitFor();
    expect(mock.keys.list().filter(({ use }) => use === 'sentinelV1')).toMatchObject([
      { state: 'accepted' },
      { state: 'signing' },
    ]);
    await press(card.locator('li', { hasText: first?.kid ?? '' }), 'Retire…');
    await dialog.getByText('every token that it signed (AppJWTs and ConsumerJWSs)').waitFor();
    await press(dialog, 'Retire the key');
    await card.getByText('retired: its tokens are refused').waitFor();
    expect(mock.keys.list()[0]?.state).toBe('retired');
    await press(card, 'Rotate…');
    await dialog.getByLabel('Key').selectOption('idp');
    await dialog.getByLabel('Tokens of the old one').selectOption('24h');
    await press(dialog, 'Rotate');
    await card.getByText('its tokens are accepted until 2026-11-21T12:00:00Z').waitFor();
  });

  it('hear of one that others rotate, and hand out the JWKS', async () => {
    const { page, mock, server } = await openControls();
    const card = cardOf(page, 'Keys');
    await card.locator('li').nth(2).waitFor();
    await mock.keys.rotate({ use: 'idp', kid: 'of-another' });
    await card.getByText('of-another').waitFor();
    const address = await copied(page, card.getByRole('button', { name: 'Copy its address' }));
    expect(address).toBe(`${server.url}/sentinel/well-known/jwks`);
    await expectSoon(() => card.getByRole('link', { name: 'JWKS' }).getAttribute('href')).toBe(address);
    const jwks = await copied(page, card.getByRole('button', { name: 'Copy JWKS' }));
    expect((JSON.parse(jwks) as { keys: readonly object[] }).keys.length).toBeGreaterThan(0);
  });
});

describeInBrowser('The controls of tokens', () => {
  it('say of a pasted token what it is, what it says and where it goes', async () => {
    const { page, mock } = await openControls();
    const card = cardOf(page, 'Tokens');
    const field = card.getByLabel('Paste a token');
    const sentence = card.locator('.sentence');
    const verdict = (words: string): Promise<void> => sentence.filter({ hasText: words }).waitFor();
    await field.fill(`Bearer ${await mock.mint.appJwt()}`);
    await verdict('An AppJWT that this mock accepts; it expires in 1 h.');
    await card.getByRole('rowheader', { name: 'azp' }).waitFor();
    await card.getByText('It is accepted as').waitFor();
    await field.fill(await mock.mint.consumerJws({ tamper: 'foreign-key' }));
    await verdict('A ConsumerJWS that this mock refuses');
    await card.getByText('signature: failed here').waitFor();
    await card.getByText('Not at').waitFor();
    await field.fill('<img src=x onerror=alert(1)>\u202e');
    await verdict('A token that this mock refuses');
    await field.fill('');
    await sentence.waitFor({ state: 'detached' });
    const entries = mock.journal.count();
    await field.fill(await mock.mint.appJwt({ expired: true }));
    await verdict('An AppJWT that this mock refuses: expired');
    await card.locator('tr.failed', { hasText: 'exp' }).waitFor();
    expect(mock.journal.count()).toBe(entries);
    await expectSoon(() => page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    expect(page.url()).not.toContain('eyJ');
  });

  it('say so when a pasted token is too large', async () => {
    const { page, complaints } = await openControls();
    const card = cardOf(page, 'Tokens');
    // So long a text takes the driver minutes.
    const refusal = { error: { message: 'the request body is over 262144 bytes' } };
    await page.route('**/tokens/inspect', (route) => route.fulfill({ status: 413, json: refusal }));
    await card.getByLabel('Paste a token').fill('a.b.c');
    await card.locator('.trouble', { hasText: 'The request body is over 262144 bytes.' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('mint one with something wrong, and hand it on', async () => {
    const { page, mock } = await openControls();
    const card = cardOf(page, 'Tokens');
    await press(card, 'Mint');
    await card.getByLabel('Kind', { exact: true }).selectOption('LP_EXT_JWT');
    await card.getByLabel('Account', { exact: true }).fill('87654321');
    await card.getByLabel('past its refresh window').check();
    await card.getByLabel('Claims', { exact: true }).fill('{"sub": "jane"}');
    const form = card.locator('form');
    await press(form, 'Mint');
    const token = await copied(page, card.getByRole('button', { name: 'Copy the token' }));
    expect(await mock.inspect(token)).toMatchObject({
      kind: 'LP_EXT_JWT',
      accountId: '87654321',
      accepted: false,
      claims: { sub: 'jane' },
    });
    await press(card, 'Inspect it');
    await card.locator('.sentence', { hasText: 'An LP_EXT_JWT that this mock refuses' }).waitFor();
    await press(card, 'Mint');
    await card.getByLabel('nothing', { exact: true }).check();
    await card.getByLabel('expired a second ago').check();
    await press(form, 'Mint');
    await press(card, 'Inspect it');
    await card.locator('.sentence', { hasText: 'An LP_EXT_JWT that this mock refuses: expired 1 s ago' }).waitFor();
  });

  it('say in the words of the admin API what the mint does not take', async () => {
    const { page } = await openControls();
    const card = cardOf(page, 'Tokens');
    await press(card, 'Mint');
    const form = card.locator('form');
    const refused = form.getByRole('alert');
    await card.getByLabel('Claims', { exact: true }).fill('{sub}');
    await press(form, 'Mint');
    await refused.filter({ hasText: '“Claims” is not JSON' }).waitFor();
    await card.getByLabel('Claims', { exact: true }).fill('');
    await card.getByLabel('nothing', { exact: true }).evaluate((radio: HTMLInputElement) => {
      radio.value = 'unheard-of';
    });
    await press(form, 'Mint');
    await refused.filter({ hasText: /tamper: .*"malformed"/s }).waitFor();
    await expectSoon(() => card.getByLabel('signature changed').isVisible()).toBe(true);
  });
});

describeInBrowser('The options in force', () => {
  const told = [
    { name: 'seed', value: 'demo', source: 'environment', writtenAs: 'LP_AUTH_MOCK_SEED' },
    { name: 'ums.closeOnExpiry', value: true, default: false, source: 'file', writtenAs: 'lp-auth-mock.json' },
    { name: 'server.port', value: 4407, default: 4407, source: 'default' },
    { name: 'accounts', source: 'default' },
    { name: 'capture', value: true, default: false, source: 'code' },
    { name: 'odd', value: '<b>\u202e</b>', source: 'flag', writtenAs: '--odd' },
  ];

  it('stand there with where each came from', async () => {
    const console = await openControls();
    const { page } = console;
    await page.route('**/__admin/options', (route) => route.fulfill({ json: { options: told } }));
    await page.reload();
    const card = cardOf(page, 'Options in force');
    await card.getByText('4 of 6 are not the default').waitFor();
    await expectSoon(() => card.locator('.option-list > dl > *').allTextContents()).toEqual([
      'seed',
      'demo from LP_AUTH_MOCK_SEED',
      'ums.closeOnExpiry',
      'true from lp-auth-mock.json',
      'capture',
      'true from your code',
      'odd',
      '<b>U+202E</b> from --odd',
    ]);
    await card.getByText('The other 2, as they are by default').click();
    await card.getByText('none default').waitFor();
    await expectNoFindings(console);
  });
});

describeInBrowser('Starting over', () => {
  it('names what goes, and does it only then', async () => {
    const { page, mock } = await openControls();
    const card = cardOf(page, 'Start over');
    const dialog = page.getByRole('dialog');
    await press(card, 'Clear the journal…');
    await dialog.getByText('the calls that the mock remembers').waitFor();
    await press(dialog, 'Cancel');
    expect(mock.journal.count()).toBe(2);
    await press(card, 'Clear the journal…');
    await press(dialog, 'Clear the journal');
    await dialog.waitFor({ state: 'detached' });
    expect(mock.journal.count()).toBe(0);
    await mock.keys.rotate({ use: 'idp', kid: 'of-mine' });
    mock.faults.add({ error: 'reset' });
    await cardOf(page, 'Keys').getByText('of-mine').waitFor();
    await press(card, 'Reset the mock…');
    await dialog.getByText('the clock, back to real time').waitFor();
    await dialog.getByText('The calls on this page stay until you clear them.').waitFor();
    await press(dialog, 'Reset the mock');
    await cardOf(page, 'Keys').getByText('of-mine').waitFor({ state: 'detached' });
    await page.getByText('none armed').waitFor();
    expect(mock.faults.list()).toEqual([]);
    expect(mock.clock.now()).toBeGreaterThan(NOON_SECONDS * 1000);
  });
});

describeInBrowser('The controls', () => {
  it('work by keyboard alone: the focus stays, Esc leaves, single keys rest in a dialog', async () => {
    const { page, mock } = await openControls();
    const arm = faultOf(page, 'No answer').getByRole('button');
    await arm.focus();
    await page.keyboard.press('Enter');
    await faultOf(page, 'No answer').getByText('1 of 1 left').waitFor();
    await expectSoon(() => arm.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Space');
    await page.getByText('none armed').waitFor();
    const reset = cardOf(page, 'Start over').getByRole('button', { name: 'Reset the mock…' });
    await reset.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await expectSoon(() =>
      dialog.getByRole('button', { name: 'Cancel' }).evaluate((each) => each === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('1');
    await page.keyboard.press('+');
    await expectSoon(() => dialog.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expectSoon(() => reset.evaluate((each) => each === document.activeElement)).toBe(true);
    expect(mock.clock.nowSeconds()).toBe(NOON_SECONDS);
  });

  it('of two consoles each hears of the other', async () => {
    const { page, complaints } = await openControls();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByText('none armed').waitFor();
    await press(faultOf(page, 'Sentinel is down'), 'Arm: Sentinel is down');
    await press(cardOf(page, 'Clock'), '+1 h');
    await other.locator('time.big', { hasText: '13:00:00' }).waitFor();
    await faultOf(other, 'Sentinel is down').getByText('every call').waitFor();
    expect(complaints).toEqual([]);
  });

  it('say so when the mock is gone', async () => {
    const { page, server } = await openControls();
    await page.getByText('none armed').waitFor();
    await server.close();
    await press(faultOf(page, 'No answer'), 'Arm: No answer');
    await cardOf(page, 'Faults').getByText('The mock did not answer').waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'Arm: No answer' }).isEnabled()).toBe(true);
  });

  it.each([
    [360, 'light'],
    [360, 'dark'],
    [1024, 'light'],
    [1024, 'dark'],
    [1440, 'light'],
    [1440, 'dark'],
  ] as const)('have no findings at %d px, %s, and nothing to scroll sideways', async (width, colorScheme) => {
    const console = await openControls({ viewport: { width, height: 800 }, colorScheme });
    const { page, mock } = console;
    const sideways = (): Promise<number> =>
      page.evaluate(() => {
        const view = document.querySelector('.controls');
        return Math.max(document.documentElement.scrollWidth - innerWidth, (view?.scrollWidth ?? 0) - innerWidth);
      });
    await press(faultOf(page, 'Too many requests'), 'Arm: Too many requests');
    mock.faults.add({ error: { status: 503, body: 'x'.repeat(200) }, match: { path: 'y'.repeat(200) } });
    mock.clock.advance('20m');
    await page.getByText('2 armed').waitFor();
    await cardOf(page, 'Tokens')
      .getByLabel('Paste a token')
      .fill(await mock.mint.appJwt({ expired: true }));
    await page.locator('.sentence').waitFor();
    await expectNoFindings(console);
    expect(await sideways()).toBeLessThanOrEqual(0);
    await press(cardOf(page, 'Tokens'), 'Mint');
    await press(cardOf(page, 'Tokens').locator('form'), 'Mint');
    await page.locator('.minted').waitFor();
    await press(cardOf(page, 'Faults'), 'New fault…');
    await expectNoFindings(console);
    expect(await sideways()).toBeLessThanOrEqual(0);
  });
});
