import { describe, expect, it } from '@jest/globals';
import {
  bothEvents,
  CHANGE,
  changeNotRetained,
  contentAlone,
  openQueue,
  TO_CHANGE,
  TO_CONTENT,
} from './queue-scene.ts';

describe('The delivery that an app which fails is tried with', () => {
  it('keeps its time when another is given up that was under way when the app began to fail', async () => {
    const { owe, sent, answer, told, advance } = openQueue(bothEvents(1, 4));
    owe(1, 'a');
    advance(3);
    owe(2, 'b');
    await answer(2, 'refused');
    advance(0.5);
    await answer(1, 'refused');
    sent();
    expect(told()).toEqual(['2: attempt 1 retrying until 5 s', '1: attempt 1 dropped']);
    advance(1.5);
    expect(sent()).toEqual([`2 ${TO_CONTENT}`]);
  });

  it('keeps its time when older ones are given up for want of memory', async () => {
    const { queue, owe, sent, answer, advance } = openQueue(bothEvents(1, 600));
    owe(1, 'a');
    owe(2, 'b');
    await answer(2, 'refused');
    await answer(1, 'refused');
    expect(queue.dropOlderHalf()).toBe(1);
    sent();
    advance(2);
    expect(sent()).toEqual([`2 ${TO_CONTENT}`]);
  });

  it('keeps its time when one is given up that is not retained', async () => {
    const { owe, sent, answer, told, advance, install } = openQueue(changeNotRetained(600));
    owe(1, 'a');
    await answer(1, 'refused');
    owe(2, 'a', CHANGE);
    owe(3, 'a', CHANGE);
    install(contentAlone(600));
    await answer(2);
    sent();
    expect(told().slice(1)).toEqual(['2: attempt 1 delivered', '3: attempt 0 dropped']);
    advance(2);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
  });

  it('is one that is retained, though older ones are not', async () => {
    const { queue, owe, sent, answer, advance } = openQueue(changeNotRetained(600));
    owe(1, 'a', CHANGE);
    owe(2, 'a');
    owe(3, 'b');
    await answer(2, 'refused');
    await answer(3, 'refused');
    owe(4, 'c');
    expect(queue.dropOlderHalf()).toBe(2);
    sent();
    await answer(1);
    expect(sent()).toEqual([]);
    advance(8);
    expect(sent()).toEqual([`4 ${TO_CONTENT}`]);
  });

  it('leaves alone what is under way, though it waited too long, and what is not retained', async () => {
    const { queue, owe, is, answer, told, advance, install } = openQueue(changeNotRetained(4));
    owe(1, 'a');
    owe(2, 'b');
    await answer(2, 'refused');
    is.held = true;
    owe(3, 'a', CHANGE);
    owe(4, 'a', CHANGE);
    install(contentAlone(4));
    advance(5);
    told();
    expect(queue.dropOlderHalf()).toBe(2);
    expect(told()).toEqual(['2: attempt 1 dropped', '3: attempt 0 dropped']);
    await answer(1);
    expect([told(), queue.count()]).toEqual([['1: attempt 1 delivered'], 1]);
  });

  it.each([
    ['switched off', undefined],
    ['installed otherwise', { [CHANGE]: { endpoint: TO_CHANGE } }],
  ] as const)('takes all others with it when it is given up and the app is %s by then', async (_, webhooks) => {
    const { queue, owe, answer, whole, told, install } = openQueue(bothEvents(1, 600));
    owe(1, 'a');
    await answer(1, 'refused');
    owe(2, 'b');
    install(webhooks);
    told();
    expect(queue.dropOlderHalf()).toBe(1);
    expect([told(), queue.count()]).toEqual([['1: attempt 1 dropped', '2: attempt 0 dropped'], 0]);
    expect(whole.at(-1)).toMatchObject({
      url: '',
      result: { reason: 'the installation has no endpoint for it any more' },
    });
  });
});
