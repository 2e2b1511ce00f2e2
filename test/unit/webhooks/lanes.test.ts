import { expect, it } from '@jest/globals';
import type { Delivery } from '../../../mock-server/webhooks/delivery.ts';
import type { Lane, Lanes } from '../../../mock-server/webhooks/lanes.ts';
import { createLanes } from '../../../mock-server/webhooks/lanes.ts';

/** Lanes of one group, of which as many as there are places are under way. */
function full(lanes: Lanes, group = 'one'): readonly Lane[] {
  const made = Array.from({ length: 64 }, (_, index) => lanes.lane(`${group} ${String(index)}`, group, false));
  expect(made.map(lanes.enter)).toEqual(made.map(() => true));
  return made;
}

it('a lane is made once, as it was asked for first', () => {
  const lanes = createLanes();
  const lane = lanes.lane('a', 'one', true);
  expect(lane).toMatchObject({ key: 'a', isRetained: true, deliveries: [], isBusy: false });
  expect(lanes.lane('a', 'other', false)).toBe(lane);
  expect(lanes.all()).toEqual([lane]);
});

it('64 attempts of a group are under way at once, and the next lane waits for a place', () => {
  const lanes = createLanes();
  const [first, second] = full(lanes);
  const late = lanes.lane('late', 'one', false);
  expect([lanes.enter(late), late.isBusy, first?.isBusy]).toEqual([false, false, true]);
  expect(lanes.nextWaiting(late)).toBeUndefined();
  if (first === undefined || second === undefined) throw new Error('no lanes');
  lanes.leave(first);
  expect(first.isBusy).toBe(false);
  expect(lanes.nextWaiting(second)).toBe(late);
  expect(lanes.nextWaiting(second)).toBeUndefined();
  expect([lanes.enter(late), late.isBusy]).toEqual([true, true]);
});

it('lanes wait in their turn, and one that has got a place no longer does', () => {
  const lanes = createLanes();
  const [first] = full(lanes);
  const [one, other] = ['x', 'y'].map((key) => lanes.lane(key, 'one', false));
  if (first === undefined || one === undefined || other === undefined) throw new Error('no lanes');
  expect([lanes.enter(one), lanes.enter(other)]).toEqual([false, false]);
  lanes.leave(first);
  expect(lanes.enter(one)).toBe(true);
  lanes.leave(one);
  expect(lanes.nextWaiting(first)).toBe(other);
});

it('the places of one group are not those of another', () => {
  const lanes = createLanes();
  full(lanes);
  expect(lanes.enter(lanes.lane('free', 'other', false))).toBe(true);
});

it('a lane is forgotten when nothing is left on it, and with it that it waits', () => {
  const lanes = createLanes();
  const [first] = full(lanes);
  const lane = lanes.lane('x', 'one', false);
  lane.deliveries.push({} as Delivery);
  lanes.tidy(lane);
  expect(lanes.all()).toContain(lane);
  lane.deliveries.pop();
  lane.isBusy = true;
  lanes.tidy(lane);
  expect(lanes.all()).toContain(lane);
  lane.isBusy = false;
  lanes.enter(lane);
  lanes.tidy(lane);
  expect(lanes.all()).not.toContain(lane);
  if (first === undefined) throw new Error('no lanes');
  lanes.leave(first);
  expect(lanes.nextWaiting(first)).toBeUndefined();
});

it('a group goes with its last lane, and not before', () => {
  const lanes = createLanes();
  const [a, b] = ['a', 'b'].map((key) => lanes.lane(key, 'one', false));
  if (a === undefined || b === undefined) throw new Error('no lanes');
  lanes.tidy(a);
  lanes.tidy(a);
  expect(lanes.lane('c', 'one', false).group).toBe(b.group);
  for (const lane of lanes.all()) lanes.tidy(lane);
  expect(lanes.lane('d', 'one', false).group).not.toBe(b.group);
});
