import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { ToldEnd } from '../../mock-server/console/conversation/socket-end.ts';
import { placeOfMove } from '../../mock-server/console/conversation/socket-end.ts';
import type { Mock } from '../../mock-server/index.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { expectNoFindings } from './axe.ts';
import type { OpenedConsole, Opening } from './opened-console.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { expectSoon } from './expect-soon.ts';

const PATH = '/__admin/ui/#/conversation';

const frozen = ({ clock }: Mock): void => {
  clock.freeze(NOON);
};

const open = (opening: Opening = {}): Promise<OpenedConsole> => openConsole({ path: PATH, ...opening });
const visitorChat = (page: Page): Locator => page.getByRole('region', { name: "The visitor's chat" });
const agentChat = (page: Page): Locator => page.getByRole('region', { name: "The agent's chat" });
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

async function start(page: Page): Promise<void> {
  await button(page, 'Start a conversation').click();
  await page.getByPlaceholder('Write as the visitor').waitFor();
}

async function logIn(page: Page): Promise<void> {
  await button(page, 'Log in as an agent').click();
  await page.getByText('✓ socket open').nth(1).waitFor();
}

async function talk(page: Page): Promise<void> {
  await start(page);
  await logIn(page);
  await button(page, 'Accept').click();
  await page.getByPlaceholder('Write as Ada').waitFor();
}

async function say(page: Page, side: 'visitor' | 'agent', text: string): Promise<void> {
  const field = page.getByLabel(`Message as the ${side}`);
  await field.fill(text);
  await field.press('Enter');
}

/** The newest LP_JWT, as the chat names it. */
function newestLpJwt(mock: Mock): string {
  const tokens = mock.journal.find().flatMap((entry) => entry.tokens);
  const { id, claims } = tokens.findLast(({ kind, use }) => kind === 'LP_JWT' && use === 'issued') ?? {};
  const time = (claim: string): string => new Date(Number(claims?.[claim]) * 1000).toISOString().slice(11, 19);
  return `LP_JWT ${String(id).slice(0, 4)}, issued ${time('iat')}, good until ${time('exp')}`;
}

describe('A move of the clock that is heard of late', () => {
  const end = (entryId: number | undefined, realMs = 0): ToldEnd => ({
    realMs,
    find: () => (entryId === undefined ? undefined : { rowId: 's1', entryId, sentence: undefined }),
  });

  it.each([
    ['stands before the ends of sockets that it has caused', [undefined, end(8), end(9)], 1],
    ['stands behind those of before', [undefined, end(6), end(9)], 2],
    ['stands behind what was said after an end', [end(9), undefined], 2],
    ['has caused an end of just now of which the journal has not told', [undefined, end(undefined, Date.now())], 1],
    ['has not caused one of long ago of which the journal tells nothing', [undefined, end(undefined)], 2],
  ] as const)('%s', (_, ends, place) => {
    expect(placeOfMove(ends, 7)).toBe(place);
  });
});

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

