import { describe, expect, it } from '@jest/globals';
import { MAX_OWED } from '../../../mock-server/webhooks/app-queue.ts';
import {
  bothEvents,
  CHANGE,
  CONTENT,
  deliveryOf,
  openQueue,
  REFUSED,
  TAKEN,
  TO_CHANGE,
  TO_CONTENT,
} from './queue-scene.ts';

const withoutContent = { [CHANGE]: { endpoint: TO_CHANGE } };
const NEVER_TRIED = { status: undefined, durationMs: 0, headers: {} };

describe('What is owed to an app', () => {
  it('is sent to the endpoint of its event, and told of as it was answered', async () => {
    const { queue, owe, sent, answer, whole } = openQueue(bothEvents());
    owe(1);
    expect([sent(), queue.count(), whole]).toEqual([[`1 ${TO_CONTENT}`], 1, []]);
    await answer(1, 'taken', 7);
    expect([queue.count(), whole]).toEqual([
      0,
      [
        {
          delivery: deliveryOf(1, 'c', { attempts: 1 }),
          url: TO_CONTENT,
          result: { ...TAKEN, durationMs: 7 },
          fate: { state: 'delivered', nextAtMs: undefined },
        },
      ],
    ]);
  });

  it.each<[what: string, webhooks: ReturnType<typeof bothEvents> | undefined]>([
    ['is switched off', undefined],
    ['wants nothing', {}],
    ['wants other events', withoutContent],
  ])('is nothing where it %s', (_, webhooks) => {
    const { queue, owe, install, sent, whole } = openQueue(bothEvents());
    install(webhooks);
    owe(1);
    expect([sent(), queue.count(), whole]).toEqual([[], 0, []]);
  });

  it('waits while it is held, and goes out once it is resumed', () => {
    const { queue, owe, is, sent } = openQueue(bothEvents());
    is.held = true;
    owe(1);
    owe(2, 'd');
    queue.resume();
    expect([sent(), queue.count()]).toEqual([[], 2]);
    is.held = false;
    queue.resume();
    expect(sent()).toEqual([`1 ${TO_CONTENT}`, `2 ${TO_CONTENT}`]);
    queue.resume();
    expect(sent()).toEqual([]);
  });

  it('is forgotten with the account: the answer of an attempt that was under way is told to nobody', async () => {
    const { owe, is, sent, answer, whole } = openQueue(bothEvents(1));
    owe(1);
    owe(2);
    sent();
    is.gone = true;
    await answer(1, 'refused');
    expect([sent(), whole]).toEqual([[], []]);
  });

  it.each([
    ['installed otherwise', withoutContent],
    ['switched off', undefined],
  ])('is dropped without an attempt when the app was %s meanwhile', (_, webhooks) => {
    const { queue, owe, is, install, sent, whole } = openQueue(bothEvents());
    is.held = true;
    owe(1);
    owe(2);
    install(webhooks);
    is.held = false;
    queue.resume();
    const reason = 'the installation has no endpoint for it any more';
    expect([sent(), queue.count()]).toEqual([[], 0]);
    expect(whole).toEqual(
      [1, 2].map((id) => ({
        delivery: deliveryOf(id),
        url: '',
        result: { ...NEVER_TRIED, reason },
        fate: { state: 'dropped', nextAtMs: undefined },
      })),
    );
  });

  it('goes to the endpoint of now, which the attempt before need not have gone to', async () => {
    const { owe, sent, answer, install } = openQueue(bothEvents());
    owe(1);
    owe(2);
    install({ [CONTENT]: { endpoint: 'https://new.test/' } });
    await answer(1);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`, '2 https://new.test/']);
  });

  it('is tried 64 at a time to an endpoint, and the next one once one of them is answered', async () => {
    const { owe, sent, answer } = openQueue(bothEvents());
    for (let id = 1; id <= 66; id += 1) owe(id, `conversation ${String(id)}`);
    owe(67, 'c', CHANGE);
    expect(sent()).toEqual([
      ...Array.from({ length: 64 }, (_, index) => `${String(index + 1)} ${TO_CONTENT}`),
      `67 ${TO_CHANGE}`,
    ]);
    await answer(67);
    expect(sent()).toEqual([]);
    await answer(10);
    expect(sent()).toEqual([`65 ${TO_CONTENT}`]);
    await answer(11);
    expect(sent()).toEqual([`66 ${TO_CONTENT}`]);
  });
});

describe('The order of deliveries', () => {
  it('is that of a conversation to each endpoint on its own, where retries are counted', async () => {
    const { owe, sent, answer } = openQueue(bothEvents());
    owe(1);
    owe(2);
    owe(3, 'c', CHANGE);
    owe(4, 'd');
    expect(sent()).toEqual([`1 ${TO_CONTENT}`, `3 ${TO_CHANGE}`, `4 ${TO_CONTENT}`]);
    await answer(1);
    expect(sent()).toEqual([`2 ${TO_CONTENT}`]);
  });

  it('is that of a conversation to the whole app, where they are retained', async () => {
    const { owe, sent, answer } = openQueue(bothEvents(2, 60));
    owe(1);
    owe(2, 'c', CHANGE);
    owe(3, 'd');
    expect(sent()).toEqual([`1 ${TO_CONTENT}`, `3 ${TO_CONTENT}`]);
    await answer(1);
    expect(sent()).toEqual([`2 ${TO_CHANGE}`]);
  });
});

describe('A delivery whose retries are counted', () => {
  it.each([[undefined, 0] as const, [0, 60] as const, [0, undefined] as const])(
    'is dropped after one attempt with max_retries %p and a retention of %p s',
    async (maxRetries, retention) => {
      const { queue, owe, answer, whole, clock } = openQueue(bothEvents(maxRetries, retention));
      owe(1);
      await answer(1, 'refused', 3);
      const fate = { state: 'dropped', nextAtMs: undefined };
      const result = { ...REFUSED, durationMs: 3 };
      expect(whole).toEqual([{ delivery: deliveryOf(1, 'c', { attempts: 1 }), url: TO_CONTENT, result, fate }]);
      clock.advance('1h');
      expect([queue.count(), whole.length]).toEqual([0, 1]);
    },
  );

  it('is tried again after 30 seconds, and those behind it go on meanwhile', async () => {
    const { queue, owe, sent, answer, told, whole, advance } = openQueue(bothEvents(2));
    owe(1);
    owe(2);
    sent();
    await answer(1, 'refused', 3);
    expect([sent(), queue.count()]).toEqual([[`2 ${TO_CONTENT}`], 2]);
    expect(whole[0]).toMatchObject({ url: TO_CONTENT, result: { ...REFUSED, durationMs: 3 } });
    await answer(2);
    advance(29.999);
    expect([sent(), queue.count()]).toEqual([[], 1]);
    advance(0.001);
    expect([sent(), queue.count()]).toEqual([[`1 ${TO_CONTENT}`], 1]);
    await answer(1, 'refused');
    advance(30);
    await answer(1, 'refused');
    advance(30);
    expect(queue.count()).toBe(0);
    expect(told()).toEqual([
      '1: attempt 1 retrying until 30 s',
      '2: attempt 1 delivered',
      '1: attempt 2 retrying until 60 s',
      '1: attempt 3 dropped',
    ]);
  });

  it('waits for no other that falls due at the same time', async () => {
    const { owe, sent, answer, advance } = openQueue(bothEvents(2));
    for (const id of [1, 2]) {
      owe(id);
      await answer(id, 'refused');
    }
    sent();
    advance(30);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`, `2 ${TO_CONTENT}`]);
  });

  it('waits for no app that fails since, and is dropped when it fails, where the app has a retention by now', async () => {
    const { owe, sent, answer, told, advance, install } = openQueue(bothEvents(2));
    owe(1);
    await answer(1, 'refused');
    install(bothEvents(2, 600));
    advance(29);
    owe(2, 'd');
    await answer(2, 'refused');
    sent();
    advance(1);
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
    await answer(1, 'refused');
    expect(told()).toEqual([
      '1: attempt 1 retrying until 30 s',
      '2: attempt 1 retrying until 31 s',
      '1: attempt 2 dropped',
    ]);
  });

  it.each([
    ['has no retention any more', bothEvents(2), '1: attempt 1 retrying until 30 s'],
    ['has neither that nor its endpoint any more', withoutContent, '1: attempt 1 retrying until 30 s'],
    ['no longer wants it to be retried', bothEvents(0, 600), '1: attempt 1 dropped'],
    ['is switched off by now', undefined, '1: attempt 1 dropped'],
  ])('is one that was sent for the sake of a retention, where the app %s', async (_, webhooks, fate) => {
    const { owe, answer, told, install } = openQueue(bothEvents(2, 600));
    owe(1);
    install(webhooks);
    await answer(1, 'refused');
    expect(told()).toEqual([fate]);
  });
});

