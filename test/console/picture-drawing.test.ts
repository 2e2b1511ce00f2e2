import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../mock-server/console/admin-api.ts';
import { byCause } from '../../mock-server/console/picture/by-cause.ts';
import type { Drawn } from '../../mock-server/console/picture/drawn.ts';
import { asSvgFile } from '../../mock-server/console/picture/drawn.ts';
import { INKS } from '../../mock-server/console/picture/ink.ts';
import type { PictureOptions } from '../../mock-server/console/picture/picture.ts';
import { drawPicture } from '../../mock-server/console/picture/picture.ts';
import { saidIn, saidInFrame } from '../../mock-server/console/picture/said.ts';
import { partsOf } from '../../mock-server/console/picture/sheets.ts';
import type { CallStep, Step } from '../../mock-server/console/picture/step.ts';
import { isCall, lanesOf } from '../../mock-server/console/picture/step.ts';
import { stepsOf } from '../../mock-server/console/picture/steps.ts';
import { rowsOf, subjectsOf } from '../../mock-server/console/picture/subjects.ts';
import { estimateWidth, fitted, wrapped } from '../../mock-server/console/picture/text-width.ts';
import { isRoomFor } from '../../mock-server/console/picture/wide.ts';
import { titleOf } from '../../mock-server/console/picture/title.ts';
import type { Rows } from '../../mock-server/console/rows.ts';
import { createRows } from '../../mock-server/console/rows.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { playStory, STORY_ACCOUNT } from './shown-story.ts';

const OPTIONS: PictureOptions = {
  title: 'A title',
  subject: 'Account 12345678 · mock time, UTC',
  ink: 'paper',
  format: '16:9',
  hasAnswers: true,
  hasTimes: true,
  hasReasons: true,
  measure: estimateWidth,
};

/** What a console would have heard of the mock. */
function rowsOfMock(mock: Mock): Rows {
  const rows = createRows();
  for (const entry of mock.journal.find()) rows.addEntry(entry);
  return rows;
}

async function story(): Promise<Rows> {
  const mock = createMock({ seed: 'picture' });
  await playStory(mock);
  const rows = rowsOfMock(mock);
  const fromMs = Date.parse('2026-11-25T14:36:56Z');
  const change = { id: 1, verb: 'clock.advance', accountId: undefined, isFrozen: true } as const;
  rows.addChange({ ...change, afterEntry: 5, fromMs, atMs: fromMs + 3_600_000 });
  return rows;
}

const elementsOf = (picture: Drawn): Drawn[] => [
  picture,
  ...picture.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child))),
];
const wordsIn = ({ children }: Drawn): string =>
  children.map((child) => (typeof child === 'string' ? child : '')).join('');
const textsOf = (picture: Drawn): string[] =>
  elementsOf(picture)
    .filter(({ tag }) => tag === 'text')
    .map(wordsIn);
const outline = (step: Step): string =>
  isCall(step) ? `${step.from} > ${step.to}: ${step.words}${step.trouble === undefined ? '' : ' !'}` : step.band;

