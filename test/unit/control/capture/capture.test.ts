import { describe, expect, it } from '@jest/globals';
import type { CapturedExchange, CapturedFrame } from '../../../../mock-server/control/capture/captured-exchange.ts';
import type { SaidCall } from '../../../../mock-server/control/capture/capture.ts';
import { createCapture, MAX_BODY_BYTES } from '../../../../mock-server/control/capture/capture.ts';
import { createMemoryBudget } from '../../../../mock-server/memory/budget.ts';
import { tokenId } from '../../../../mock-server/tokens/token-id.ts';
import type { CallParts } from '../../../support/calls.ts';
import { callOf } from '../../../support/calls.ts';

const TOKEN = 'eyJo.w.n';
const ID = tokenId(TOKEN);

function open() {
  const memory = createMemoryBudget(100);
  const capture = createCapture(memory);
  /** What is kept of a call and its answer. */
  const keep = (parts: CallParts, more: Partial<SaidCall> = {}): CapturedExchange => {
    capture.record({
      id: 1,
      accountId: '100',
      call: callOf(parts),
      reply: { status: 200, headers: {}, body: '' },
      tokens: new Map(),
      secrets: ['of-the-account'],
      ...more,
    });
    return capture.exchange(more.id ?? 1) as CapturedExchange;
  };
  const keepFrame = (received: string | undefined, sent: string | undefined, id = 1): CapturedFrame => {
    const said = { accountId: '100', tokens: new Map(), secrets: [], origin: `http://x${'.'.repeat(400)}` };
    capture.recordFrame({ id, ...said, received, sent });
    return capture.exchange(id) as CapturedFrame;
  };
  return { capture, memory, keep, keepFrame };
}

const bodyOf = (text: string, more: object = {}): object => ({
  text,
  characters: text.length,
  isCut: false,
  isUtf8: true,
  ...more,
});

describe('The capture of a call', () => {
  it('has all that was said in it', () => {
    const { keep } = open();
    const reply = { status: 404, headers: { a: 'b' }, cookies: ['c=d', 'e=f'], body: 'no' };
    expect(keep({ method: 'POST', target: '/x?a=b&c=d', headers: { 'x-a': '1' }, body: 'hi' }, { reply })).toEqual({
      id: 1,
      realMs: expect.any(Number) as unknown,
      origin: 'http://localhost:4407',
      request: { method: 'POST', target: '/x?a=b&c=d', headers: [['x-a', '1']], body: bodyOf('hi') },
      answer: {
        status: 404,
        headers: [
          ['a', 'b'],
          ['set-cookie', '<not kept>'],
          ['set-cookie', '<not kept>'],
        ],
        body: bodyOf('no'),
      },
    });
    expect(keep({ target: '/x' }, { reply: { abort: 'timeout' } })).toMatchObject({
      request: { target: '/x', headers: [], body: bodyOf('') },
      answer: { abort: 'timeout' },
    });
  });

  it('has a secret of one part in no other', () => {
    const { keep } = open();
    const parts = { target: '/abcdefg', headers: { 'x-a': 'is abcdefg' }, body: 'it is abcdefg' };
    const reply = { status: 200, headers: { 'x-b': 'abcdefg', password: 'abcdefg' }, body: 'password=abcdefg' };
    const { request, answer } = keep(parts, { reply });
    expect([request.target, request.headers, request.body.text]).toEqual([
      '/<not kept>',
      [['x-a', 'is <not kept>']],
      'it is <not kept>',
    ]);
    expect(answer).toMatchObject({
      headers: [
        ['x-b', '<not kept>'],
        ['password', '<not kept>'],
      ],
      body: { text: 'password=<not kept>' },
    });
    const aborted = keep({ headers: { cookie: 'abcdefg' }, body: 'abcdefg' }, { reply: { abort: 'reset' } });
    expect([aborted.request.body.text, aborted.answer]).toEqual(['<not kept>', { abort: 'reset' }]);
    expect(keep({ headers: { cookie: 'abcdefg' } }).request.body).toEqual(bodyOf(''));
  });

  it('says whether its body was UTF-8', () => {
    const { keep } = open();
    const call = { ...callOf({ body: 'x' }), isBodyUtf8: false };
    expect(keep({}, { call }).request.body.isUtf8).toBe(false);
  });

  it.each([
    ['brand/abcdef', 'brand/<not kept>'],
    ['consumer/abcdef/more', 'consumer/<not kept>/more'],
    ['consumer/eyJa.b.c', 'consumer/<token not of this mock>'],
    ['consumer', 'consumer'],
    ['other/abcdef', 'other/abcdef'],
  ])('has no bearer of the path of a socket: %s', (path, kept) => {
    const { keep } = open();
    const base = '/ws_api/account/100/messaging/';
    expect(keep({ target: `${base}${path}` }).request.target).toBe(`${base}${kept}`);
    expect(keep({ target: `/x${base}${path}` }).request.target).toBe(
      `/x${base}${path.replace('eyJa.b.c', '<token not of this mock>')}`,
    );
  });

  it.each([
    ['x'.repeat(MAX_BODY_BYTES), MAX_BODY_BYTES, false],
    ['x'.repeat(MAX_BODY_BYTES + 1), MAX_BODY_BYTES, true],
    ['x'.repeat(MAX_BODY_BYTES + 1024), MAX_BODY_BYTES, true],
    ['x'.repeat(MAX_BODY_BYTES * 3), MAX_BODY_BYTES, true],
    ['é'.repeat(MAX_BODY_BYTES / 2), MAX_BODY_BYTES / 2, false],
    ['é'.repeat(MAX_BODY_BYTES / 2 + 1), MAX_BODY_BYTES / 2, true],
  ])('has 8 kB of a body', (body, characters, isCut) => {
    const { keep } = open();
    const kept = keep({ body }).request.body;
    expect([kept.text.length, kept.characters, kept.isCut]).toEqual([characters, body.length, isCut]);
  });

  it('has 4 kB of a target, 64 characters of a method, 300 of an origin, 100 of the name of a header', () => {
    const { keep } = open();
    const long = 'x '.repeat(3000);
    const { request, origin } = keep({ method: long, target: `/${long}`, origin: long, headers: { [long]: 'a' } });
    expect([request.method.length, request.target.length, origin.length]).toEqual([64, 4096, 300]);
    expect(request.headers.map(([name, value]) => [name.length, value])).toEqual([[100, 'a']]);
    expect(keep({ headers: { ['n'.repeat(100)]: 'a' } }).request.headers[0]?.[0]).toHaveLength(100);
  });

  it('has 8 kB of headers, of which the last is cut', () => {
    const { keep } = open();
    const half = 'x '.repeat(2048).slice(0, 4095);
    const lengths = (headers: Record<string, string>): number[] =>
      keep({ headers }).request.headers.map(([, value]) => value.length);
    expect(lengths({ a: half, b: half, c: 'more' })).toEqual([4095, 4095]);
    expect(lengths({ a: half, b: half.slice(1), c: 'more' })).toEqual([4095, 4094, 1]);
    expect(lengths({ a: half, b: `${half}${half}`, c: 'more' })).toEqual([4095, 4096]);
    expect(lengths({ a: half, b: half.slice(9), c: '', d: 'more' })).toEqual([4095, 4086, 0, 4]);
  });
});