describe('An app that is owed too much', () => {
  it('loses the oldest tenth once it is owed 10,000 deliveries, but none that is under way', async () => {
    const { queue, account, owe, is, sent, answer, told, whole } = openQueue(bothEvents());
    owe(1, 'd');
    is.held = true;
    for (let id = 2; id <= MAX_OWED; id += 1) owe(id, `conversation ${String(id % 7)}`);
    expect([MAX_OWED, queue.count(), told()]).toEqual([10_000, 10_000, []]);
    const keptBytes = account.memory.bytes();
    owe(MAX_OWED + 1);
    expect(queue.count()).toBe(9001);
    expect(account.memory.bytes()).toBe((keptBytes / 10_000) * 9001);
    expect(told()).toEqual(Array.from({ length: 1000 }, (_, index) => `${String(index + 2)}: attempt 0 dropped`));
    expect(whole[0]).toMatchObject({
      url: '',
      result: { ...NEVER_TRIED, reason: 'more than 10000 are owed to the app' },
    });
    expect(sent()).toEqual([`1 ${TO_CONTENT}`]);
    await answer(1);
    expect(queue.count()).toBe(9000);
  });

  it('loses the older half when there is no more memory, and it is told how many that are', () => {
    const { queue, owe, is, told, whole } = openQueue(bothEvents());
    is.held = true;
    for (const id of [9, 10, 8, 11, 100]) owe(id, `conversation ${String(id)}`);
    expect([queue.dropOlderHalf(), queue.count()]).toEqual([3, 2]);
    expect(told()).toEqual([8, 9, 10].map((id) => `${String(id)}: attempt 0 dropped`));
    const reason = 'there was no more memory for it (limits.megabytes)';
    expect(whole.map(({ url, result }) => ({ url, result }))).toEqual(
      Array.from({ length: 3 }, () => ({ url: '', result: { ...NEVER_TRIED, reason } })),
    );
    expect([queue.dropOlderHalf(), queue.dropOlderHalf(), queue.dropOlderHalf()]).toEqual([1, 1, 0]);
  });

  it('keeps what is under way, though it counts it', async () => {
    const { queue, owe, answer, told } = openQueue(bothEvents());
    for (const id of [1, 2, 3]) owe(id);
    expect([queue.dropOlderHalf(), queue.count()]).toEqual([2, 1]);
    expect(queue.dropOlderHalf()).toBe(0);
    await answer(1);
    expect([queue.count(), told()]).toEqual([
      0,
      ['2: attempt 0 dropped', '3: attempt 0 dropped', '1: attempt 1 delivered'],
    ]);
  });
});