describe('The steps of a picture', () => {
  it('say who asks whom for what, and where the clock was moved', async () => {
    const steps = stepsOf((await story()).all());
    expect(steps.map(outline)).toEqual([
      'client > csds: Where are my services?',
      'client > sentinel: client_id and secret',
      'client > idp: Who is John_Doe?',
      'client > send-api: Open a conversation',
      'client > send-api: Send to a conversation',
      'Clock moved +1 h',
      'client > send-api: Send to a conversation !',
      'client > sentinel: client_id and secret',
      'client > send-api: Send to a conversation',
    ]);
    expect(lanesOf(steps)).toEqual(['client', 'csds', 'sentinel', 'idp', 'send-api']);
    expect(titleOf(steps)).toBe('What happens when an AppJWT runs out');
  });

  it('have the tokens as they were then, and the reason in short', async () => {
    const steps = stepsOf((await story()).all()).filter(isCall);
    const refused = steps.find(({ trouble }) => trouble !== undefined);
    expect(refused?.trouble).toEqual({ isFault: false, code: '401', why: 'the AppJWT expired 312 s before' });
    expect(refused?.presented.map(({ kind, isOver }) => [kind, isOver])).toEqual([['AppJWT', true]]);
    expect(steps[1]?.issued.map(({ kind, id }) => [kind, id.length])).toEqual([['AppJWT', 4]]);
    expect(steps[4]?.presented[0]).toMatchObject({ kind: 'AppJWT', isOver: false });
  });

  it('tell what was said where that is kept', async () => {
    const rows = await story();
    const steps = stepsOf(rows.all(), (id) => (id === 5 ? { text: 'Hello!', sequence: 0 } : undefined)).filter(isCall);
    expect([steps[4]?.words, steps[4]?.answer]).toEqual(['“Hello!”', 'sequence 0']);
  });

  it('put a visitor and an agent in lanes of their own', async () => {
    const mock = createMock();
    await ask(mock, { target: `/api/account/${STORY_ACCOUNT}/service/baseURI.json?version=1.0` });
    await post(mock, `/api/account/${STORY_ACCOUNT}/anonymous/authorize`);
    const steps = stepsOf(rowsOfMock(mock).all());
    expect(steps.map(outline)).toEqual(['visitor > csds: Where are my services?', 'visitor > idp: I am a visitor']);
    await post(mock, `/api/account/${STORY_ACCOUNT}/login?v=1.3`, { username: 'a', password: 'b' });
    expect(lanesOf(stepsOf(rowsOfMock(mock).all()))).toEqual(['visitor', 'agent', 'csds', 'idp', 'agent-vep']);
  });

  it('have a call that the mock does not have, with its reason', async () => {
    const mock = createMock();
    await post(mock, '/nowhere');
    const [step] = stepsOf(rowsOfMock(mock).all()) as CallStep[];
    expect(step).toMatchObject({ to: 'unknown', words: 'POST /nowhere', trouble: { code: '404' } });
  });
});

describe('The frames of a socket in a picture', () => {
  it('are asked and answered, sent unasked in one line, and closed with a reason', async () => {
    const mock = createMock();
    await post(mock, `/api/account/${STORY_ACCOUNT}/anonymous/authorize`);
    const [first] = mock.journal.find();
    const rows = createRows();
    const add = (method: string, type: string | undefined, outcome: number, isRefused = false): void => {
      const reason: JournalEntry['reason'] = { slug: 'lp-jwt-expired', sentence: 'the LP_JWT expired' };
      rows.addEntry({
        ...(first as NonNullable<typeof first>),
        id: rows.all().flatMap(({ frames }) => frames).length + 1,
        method,
        endpointId: 'ums.consumer',
        tokens: [],
        outcome,
        frame: { socket: 's', type },
        ...(isRefused ? { verdict: 'refused', reason } : {}),
      });
    };
    add('RECEIVE', '.ams.ms.PublishEvent', 200);
    for (let turn = 0; turn < 3; turn += 1) add('SEND', 'ms.MessagingEventNotification', 200);
    add('RECEIVE', 'x.Unknown', 400);
    add('CLOSE', undefined, 4407, true);
    const steps = stepsOf(rows.all()) as CallStep[];
    expect(steps.map((step) => [step.words, step.isUnasked, step.trouble?.code])).toEqual([
      ['Publish an event', undefined, undefined],
      ['an event × 3', true, undefined],
      ['x.Unknown', undefined, '400'],
      ['closed with 4407', true, 'closed with 4407'],
    ]);
    for (const format of ['16:9', 'tall'] as const) {
      const texts = textsOf(drawPicture(steps, { ...OPTIONS, format })).join(' ');
      expect(texts).toContain('closed with 4407 · the LP_JWT expired');
    }
  });
});

