import { expect, it } from '@jest/globals';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';
import { deliveryBytes } from '../../../mock-server/webhooks/delivery.ts';
import { createLanes } from '../../../mock-server/webhooks/lanes.ts';
import { createOwed } from '../../../mock-server/webhooks/owed.ts';
import { deliveryOf } from './queue-scene.ts';

it('what is owed is counted with its bytes, in a lane or set aside, until it is taken', () => {
  const tally = createMemoryBudget(100).tally();
  const owed = createOwed(tally);
  const lane = createLanes().lane('a', 'one', false);
  const [one, two, never] = [deliveryOf(1, 'c', { body: 'x'.repeat(100) }), deliveryOf(2), deliveryOf(3)];
  const [bytesOfOne, bytesOfTwo] = [deliveryBytes(one), deliveryBytes(two)];
  const counted = (): number[] => [owed.count(), tally.bytes()];
  expect(counted()).toEqual([0, 0]);
  owed.put(lane, one);
  owed.put(lane, two);
  expect([counted(), lane.deliveries]).toEqual([
    [2, bytesOfOne + bytesOfTwo],
    [one, two],
  ]);
  owed.take(lane, never);
  owed.take(lane, one);
  owed.take(lane, one);
  expect([counted(), lane.deliveries]).toEqual([[1, bytesOfTwo], [two]]);
  owed.setAside(one);
  expect(counted()).toEqual([2, bytesOfOne + bytesOfTwo]);
  owed.takeUp(one);
  owed.take(lane, two);
  expect([counted(), lane.deliveries]).toEqual([[0, 0], []]);
});