describe('The capture of a frame', () => {
  it('has what either side said, without the secrets of both', () => {
    const { keepFrame } = open();
    expect(keepFrame('hello', undefined)).toEqual({
      id: 1,
      realMs: expect.any(Number) as unknown,
      origin: `http://x${'.'.repeat(292)}`,
      frame: { received: bodyOf('hello'), sent: undefined },
    });
    expect(keepFrame(undefined, 'hi').frame).toEqual({ received: undefined, sent: bodyOf('hi') });
    const told = keepFrame('it is abcdefg', '{"password":"abcdefg"}').frame;
    expect([told.received?.text, told.sent?.text]).toEqual(['it is <not kept>', '{"password":"<not kept>"}']);
    expect(keepFrame('password=abcdefg', undefined).frame.sent).toBeUndefined();
    expect(keepFrame(undefined, 'password=abcdefg').frame.received).toBeUndefined();
  });
});

describe('A token that the mock gave out', () => {
  it('is found by its id, and named by it where it is said', () => {
    const { capture, keep } = open();
    capture.keepToken(TOKEN, { aud: 'acc:100', azp: 'app', scope: 'msg.consumer' });
    const { request } = keep({ body: `mine is ${TOKEN}` });
    expect([capture.token(ID), capture.token('x')]).toEqual([TOKEN, undefined]);
    expect(request.body.text).toMatch(new RegExp(`^mine is <\\w+ ${ID}>$`));
    const long = `eyJ${'x'.repeat(4093)}`;
    for (const token of [long, `${long}x`]) capture.keepToken(token, { aud: '100' });
    expect([capture.token(tokenId(long)), capture.token(tokenId(`${long}x`))]).toEqual([long, undefined]);
  });

  it.each<[Record<string, unknown>, goes: boolean]>([
    [{ aud: '100' }, true],
    [{ aud: 'acc:100' }, true],
    [{ aud: '200', account_id: '100' }, true],
    [{ aud: '100', account_id: '200' }, false],
    [{ aud: ['100'] }, false],
    [{ aud: 'x-acc:100' }, false],
  ])('goes with the account that its claims name: %j', (claims, goes) => {
    const { capture } = open();
    capture.keepToken(TOKEN, claims);
    capture.clear('100');
    expect(capture.token(ID)).toBe(goes ? undefined : TOKEN);
    capture.clear();
    expect(capture.token(ID)).toBeUndefined();
  });
});

describe('What is kept', () => {
  it('goes with its account, or as a whole', () => {
    const { capture, keep, memory } = open();
    keep({ body: 'x' }, { id: 1 });
    keep({ body: 'x' }, { id: 2, accountId: '200' });
    capture.clear('100');
    expect([capture.exchange(1), capture.exchange(2)?.id]).toEqual([undefined, 2]);
    capture.clear();
    expect([capture.exchange(2), memory.keptBytes()]).toEqual([undefined, 0]);
  });

  it('is counted by its texts', () => {
    const bytesOf = (parts: CallParts, more?: Partial<SaidCall>): number => {
      const { keep, memory } = open();
      keep(parts, more);
      return memory.keptBytes();
    };
    const empty = bytesOf({ target: '/x' });
    expect(empty).toBeGreaterThan(1200);
    const reply = { status: 200, headers: {}, body: 'x'.repeat(1000) };
    for (const larger of [
      bytesOf({ target: `/${'x '.repeat(500)}` }),
      bytesOf({ target: '/x', body: 'x '.repeat(500) }),
      bytesOf({ target: '/x', headers: { a: 'x '.repeat(500) } }),
      bytesOf({ target: '/x' }, { reply }),
    ])
      expect([larger - empty > 900, larger - empty < 2500]).toEqual([true, true]);
    const gone = bytesOf({ target: '/x' }, { reply: { abort: 'reset' } });
    expect(gone).toBeLessThanOrEqual(empty);
    const { keepFrame, memory } = open();
    keepFrame('x'.repeat(1000), 'x'.repeat(1000));
    expect(memory.keptBytes()).toBeGreaterThan(2300);
  });
});