describeInBrowser('The conversation', () => {
  it('is held by two real clients: each click is in the journal', async () => {
    const { page, mock, complaints } = await open({ before: frozen });
    await start(page);
    await say(page, 'visitor', 'Hi! Is my order on its way?');
    await visitorChat(page).getByText('12:00:00 · sent').waitFor();
    await logIn(page);
    await page.getByText('Visitor 1 waits for an agent: the conversation rings.').waitFor();
    await button(page, 'Accept').click();

    await agentChat(page).getByText('Hi! Is my order on its way?').waitFor();
    await visitorChat(page).getByText('12:00:00 · read').waitFor();
    await page.getByLabel('Message as the agent').fill('Which');
    await visitorChat(page).getByText('The other side is typing…').waitFor();
    await say(page, 'agent', 'Which order is it?');
    await visitorChat(page).getByText('Which order is it?').waitFor();
    await expectSoon(() => visitorChat(page).getByText('The other side is typing…').isVisible()).toBe(false);
    await agentChat(page).getByText('12:00:00 · delivered').waitFor();
    await page.getByLabel('Message as the visitor').focus();
    await agentChat(page).getByText('12:00:00 · read').waitFor();

    await button(page, 'Card…').click();
    await button(page, 'Send the card').click();
    await visitorChat(page).getByRole('button', { name: 'Track it' }).click();
    await agentChat(page).getByText('Where is my order?').waitFor();

    await button(page, 'Transfer…').click();
    await page.getByRole('dialog').getByRole('textbox').fill('42');
    await button(page, 'Transfer it').click();
    await page.getByText('Visitor 1 waits for an agent for skill 42: the conversation rings.').waitFor();
    await button(page, 'Accept').click();
    await page.getByPlaceholder('Write as Ada').waitFor();

    await page.getByLabel('Agent', { exact: true }).getByRole('button', { name: 'Close conversation' }).click();
    await visitorChat(page).getByText('The conversation was closed by the agent').waitFor();
    await button(page, 'Rate it 4 of 5').click();
    await visitorChat(page).getByText('The visitor rates it 4 of 5').waitFor();

    const entries = mock.journal.find();
    const calls = entries.filter(({ frame }) => frame === undefined).map(({ endpointId }) => endpointId);
    expect(calls).toEqual([
      'idp.anonymous-authorize',
      'idp.authenticate',
      'ums.consumer',
      'agent-vep.login',
      'ums.brand',
    ]);
    expect(entries.filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
    const asked = (endpointId: string): readonly (string | undefined)[] =>
      entries
        .filter((entry) => entry.endpointId === endpointId && entry.method === 'RECEIVE')
        .map(({ frame }) => frame?.type);
    expect(new Set(asked('ums.consumer'))).toEqual(
      new Set([
        'InitConnection',
        'cqm.SubscribeExConversations',
        'cm.ConsumerRequestConversation',
        'ms.SubscribeMessagingEvents',
        'ms.PublishEvent',
        'cm.UpdateConversationField',
      ]),
    );
    expect(asked('ums.brand')).toEqual(
      expect.arrayContaining([
        '.ams.routing.UpdateRingState',
        '.ams.ms.PublishEvent',
        '.ams.cm.UpdateConversationField',
      ]),
    );
    expect(complaints).toEqual([]);
  });

  it('shows the tokens of both sides, and where Calls has the frames', async () => {
    const { page, mock } = await open();
    await talk(page);
    const [ext, lp] = mock.journal
      .find()
      .flatMap(({ tokens }) => tokens)
      .filter(({ use }) => use === 'issued')
      .map(({ id, kind }) => `${String(kind)} ${String(id).slice(0, 4)}`);
    const chips = page.getByLabel('Visitor', { exact: true }).locator('.chip');
    await expect(chips.allTextContents()).resolves.toEqual([ext, lp]);
    await expectSoon(() => page.getByLabel('Agent', { exact: true }).locator('.chip').textContent()).toMatch(
      /^agent bearer \w{4}$/,
    );
    for (const name of [ext, lp])
      await expectSoon(() =>
        page
          .getByRole('link', { name: String(name) })
          .first()
          .getAttribute('href'),
      ).toMatch(/^#\/calls\/\d+$/);
    await page.getByRole('link', { name: 'In calls' }).click();
    await page.getByText('Visitor’s socket').first().waitFor();
    expect(page.url()).toMatch(/#\/calls\/s\d+$/);
  });

  it('says why a socket was closed, and goes on with a renewed token', async () => {
    const { page, mock, complaints } = await open({ before: frozen });
    await talk(page);
    await button(page, '+10 min').click();
    await button(page, 'Renew the token and reconnect').waitFor();
    await visitorChat(page).getByText('You moved the clock +10 min').waitFor();
    await visitorChat(page)
      .getByText(/LP_JWT \w{4}, issued 12:00:00, good until/)
      .waitFor();
    const name = newestLpJwt(mock);
    await expectSoon(() => visitorChat(page).locator('li.note > span:not(.drawn)').allTextContents()).toEqual([
      'An agent has joined',
      expect.stringMatching(/^You moved the clock \+10 min.*, 12:00:00 → 12:10:00$/),
      'Socket closed with 4407: the LP_JWT expired while the socket was open (ums.closeOnExpiry). ' + name,
    ]);
    // As Calls has it: the move first, then what it has caused.
    await expectSoon(async () => (await page.locator('.wire li').allTextContents()).slice(-2)).toEqual([
      expect.stringContaining('You moved the clock'),
      expect.stringContaining('socket closed'),
    ]);
    await expectSoon(() => page.getByText('✕ socket closed, 4407').count()).toBe(1);
    await expectSoon(() => page.getByPlaceholder('Reconnect to write').isDisabled()).toBe(true);
    await page.locator('.visitor .chip.over').nth(1).waitFor();
    await agentChat(page).getByText("The visitor's socket has closed").waitFor();
    await say(page, 'agent', 'Are you still there?');

    await button(page, 'Renew the token and reconnect').click();
    await visitorChat(page).getByText('Are you still there?').waitFor();
    await visitorChat(page).getByText('Token renewed, and reconnected: LP_JWT').waitFor();
    expect(newestLpJwt(mock)).not.toBe(name);
    await visitorChat(page).getByText(newestLpJwt(mock)).waitFor();
    await agentChat(page).getByText('The visitor is back, with a new socket').waitFor();
    await say(page, 'visitor', 'Here I am.');
    await agentChat(page).getByText('Here I am.').waitFor();
    const issued = mock.journal.find().flatMap(({ tokens }) => tokens.filter(({ use }) => use === 'issued'));
    expect(new Set(issued.map(({ claims }) => claims?.['sub'])).size).toBe(1);
    expect(issued.length).toBe(4);
    expect(complaints).toEqual([]);
  });

  it('shows whatever is said as text', async () => {
    const { page, complaints } = await open();
    await talk(page);
    const hostile = '<img src=x onerror=alert(1)> \u202eevil';
    await say(page, 'visitor', hostile);
    await agentChat(page).getByText('<img src=x onerror=alert(1)> U+202Eevil').waitFor();
    await button(page, 'Card…').click();
    const card = {
      type: 'vertical',
      elements: [
        { type: 'text', text: hostile },
        { type: 'image', url: 'javascript:x' },
      ],
    };
    await page.getByRole('dialog').getByRole('textbox').fill(JSON.stringify(card));
    await button(page, 'Send the card').click();
    await visitorChat(page).getByText('Image: javascript:x').waitFor();
    await expectSoon(() => page.locator('.conversation').textContent()).not.toMatch(/\u202e/);
    await expectSoon(() => page.locator('img, script:not([src])').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says why something was refused, with the way to its call', async () => {
    const agents = [{ username: 'Ada', password: 'lovelace' }];
    const { page, mock } = await open({ options: { accounts: [{ accountId: ACCOUNT, agents }] } });
    await start(page);
    await button(page, 'Log in as an agent').click();
    await agentChat(page).getByText('the password is not the one configured for this agent').waitFor();
    const refused = mock.journal.find().find(({ endpointId }) => endpointId === 'agent-vep.login');
    await agentChat(page)
      .getByRole('link', { name: `Call #${String(refused?.id)}` })
      .waitFor();
    await page.getByLabel('Password').fill('lovelace');
    await logIn(page);
    await button(page, 'Accept').click();
    await button(page, 'Transfer…').click();
    await page.getByRole('dialog').getByRole('textbox').fill('abc');
    await button(page, 'Transfer it').click();
    await agentChat(page).getByText('skill must be -1 or at most ten digits').waitFor();
    await expectSoon(() => page.getByPlaceholder('Write as Ada').isEnabled()).toBe(true);
  });

  it('stands what faults do to frames: another answer, none at all, the end of the socket', async () => {
    const { page, mock, complaints } = await open();
    await start(page);
    mock.faults.add({ frame: 'ms.PublishEvent', error: { code: 503, body: 'try later' }, times: 1 });
    await page.getByLabel('Message as the visitor').fill('a');
    await visitorChat(page).getByText('Is typing: the mock answered 503, try later').waitFor();
    await visitorChat(page).getByRole('link', { name: 'Its frames in Calls' }).waitFor();
    await page.clock.install();
    mock.faults.add({ frame: 'cm.UpdateConversationField', error: 'timeout', times: 1 });
    await button(page, 'Close conversation').click();
    await page.locator('.wire li').getByText('Close the conversation').waitFor();
    await page.clock.fastForward(10_000);
    await visitorChat(page).getByText('Close the conversation: no answer came within 10 s').waitFor();
    mock.faults.add({ frame: 'any', error: { close: 1011, reason: '<b>odd' }, times: 1 });
    await say(page, 'visitor', 'b');
    await visitorChat(page).getByText('Socket closed with 1011').waitFor();
    await button(page, 'Reconnect').click();
    await page.getByPlaceholder('Write as the visitor').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says so when the mock is gone', async () => {
    const { page, server } = await open();
    await start(page);
    await server.close();
    await visitorChat(page).getByText('Socket closed with').waitFor();
    await button(page, 'Reconnect').click();
    await visitorChat(page).getByText('The socket was not opened').waitFor();
    await expectSoon(() => button(page, 'Reconnect').count()).toBe(1);
  });

  it('takes over from the scripted agent', async () => {
    const { page } = await open({ options: { agent: 'echo' } });
    await start(page);
    await say(page, 'visitor', 'hello');
    await visitorChat(page).getByText('You said: hello').waitFor();
    await agentChat(page).getByText('The scripted agent (Echo) answers.').waitFor();
    await button(page, 'Log in and take over').click();
    await agentChat(page).getByText('You said: hello').waitFor();
    await say(page, 'agent', 'Now it is me.');
    await visitorChat(page).getByText('Now it is me.').waitFor();
    await expectSoon(() => visitorChat(page).getByText('An agent has joined').count()).toBe(1);
    await visitorChat(page).getByText('Another agent has taken over').waitFor();
    await expectSoon(() => agentChat(page).locator('.bubble.own').allTextContents()).toEqual([
      expect.stringContaining('Now it is me.'),
    ]);
  });

  it('sends no receipt to a conversation that the scripted agent has closed', async () => {
    const script = { rules: [{ match: '*', reply: 'Good bye.', close: true }] };
    const { page, mock } = await open({ options: { agent: script } });
    await start(page);
    await say(page, 'visitor', 'bye');
    await visitorChat(page).getByText('Good bye.').waitFor();
    await visitorChat(page).getByText('The conversation was closed by the agent').waitFor();
    await button(page, 'Rate it 5 of 5').click();
    await visitorChat(page).getByText('The visitor rates it 5 of 5').waitFor();
    await expectSoon(() => visitorChat(page).locator('.note.refused').allTextContents()).toEqual([]);
    expect(mock.journal.find().filter(({ outcome }) => Number(outcome) === 400)).toEqual([]);
  });

  it('keeps the wire at its end, or where it was scrolled, when one comes back from another tab', async () => {
    const { page } = await open({ viewport: { width: 1440, height: 480 } });
    await talk(page);
    const frames = page.getByRole('region', { name: 'Frames and calls' });
    const leaveAndReturn = async (): Promise<void> => {
      await page.getByRole('link', { name: 'Tour', exact: true }).click();
      await page.getByText('Step 1 of 6').waitFor();
      await page.getByRole('link', { name: 'Conversation', exact: true }).click();
      await frames.waitFor();
    };
    await leaveAndReturn();
    await expectSoon(() => frames.evaluate((list) => list.scrollHeight > list.clientHeight + 100)).toBe(true);
    await page.waitForFunction(() => {
      const list = document.querySelector('.wire .frames');
      return list !== null && list.scrollHeight - list.clientHeight - list.scrollTop < 2;
    });
    await expectSoon(() => frames.locator('.way').first().textContent()).toMatch(/^visitor → mock · \d\d:\d\d:\d\d$/);
    const scrolled = frames.evaluate((list) => {
      const heard = new Promise((resolve) => {
        list.addEventListener('scroll', resolve, { once: true });
      });
      list.scrollTop = 30;
      return heard.then(() => list.scrollTop);
    });
    expect(await scrolled).toBe(30);
    await leaveAndReturn();
    await page.waitForFunction(() => document.querySelector('.wire .frames')?.scrollTop === 30);
  });

  it('gives every bubble a ground of its own, and dialogs room at their edges', async () => {
    const { page } = await open();
    await talk(page);
    await say(page, 'visitor', 'mine');
    await agentChat(page).getByText('mine').waitFor();
    // At once: a bubble is drawn anew when its receipt comes.
    const grounds = await page
      .locator('.bubble')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundColor));
    for (const ground of grounds) expect(ground).toMatch(/^rgb\(/);
    await button(page, 'Edit script…').click();
    await page.getByRole('dialog').getByText('delayMs').waitFor();
    await expectSoon(() => page.locator('dialog form').evaluate((form) => getComputedStyle(form).paddingLeft)).toBe(
      '20px',
    );
    await page.getByRole('dialog').getByRole('textbox').fill('{');
    await button(page, 'Follow this script').click();
    await page.getByRole('alert').getByText('This is not valid JSON:').waitFor();
  });

  it('switches the scripted agent on and off, and has its script edited', async () => {
    const { page } = await open();
    await button(page, 'Echo').click();
    await start(page);
    await say(page, 'visitor', 'hello');
    await visitorChat(page).getByText('You said: hello').waitFor();
    await button(page, 'Edit script…').click();
    const field = page.getByRole('dialog').getByRole('textbox');
    await field.fill('{"rules": [{"match": 1}]}');
    await button(page, 'Follow this script').click();
    await page.getByRole('alert').getByText('a script').waitFor();
    await field.fill('{"rules": [{"match": "*", "reply": "By the script."}]}');
    await button(page, 'Follow this script').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectSoon(() => button(page, 'Script').getAttribute('aria-pressed')).toBe('true');
    await button(page, '+ Visitor').click();
    await page.getByPlaceholder('Write as the visitor').waitFor();
    await say(page, 'visitor', 'hello');
    await visitorChat(page).getByText('By the script.').waitFor();
    await button(page, 'Off').click();
    await page.locator('.script [aria-pressed=true]').getByText('Off').waitFor();
  });

  it('shows the script that is in force, of its account before that of all', async () => {
    const own = { name: 'Grace', rules: [{ match: '*', reply: 'By the script.' }] };
    const accounts = [{ accountId: ACCOUNT }, { accountId: '87654321', agent: own }];
    const { page } = await open({ options: { accounts, agent: 'echo' } });
    const pressed = page.locator('.script [aria-pressed=true]');
    await pressed.getByText('Echo').waitFor();
    await page.getByLabel('Account').selectOption('87654321');
    await pressed.getByText('Script').waitFor();
    await button(page, 'Edit script…').click();
    const text = await page.getByRole('dialog').getByRole('textbox').inputValue();
    expect(JSON.parse(text)).toMatchObject(own);
  });

  it('has up to eight visitors, and says which of them wrote', async () => {
    const { page } = await open();
    await talk(page);
    await page.getByLabel('Accept every conversation').check();
    for (let count = 2; count <= 8; count += 1) {
      await button(page, '+ Visitor').click();
      await page.getByPlaceholder('Write as Ada').waitFor();
    }
    await expectSoon(() => button(page, '+ Visitor').isDisabled()).toBe(true);
    await page.setViewportSize({ width: 390, height: 800 });
    await expectSoon(() => page.locator('.visitor-bar').evaluate((bar) => bar.scrollWidth - bar.clientWidth)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await button(page, 'Remove visitor 8').click();
    await expectSoon(() => button(page, '+ Visitor').isEnabled()).toBe(true);
    await button(page, 'Visitor 1').click();
    await say(page, 'visitor', 'I am the first.');
    await agentChat(page).getByText('I am the first.').waitFor();
    await button(page, 'Visitor 2').click();
    await expectSoon(() => agentChat(page).getByText('I am the first.').count()).toBe(0);
  });

  it('is the agent of a conversation that another client has opened', async () => {
    const { page, mock } = await open();
    await talk(page);
    const consumer = await mock.consumer({ accountId: ACCOUNT });
    await consumer.requestConversation();
    await consumer.say('From my own app');
    await page.getByRole('button', { name: /^Visitor 2/ }).click();
    await button(page, 'Accept').click();
    await agentChat(page).getByText('From my own app').waitFor();
    await say(page, 'agent', 'Hello, app.');
    expect((await consumer.nextMessage()).text).toBe('Hello, app.');
    await expectSoon(() => page.getByPlaceholder('Another client writes here').isDisabled()).toBe(true);
    await button(page, 'Remove visitor 2').click();
    await consumer.say('Still there?');
    await say(page, 'visitor', 'Only me.');
    await agentChat(page).getByText('Only me.').waitFor();
    await expectSoon(() => button(page, 'Visitor 2').count()).toBe(0);
    consumer.disconnect();
  });

  it('goes on as a new visitor when the mock has forgotten all', async () => {
    const { page, mock } = await open();
    await start(page);
    await page.evaluate(() =>
      fetch('/__admin/reset', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    );
    await button(page, 'Reconnect').or(button(page, 'Renew the token and reconnect')).click();
    const way = await button(page, 'Go on as a new visitor').elementHandle();
    await visitorChat(page).locator('.note.refused a').last().waitFor();
    // That the journal has told of it takes the button from under nobody's finger.
    await expectSoon(() => way.evaluate(({ isConnected }) => isConnected)).toBe(true);
    await way.click();
    await page.getByPlaceholder('Write as the visitor').waitFor();
    await say(page, 'visitor', 'Hello again');
    await visitorChat(page).getByText('Hello again').waitFor();
    expect(mock.conversations.list().length).toBe(1);
  });

  it('is done by keyboard alone', async () => {
    const { page } = await open();
    await button(page, 'Start a conversation').focus();
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Write as the visitor').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message as the visitor');
    await page.keyboard.type('By keys');
    await page.keyboard.press('Enter');
    await button(page, 'Log in as an agent').focus();
    await page.keyboard.press('Enter');
    await button(page, 'Accept').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message as the agent');
    await page.keyboard.type('Answered by keys');
    await page.keyboard.press('Enter');
    await visitorChat(page).getByText('Answered by keys').waitFor();
    await expectSoon(() => page.locator('[aria-live]').allTextContents()).toContain(
      'Agent: Message “Answered by keys”',
    );
  });

  it.each([
    [360, 'light'],
    [390, 'dark'],
    [390, 'light'],
    [1024, 'light'],
    [1440, 'dark'],
    [1440, 'light'],
  ] as const)('has no findings at %d px, %s, and nothing to scroll sideways', async (width, colorScheme) => {
    const console = await open({ viewport: { width, height: 800 }, colorScheme });
    const { page } = console;
    const isPhone = width <= 760;
    const show = async (side: string): Promise<void> => {
      if (isPhone) await page.getByRole('group', { name: 'Side' }).getByRole('button', { name: side }).click();
    };
    await button(page, 'Start a conversation').waitFor();
    await expectNoFindings(console);
    await start(page);
    await say(page, 'visitor', 'A long word: '.padEnd(300, 'x'));
    await show('Agent');
    await expectNoFindings(console);
    await button(page, 'Log in as an agent').click();
    await button(page, 'Accept').click();
    await page.getByPlaceholder('Write as Ada').waitFor();
    await button(page, 'Card…').click();
    await expectNoFindings(console);
    await button(page, 'Send the card').click();
    await expectNoFindings(console);
    await show('Visitor');
    await expectNoFindings(console);
    await expectSoon(() => agentChat(page).isVisible()).toBe(!isPhone);
    await page.evaluate(() =>
      fetch('/__admin/clock/advance', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"by":"1h"}',
      }),
    );
    await button(page, 'Renew the token and reconnect').waitFor();
    await expectNoFindings(console);
  });
});
