import { describe, expect, it } from '@jest/globals';
import { fits } from '../../../../mock-server/control/faults/match.ts';
import type { FaultMatch } from '../../../../mock-server/control/faults/spec.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { callOf } from '../../../support/calls.ts';

describe('a call fits', () => {
  it.each(['x-lp-on-behalf', 'lp-on-behalf'])('the consumer of the ConsumerJWS in %s', async (header) => {
    const jws = await createMock().mint.consumerJws({ extConsumerId: 'jane' });
    const call = callOf({ method: 'POST', headers: { [header]: jws }, body: '{"ext_consumer_id":"june"}' });
    const matches: FaultMatch[] = [{ consumerId: 'jane' }, { consumerId: 'june' }, { consumerId: 'john' }];
    expect(matches.map((match) => fits(call, match))).toEqual([true, true, false]);
    expect(fits(call, { method: 'post' })).toBe(true);
  });

  it('no consumer by anything but a text or a number', () => {
    const askFor = (id: unknown) => callOf({ method: 'POST', body: JSON.stringify({ ext_consumer_id: id }) });
    expect(fits(askFor(['jane']), { consumerId: 'jane' })).toBe(false);
    expect(fits(askFor(7), { consumerId: '7' })).toBe(true);
    expect(fits(callOf({}), { consumerId: 'undefined' })).toBe(false);
  });
});