describe('The frames of two sockets in a picture', () => {
  /** An echoing agent's conversation, at a clock that stands still. */
  async function talk(): Promise<Mock> {
    const mock = createMock({ seed: 'frames', agent: 'echo', capture: true });
    mock.clock.freeze('2026-11-25T12:00:00Z');
    const consumer = await mock.consumer({ accountId: STORY_ACCOUNT });
    await consumer.requestConversation();
    await consumer.say('Hello!');
    await consumer.nextMessage();
    consumer.disconnect();
    return mock;
  }

  it('come behind what asked for them, although the journal notes them before', async () => {
    const entries = (await talk()).journal.find();
    const typesOf = (list: readonly JournalEntry[]): string[] =>
      list.map(({ method, frame }) => `${method} ${String(frame?.type)}`);
    const asked = 'RECEIVE cqm.SubscribeExConversations';
    const told = 'SEND cqm.ExConversationChangeNotification';
    const before = typesOf(entries);
    expect(before.indexOf(told)).toBeLessThan(before.indexOf(asked));
    const after = typesOf(byCause(entries));
    expect(after.slice(after.indexOf(asked)).slice(0, 2)).toEqual([asked, told]);
    expect(after.indexOf(told)).toBeGreaterThan(after.indexOf(asked));
    expect([...after].sort()).toEqual([...before].sort());
  });

  it('are named by what was said in them, receipts apart', () => {
    const body = (value: object): { text: string } => ({ text: JSON.stringify(value) });
    const said = (frame: object): object => saidInFrame({ realMs: 0, frame });
    const event = { type: 'ContentEvent', message: 'Hi' };
    expect(
      said({ received: body({ body: { dialogId: 'c1', event } }), sent: body({ body: { sequence: 1 } }) }),
    ).toEqual({ conversation: 'c1', text: 'Hi' });
    expect(said({ sent: body({ body: { changes: [{ dialogId: 'c1', event }] } }) })).toMatchObject({ text: 'Hi' });
    const typing = { type: 'ChatStateEvent', chatState: 'COMPOSING' };
    expect(said({ sent: body({ body: { dialogId: 'c1', event: typing } }) })).toEqual({
      conversation: 'c1',
      text: 'typing',
      isReceipt: true,
    });
    expect(said({ sent: { text: 'null' } })).toEqual({});
    expect(said({ sent: { text: '{"body":{"changes":[null]}' } })).toEqual({});
  });

  it('end with the name of the token that expired, its code once in words', async () => {
    const mock = await talk();
    const entries = mock.journal.find();
    const opened = entries.find(({ tokens }) => tokens.some(({ kind }) => kind === 'LP_JWT'));
    const [token] = opened?.tokens.filter(({ kind }) => kind === 'LP_JWT') ?? [];
    const rows = rowsOfMock(mock);
    const last = entries.findLast(({ frame }) => frame !== undefined);
    const reason = { slug: 'lp-jwt-expired', sentence: 'the LP_JWT expired while the socket was open' } as const;
    rows.addEntry({
      ...(last as JournalEntry),
      id: 1000,
      method: 'CLOSE',
      outcome: 4407,
      verdict: 'refused',
      reason,
      tokens: [],
    });
    const steps = stepsOf(rows.all());
    const end = steps.at(-1) as CallStep;
    expect(end.trouble?.why).toMatch(
      new RegExp(
        `^the LP_JWT ${String(token?.id).slice(0, 4)} \\(12:00:00 to \\d\\d:\\d\\d:00\\) expired while the socket was open$`,
      ),
    );
    expect(titleOf(steps)).toBe('What happens when an LP_JWT runs out');
    const words = String(drawPicture(steps, OPTIONS).attributes['aria-label']);
    expect(words.match(/closed with 4407/g)).toHaveLength(1);
  });
});

