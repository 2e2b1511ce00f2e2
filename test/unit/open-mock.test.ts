import { expect, it } from '@jest/globals';
import { createMock } from '../../mock-server/index.ts';

/** A time source that tells how often a clock was made over it. */
function countingSource(): { readonly source: { readonly now: () => number }; readonly clocksMade: () => number } {
  let clocks = 0;
  const source = new Proxy(
    { now: () => 0 },
    {
      has: () => {
        clocks += 1;
        return false;
      },
    },
  );
  return { source, clocksMade: () => clocks };
}

it('a mock is put together once, for the first who asks it for anything', () => {
  const { source, clocksMade } = countingSource();
  const mock = createMock({ clock: source });
  expect(mock.owns('/api/account/12345678/')).toBe(true);
  expect(clocksMade()).toBe(0);

  expect(mock.clock.now()).toBe(0);
  expect(mock.journal.find()).toEqual([]);
  expect(mock.clock).toBe(mock.clock);
  expect(clocksMade()).toBe(1);
});

it('one with a scripted agent is put together at once, because its agent waits for conversations', () => {
  for (const own of [{ agent: 'echo' }, { accounts: [{ accountId: 'le1', agent: 'echo' }] }] as const) {
    const { source, clocksMade } = countingSource();
    createMock({ clock: source, ...own });
    expect(clocksMade()).toBe(1);
  }
});
