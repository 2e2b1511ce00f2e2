import { describe, expect, it } from '@jest/globals';
import type { FrameKeeper } from '../../../../mock-server/adapters/worker/kept-frames.ts';
import { createFrameKeeper } from '../../../../mock-server/adapters/worker/kept-frames.ts';

const request = (type: unknown, id: unknown = '1', body: unknown = {}): string =>
  JSON.stringify({ kind: 'req', id, type, body });

const answer = (parts: object = {}): string => JSON.stringify({ kind: 'resp', reqId: '1', code: 200, ...parts });

/** A request, and whether its answer changed what is kept. */
function exchange(frames: FrameKeeper, sent: string, answered = answer()): boolean {
  frames.received(sent);
  return frames.answered(answered);
}

describe('the frames that a socket says again after its object has slept', () => {
  it.each([
    ['InitConnection', true],
    ['.ams.InitConnection', true],
    ['cqm.SubscribeExConversations', true],
    ['SubscribeRoutingTasks', true],
    ['ReInitConnection', false],
    ['InitConnections', false],
    ['cqm.Subscribe', false],
    ['cqm.ReSubscribeExConversations', false],
    ['cqm.SubscribeEx.Conversations', false],
    ['ms.PublishEvent', false],
    [5, false],
    [['InitConnection'], false],
  ])('are those that made it what it is: %s', (type, isKept) => {
    const frames = createFrameKeeper([]);
    expect(exchange(frames, request(type))).toBe(isKept);
    expect(frames.all()).toEqual(isKept ? [{ text: request(type) }] : []);
  });

  it.each<[string, string, boolean]>([
    ['a success', answer(), true],
    ['the last of the successes', answer({ code: 299 }), true],
    ['an answer without a code', answer({ code: undefined }), true],
    ['an answer to a number', answer({ reqId: 1 }), true],
    ['a refusal', answer({ code: 300 }), false],
    ['the answer to another request', answer({ reqId: '2' }), false],
    ['a notification', answer({ kind: 'notification' }), false],
    ['no object', '[]', false],
    ['no JSON', '{', false],
  ])('are kept with %s', (_, answered, isKept) => {
    const frames = createFrameKeeper([]);
    expect(exchange(frames, request('InitConnection'), answered)).toBe(isKept);
    expect(frames.all()).toHaveLength(isKept ? 1 : 0);
  });

  it('are kept once for each request', () => {
    const frames = createFrameKeeper([]);
    expect(frames.answered(answer())).toBe(false);
    frames.received(request('SubscribeA', '1'));
    frames.received(request('SubscribeB', '2'));
    expect([frames.answered(answer()), frames.answered(answer()), frames.answered(answer({ reqId: '2' }))]).toEqual([
      true,
      false,
      true,
    ]);
    exchange(frames, request('SubscribeC'), answer({ code: 400 }));
    expect(frames.answered(answer())).toBe(false);
    expect(frames.all()).toEqual([{ text: request('SubscribeA', '1') }, { text: request('SubscribeB', '2') }]);
  });

  it('have the id of the subscription that the mock answered with, if it is one', () => {
    const frames = createFrameKeeper([]);
    for (const body of [{ subscriptionId: 'sub-1' }, { subscriptionId: 5 }, ['sub-1'], undefined])
      exchange(frames, request('SubscribeA'), answer({ body }));
    const text = request('SubscribeA');
    expect(frames.all()).toStrictEqual([{ text, subscriptionId: 'sub-1' }, { text }, { text }, { text }]);
  });

  it.each([
    ['cqm.UnsubscribeExConversations', 'sub-1', 200, true],
    ['UnsubscribeRoutingTasks', 'sub-1', 200, true],
    ['cqm.UnsubscribeExConversations', 'sub-1', 404, false],
    ['cqm.Unsubscribe', 'sub-1', 200, false],
    ['cqm.UnsubscribeEx.Conversations', 'sub-1', 200, false],
    ['cqm.ReUnsubscribeExConversations', 'sub-1', 200, false],
  ])('go with their subscription: %s of %s that is answered %d', (type, subscriptionId, code, isGone) => {
    const earlier = Object.freeze([
      { text: 'init' },
      { text: 'one', subscriptionId: 'sub-1' },
      { text: 'two', subscriptionId: 'sub-2' },
    ]);
    const frames = createFrameKeeper(earlier);
    expect(frames.all()).toEqual(earlier);
    expect(exchange(frames, request(type, '1', { subscriptionId }), answer({ code }))).toBe(isGone);
    expect(frames.all()).toEqual(earlier.filter((frame) => !isGone || frame.subscriptionId !== 'sub-1'));
    expect(exchange(frames, request('SubscribeA'))).toBe(true);
    expect(earlier).toHaveLength(3);
  });

  it('are short ones', () => {
    const of = (length: number): string =>
      request('SubscribeA', '1', 'x'.repeat(length - request('SubscribeA', '1', '').length));
    expect([16_384, 16_385].map((length) => exchange(createFrameKeeper([]), of(length)))).toEqual([true, false]);
  });

  it('are no more than a socket may have', () => {
    const frames = createFrameKeeper(Array.from({ length: 1199 }, () => ({ text: 'x' })));
    expect([1, 2].map(() => exchange(frames, request('SubscribeA')))).toEqual([true, false]);
    expect(frames.all()).toHaveLength(1200);
  });

  it('wait for their answers, a thousand at most', () => {
    const frames = createFrameKeeper([]);
    for (let id = 1; id <= 1001; id += 1) frames.received(request('SubscribeA', id));
    expect([1000, 1001].map((reqId) => frames.answered(answer({ reqId })))).toEqual([true, false]);
  });

  it('are none of what cannot be read', () => {
    const frames = createFrameKeeper([]);
    for (const text of ['{', 'null', '"InitConnection"']) expect(exchange(frames, text)).toBe(false);
  });
});