describe('The subjects of a picture', () => {
  it('have neither look-ups nor changes of what is not theirs', async () => {
    const rows = await story();
    const mock = createMock();
    await post(mock, `/api/account/${STORY_ACCOUNT}/anonymous/authorize`);
    for (const entry of mock.journal.find()) rows.addEntry({ ...entry, id: 100 });
    const visitor = subjectsOf(rows.all(), () => undefined).find(({ id }) => id.startsWith('visitor-'));
    expect(rowsOf(rows.all(), String(visitor?.id), () => undefined).map(({ id }) => id)).toEqual(['100']);
  });

  it('are accounts, conversations and consumers, each with what led to it', async () => {
    const rows = await story();
    const mock = createMock();
    await post(mock, '/sentinel/api/account/87654321/app/token?v=1.0');
    for (const entry of mock.journal.find()) rows.addEntry({ ...entry, id: 100 });
    const find = (id: number): { conversation: string } | undefined =>
      [4, 5, 8].includes(id) ? { conversation: 'c1' } : undefined;
    expect(subjectsOf(rows.all(), find).map(({ id }) => id)).toEqual([
      'all',
      'account-87654321',
      `account-${STORY_ACCOUNT}`,
      'conversation-c1',
      'consumer-John_Doe',
    ]);
    const idsOf = (subject: string): string[] => rowsOf(rows.all(), subject, find).map(({ id }) => id);
    expect(idsOf(`account-${STORY_ACCOUNT}`)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', 'c1']);
    expect(idsOf('consumer-John_Doe')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', 'c1']);
    expect(idsOf('conversation-c1')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', 'c1']);
    const ofOther = (id: number): { conversation: string } | undefined =>
      id === 6 ? { conversation: 'c2' } : find(id);
    expect(rowsOf(rows.all(), 'conversation-c1', ofOther).map(({ id }) => id)).not.toContain('6');
    expect(idsOf('account-87654321')).toEqual(['100']);
    expect(idsOf('conversation-none')).toEqual([]);
  });

  it('are all calls where one is of no account', async () => {
    const mock = createMock();
    await post(mock, '/nowhere');
    const rows = rowsOfMock(mock).all();
    expect(subjectsOf(rows, () => undefined)).toEqual([{ id: 'all', name: 'All calls' }]);
    expect(rowsOf(rows, 'all', () => undefined)).toHaveLength(1);
  });

  it('read a conversation from what was said, and nothing from what is odd', () => {
    const part = (
      text: string,
    ): { headers: []; body: { text: string; characters: 0; isCut: false; isUtf8: true } } => ({
      headers: [],
      body: { text, characters: 0, isCut: false, isUtf8: true },
    });
    const exchange = (asked: string, answered: string): Parameters<typeof saidIn>[0] => ({
      id: 1,
      realMs: 0,
      origin: '',
      request: { method: 'POST', target: '/', ...part(asked) },
      answer: { status: 200, ...part(answered) },
    });
    const send = '{"body":{"conversationId":"c1","event":{"message":"Hi"}}}';
    expect(saidIn(exchange(send, '{"body":{"sequence":3}}'))).toEqual({ conversation: 'c1', text: 'Hi', sequence: 3 });
    expect(saidIn(exchange('[]', '[{"body":{}},{"body":{"conversationId":"c2"}}]')).conversation).toBe('c2');
    const nothing = { conversation: undefined, text: undefined, sequence: undefined };
    for (const odd of ['', 'null', '{', '{"body":null}', '[[]]', '{"body":{"event":7,"conversationId":{}}}'])
      expect(saidIn(exchange(odd, odd))).toEqual(nothing);
  });
});

describe('A picture', () => {
  it('is a slide of 16:9 or 4:3 on which everything has room', async () => {
    const steps = stepsOf((await story()).all());
    for (const [format, ratio] of [
      ['16:9', 16 / 9],
      ['4:3', 4 / 3],
    ] as const) {
      const { attributes } = drawPicture(steps, { ...OPTIONS, format });
      expect(Number(attributes['width']) / Number(attributes['height'])).toBeCloseTo(ratio, 2);
    }
  });

  it.each(['16:9', '4:3', 'tall', 'strip'] as const)('draws nothing beyond its edges, as %s', async (format) => {
    const picture = drawPicture(stepsOf((await story()).all()), { ...OPTIONS, format });
    const [width, height] = [Number(picture.attributes['width']), Number(picture.attributes['height'])];
    for (const text of elementsOf(picture).filter(({ tag }) => tag === 'text')) {
      const { attributes } = text;
      const words = wordsIn(text);
      const font = `${String(attributes['font-weight'] ?? 400)} ${String(attributes['font-size'])}px`;
      const long = estimateWidth(words, font);
      const shift = { middle: long / 2, end: long }[String(attributes['text-anchor'])] ?? 0;
      const left = Number(attributes['x']) - shift;
      expect({ words, isInside: left >= 0 && left + long <= width + 1 }).toEqual({ words, isInside: true });
      expect(Number(attributes['y'])).toBeLessThan(height);
      expect(Number(attributes['font-size'])).toBeGreaterThanOrEqual(11);
    }
  });

  it('shows a refusal with its reason, the clock across all lanes, the legend and where it comes from', async () => {
    const texts = textsOf(drawPicture(stepsOf((await story()).all()), OPTIONS));
    for (const words of [
      'A title',
      '401 · the AppJWT expired 312 s before',
      'Clock moved +1 h',
      '14:36:56 → 15:36:56',
      'AppJWT',
      'ConsumerJWS',
      'expired',
      'Recorded with lp-auth-mock; not LivePerson’s service',
    ])
      expect(texts).toContain(words);
  });

  it.each(['16:9', 'tall'] as const)('leaves out times, answers and reasons when asked to, as %s', async (format) => {
    const steps = stepsOf((await story()).all());
    const texts = (changed: Partial<PictureOptions>): string[] =>
      textsOf(drawPicture(steps, { ...OPTIONS, format, ...changed }));
    expect(texts({})).toContain('14:36:52');
    expect(texts({ hasTimes: false })).not.toContain('14:36:52');
    expect(texts({})).toContain('hosts');
    expect(texts({ hasAnswers: false })).not.toContain('hosts');
    const short = texts({ hasAnswers: false, hasReasons: false });
    expect(short).toContain('401');
    expect(short.join()).not.toContain('312 s');
  });

  it('stands alone as a file: attributes only, nothing from elsewhere, whatever was sent as text', async () => {
    const mock = createMock();
    await post(mock, '/<script>alert(1)</script>"&\u202e\u0000\ud800');
    const file = asSvgFile(drawPicture(stepsOf(rowsOfMock(mock).all()), { ...OPTIONS, title: '<b>&"\u202e' }));
    expect(file).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(file).not.toMatch(/<script|<style|\b(?:class|style|href|src)=|url\(|@import/);
    expect(file).toContain('&lt;b&gt;&amp;');
    expect(file).toContain('U+202E');
    expect(file).not.toMatch(/[\u0000-\u0008\u202e\p{Surrogate}]/u);
    expect(file.replace('http://www.w3.org/2000/svg', '')).not.toContain('http');
  });

  it('has the colours of the page', () => {
    const css = readFileSync(new URL('../../mock-server/console/tokens.css', import.meta.url), 'utf8');
    const pairs = new Map(
      Array.from(css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g), ([, name = '', light, dark]) => [
        name,
        [light, dark],
      ]),
    );
    const { paper, night } = INKS;
    for (const name of ['text', 'dim', 'refused', 'fault'] as const)
      expect([name, [paper[name], night[name]]]).toEqual([name, pairs.get(name)]);
    expect([paper.refusedGround, night.refusedGround]).toEqual(pairs.get('refused-tint'));
    expect([paper.clockGround, night.clockGround]).toEqual(pairs.get('clock-bg'));
    for (const [look, colour] of Object.entries(paper.tokens))
      expect([look, [colour, night.tokens[look]]]).toEqual([look, pairs.get(look)]);
  });
});

describe('The sheets of a picture', () => {
  const call: CallStep = { atMs: 0, from: 'client', to: 'idp', words: '', presented: [], answer: '', issued: [] };
  const fits = (steps: readonly Step[]): boolean => isRoomFor(steps, OPTIONS);
  const calls = (count: number): Step[] => Array.from({ length: count }, () => call);

  it('are one up to 14 calls, then more, with a choice of part', () => {
    expect(partsOf(calls(14), fits).map(({ name, sheets }) => [name, sheets.length])).toEqual([['All 14 calls', 1]]);
    expect(partsOf(calls(20), fits).map(({ name, sheets }) => [name, sheets.map(({ length }) => length)])).toEqual([
      ['All 20 calls', [14, 6]],
      ['Calls 1 to 14', [14]],
      ['Calls 15 to 20', [6]],
    ]);
  });

  it('begin with the last calls where there are many, and do not offer hundreds', () => {
    const parts = partsOf(calls(10_000), fits);
    expect(parts[0].name).toBe('The last 14 calls');
    expect(parts[0].sheets.map(({ length }) => length)).toEqual([14]);
    expect(parts.length).toBeLessThan(40);
  });

  it('can begin with a change of the clock or a refusal', () => {
    const band: Step = { band: 'Clock moved', moved: undefined };
    const refused: Step = { ...call, trouble: { isFault: false, code: '401', why: undefined } };
    const parts = partsOf([...calls(2), band, ...calls(1), refused], fits);
    expect(parts.map(({ id, sheets }) => [id, sheets[0]?.length])).toEqual([
      ['all', 5],
      ['from-change', 3],
      ['from-refusal', 1],
    ]);
    expect(partsOf([call, band], fits).map(({ id }) => id)).toEqual(['all']);
  });
});

describe('Text in a picture', () => {
  it('is cut and wrapped to the room it has', () => {
    const measure = (text: string): number => text.length * 10;
    expect(fitted('Hello world', 200, '14px', measure)).toBe('Hello world');
    expect(fitted('Hello world', 80, '14px', measure)).toBe('Hello w…');
    expect(fitted('Hello', 0, '14px', measure)).toBe('…');
    expect(wrapped('one two three four', 80, 2, '14px', measure)).toEqual(['one two', 'three f…']);
    expect(wrapped('one', 80, 2, '14px', measure)).toEqual(['one']);
  });
});
