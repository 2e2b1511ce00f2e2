import { describe, expect, it } from '@jest/globals';
import type { QueueScene } from './queue-scene.ts';
import { bothEvents, CHANGE, changeNotRetained, openQueue, TO_CHANGE, TO_CONTENT } from './queue-scene.ts';

const OVER = 'its retention was over before the app took anything again (retry.retention_time)';
const DISABLED =
  'the endpoint was disabled: each attempt of two minutes took over 1000 ms (webhooks.slowMs); ' +
  'install it again, or resume the webhooks';

/** Refuses a delivery that is tried each time that it is due, from now on, after so many seconds each. */
async function refuseAfter({ answer, advance }: QueueScene, id: number, ...gaps: readonly number[]): Promise<void> {
  await answer(id, 'refused');
  for (const gap of gaps) {
    advance(gap);
    await answer(id, 'refused');
  }
}

describe('An app whose deliveries are retained, and which fails', () => {
  it('is tried with one delivery at growing gaps, and with all that waits once it has taken that', async () => {
    const scene = openQueue(bothEvents(1, 600));
    const { queue, owe, sent, answer, told, advance } = scene;
    owe(1);
    await answer(1, 'refused');
    owe(2);
    owe(3, 'd', CHANGE);
    queue.resume();
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
    advance(1.999);
    expect(sent()).toEqual([]);
    advance(0.001);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
    await refuseAfter(scene, 1, 4);
    advance(8);
    sent();
    await answer(1);
    expect([sent().sort(), queue.count()]).toEqual([[`2 ${TO_CONTENT}`, `3 ${TO_CHANGE}`], 2]);
    await answer(3, 'refused');
    expect(told()).toEqual([
      '1: attempt 1 retrying until 2 s',
      '1: attempt 2 retrying until 6 s',
      '1: attempt 3 retrying until 14 s',
      '1: attempt 4 delivered',
      '3: attempt 1 retrying until 16 s',
    ]);
  });

  it('is not tried while it is held, though its time has come, but at once when that ends', async () => {
    const { queue, owe, sent, answer, is, advance } = openQueue(bothEvents(1, 600));
    owe(1);
    await answer(1, 'refused');
    sent();
    is.held = true;
    advance(60);
    expect(sent()).toEqual([]);
    is.held = false;
    queue.resume();
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
  });

  it('neither fails more nor gets well by others that were under way when it began to fail', async () => {
    const { owe, sent, answer, told, advance } = openQueue(bothEvents(1, 600));
    for (const [index, conversation] of ['a', 'b', 'c'].entries()) owe(index + 1, conversation);
    owe(4);
    await answer(1, 'refused');
    advance(1);
    await answer(2, 'refused');
    await answer(3);
    sent();
    expect(told()).toEqual([
      '1: attempt 1 retrying until 2 s',
      '2: attempt 1 retrying until 3 s',
      '3: attempt 1 delivered',
    ]);
    advance(1);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
    await answer(1);
    expect(sent().sort()).toEqual([`2 ${TO_CONTENT}`, `4 ${TO_CONTENT}`]);
  });

  it('is tried up to the last moment of the retention', async () => {
    const scene = openQueue(bothEvents(1, 6));
    const { queue, owe, told } = scene;
    owe(1);
    await refuseAfter(scene, 1, 2, 4);
    expect([told(), queue.count()]).toEqual([
      ['1: attempt 1 retrying until 2 s', '1: attempt 2 retrying until 6 s', '1: attempt 3 dropped'],
      0,
    ]);
    owe(2);
    await scene.answer(2, 'refused');
    expect(told()).toEqual(['2: attempt 1 retrying until 8 s']);
  });

  it('gives up what waited too long when its turn comes, and not before', async () => {
    const scene = openQueue(changeNotRetained(10));
    const { queue, owe, sent, answer, told, whole, advance } = scene;
    for (const [index, conversation] of ['a', 'b'].entries()) owe(index + 1, conversation);
    await answer(1, 'refused');
    await answer(2, 'refused');
    advance(2);
    await answer(1, 'refused');
    owe(3, 'b');
    advance(4);
    owe(4, 'c');
    told();
    sent();
    // The next attempt at 1 would come after its retention: another is tried in its place, the oldest that waits.
    await answer(1, 'refused');
    expect([told(), queue.count()]).toEqual([['1: attempt 3 dropped'], 3]);
    advance(6);
    owe(5, 'd', CHANGE);
    await answer(5);
    expect([told(), sent()]).toEqual([['5: attempt 1 delivered'], [`5 ${TO_CHANGE}`]]);
    advance(1.999);
    expect(queue.count()).toBe(3);
    advance(0.001);
    expect([sent(), told(), queue.count()]).toEqual([[], ['2: attempt 1 dropped', '3: attempt 0 dropped'], 1]);
    expect(whole.slice(-2)).toMatchObject(
      [OVER, OVER].map((reason) => ({ url: TO_CONTENT, result: { reason, durationMs: 0, status: undefined } })),
    );
    advance(16);
    expect([sent(), told(), queue.count()]).toEqual([[], ['4: attempt 0 dropped'], 0]);
    owe(6);
    expect(sent()).toEqual([`6 ${TO_CONTENT}`]);
  });

  it('tries the oldest delivery that waits in the place of one that is given up, at the next gap', async () => {
    const scene = openQueue(bothEvents(1, 600));
    const { queue, owe, sent, answer, told, advance, is } = scene;
    owe(9, 'a');
    await answer(9, 'refused');
    for (const [id, conversation] of [
      [11, 'b'],
      [10, 'c'],
      [100, 'd'],
      [101, 'c'],
      [102, 'd'],
    ] as const)
      owe(id, conversation);
    told();
    sent();
    expect(queue.dropOlderHalf()).toBe(3);
    expect(told()).toEqual(['9: attempt 1 dropped', '10: attempt 0 dropped', '11: attempt 0 dropped']);
    advance(60);
    expect(sent()).toEqual([`100 ${TO_CONTENT}`]);
    is.held = true;
    await answer(100, 'refused');
    expect(told()).toEqual(['100: attempt 1 retrying until 92 s']);
  });

  it('is well again when nothing is left that could be tried', async () => {
    const { queue, owe, sent, answer, told } = openQueue(bothEvents(1, 600));
    owe(1);
    await answer(1, 'refused');
    expect(queue.dropOlderHalf()).toBe(1);
    owe(2);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`, `2 ${TO_CONTENT}`]);
    await answer(2, 'refused');
    expect(told().at(-1)).toBe('2: attempt 1 retrying until 2 s');
  });

  it('is tried with what is retained alone, though other deliveries wait as well', async () => {
    const scene = openQueue(changeNotRetained(600));
    const { queue, owe, sent, answer, is, advance } = scene;
    owe(1, 'a', CHANGE);
    owe(2, 'a');
    owe(3, 'b');
    await answer(2, 'refused');
    is.held = true;
    owe(4, 'a', CHANGE);
    owe(5, 'c', CHANGE);
    is.held = false;
    sent();
    await answer(1);
    expect(sent()).toEqual([`4 ${TO_CHANGE}`]);
    await answer(3);
    queue.resume();
    expect(sent()).toEqual([`5 ${TO_CHANGE}`]);
    advance(2);
    expect(sent()).toEqual([`2 ${TO_CONTENT}`]);
  });
});

describe('An endpoint that is too slow for two minutes', () => {
  it('gets nothing more until the webhooks are resumed, and each attempt says so', async () => {
    const { queue, owe, sent, answer, whole, advance, told } = openQueue(bothEvents());
    owe(1);
    await answer(1, 'taken', 1001);
    advance(120);
    owe(2);
    owe(3);
    owe(4, 'c', CHANGE);
    await answer(2, 'taken', 1001);
    expect(told()).toEqual(['1: attempt 1 delivered', '2: attempt 1 delivered', '3: attempt 0 dropped']);
    expect(whole.at(-1)).toMatchObject({ url: TO_CONTENT, result: { reason: DISABLED } });
    sent();
    await answer(4, 'taken', 1000);
    queue.resume();
    owe(5);
    expect(sent()).toEqual([`5 ${TO_CONTENT}`]);
  });

  it('is tried again once the app is installed anew', async () => {
    const { owe, sent, answer, advance, install } = openQueue(bothEvents());
    owe(1);
    await answer(1, 'taken', 1001);
    advance(120);
    owe(2);
    await answer(2, 'taken', 1001);
    sent();
    owe(3);
    install(bothEvents());
    owe(4);
    expect(sent()).toEqual([`4 ${TO_CONTENT}`]);
  });

  it('takes with it all that waits for it, and the app is well again', async () => {
    const scene = openQueue(bothEvents(1, 600));
    const { queue, owe, sent, answer, told, whole, advance } = scene;
    owe(1, 'a');
    await answer(1, 'refused', 1001);
    owe(2, 'a');
    owe(3, 'b');
    owe(4, 'b', CHANGE);
    for (const gap of [2, 4, 8, 16, 32, 64]) {
      expect(queue.count()).toBe(4);
      advance(gap);
      sent();
      await answer(1, 'refused', 1001);
    }
    expect([sent(), queue.count()]).toEqual([[`4 ${TO_CHANGE}`], 1]);
    expect(told().slice(-4)).toEqual([
      '1: attempt 7 retrying until 254 s',
      '1: attempt 7 dropped',
      '2: attempt 0 dropped',
      '3: attempt 0 dropped',
    ]);
    expect(whole.slice(-3).map(({ url, result }) => [url, result.reason])).toEqual(
      Array.from({ length: 3 }, () => [TO_CONTENT, DISABLED]),
    );
    advance(1000);
    expect(sent()).toEqual([]);
  });

  it('leaves an app that fails at another endpoint as it is', async () => {
    const { owe, sent, answer, told, advance } = openQueue(bothEvents(1, 600));
    owe(1, 'a', CHANGE);
    await answer(1, 'taken', 1001);
    advance(120);
    owe(2, 'a', CHANGE);
    owe(3, 'b');
    owe(4, 'c', CHANGE);
    owe(5, 'b');
    await answer(3, 'refused');
    await answer(2, 'taken', 1001);
    sent();
    told();
    await answer(4, 'taken');
    expect(sent()).toEqual([]);
    advance(2);
    expect(sent()).toEqual([`3 ${TO_CONTENT}`]);
  });
});
