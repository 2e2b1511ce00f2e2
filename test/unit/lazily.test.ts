import { expect, it } from '@jest/globals';
import { lazily } from '../../mock-server/lazily.ts';

it('what is opened lazily is opened once, for all who ask', async () => {
  let times = 0;
  const ask = lazily(() => Promise.resolve((times += 1)));
  expect(times).toBe(0);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  expect(await ask()).toBe(1);
});

it('what failed to open is tried again by the next who asks', async () => {
  let times = 0;
  const ask = lazily(async () => {
    times += 1;
    if (times === 1) throw new Error('not yet');
    return Promise.resolve('open');
  });
  expect(await Promise.allSettled([ask(), ask()])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  expect(await ask()).toBe('open');
  expect(times).toBe(2);
});
