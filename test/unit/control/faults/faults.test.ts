import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../../../mock-server/index.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../../../support/through-every-adapter.ts';

describe('faults by their ids', () => {
  it('are explained and removed one by one', () => {
    const { faults } = createMock();
    for (const times of [1, 2, 3]) faults.add({ error: 'reset', times });
    expect(['fault-1', 'fault-2', 'fault-3'].map((id) => faults.explain(id))).toEqual([
      'armed for 1 more call, not fired yet',
      'armed for 2 more calls, not fired yet',
      'armed for 3 more calls, not fired yet',
    ]);
    expect([faults.remove('fault-2'), faults.remove('fault-2'), faults.remove('fault-9')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(faults.list().map(({ id }) => id)).toEqual(['fault-1', 'fault-3']);
    expect(() => faults.explain('fault-2')).toThrow(
      new TypeError('no fault "fault-2": it was removed, or never armed'),
    );
  });
});

describe('the faults of an account', () => {
  it('may name it, are cleared alone, and are not those of another', () => {
    const mock = createMock();
    const own = mock.account(ACCOUNT).faults;
    own.add({ error: 'reset', account: ACCOUNT });
    own.add({ error: 'timeout' });
    mock.account(OTHER_ACCOUNT).faults.add({ error: 'reset' });
    expect(own.list().map(({ spec }) => spec)).toEqual([
      { error: 'reset', account: ACCOUNT },
      { error: 'timeout', account: ACCOUNT },
    ]);
    expect(own.remove('fault-3')).toBe(false);
    own.clear();
    expect(mock.faults.list().map(({ id }) => id)).toEqual(['fault-3']);
    mock.faults.clear();
    expect(mock.faults.list()).toEqual([]);
  });
});
