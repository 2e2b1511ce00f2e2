import type { Tally } from '../memory/budget.ts';
import type { Delivery } from './delivery.ts';
import { deliveryBytes } from './delivery.ts';
import type { Lane } from './lanes.ts';

/** Counts what is owed to an app, wherever it waits. */
export interface Owed {
  readonly count: () => number;
  /** Puts a delivery at the end of a lane. */
  readonly put: (lane: Lane, delivery: Delivery) => void;
  /** Takes it out of its lane; harmless where it is not in it. */
  readonly take: (lane: Lane, delivery: Delivery) => void;
  /** Owes a delivery that is in no lane, until it is put into one. */
  readonly setAside: (delivery: Delivery) => void;
  readonly takeUp: (delivery: Delivery) => void;
}

/** @param memory - counts its bytes */
export function createOwed(memory: Tally): Owed {
  let owed = 0;
  const setAside = (delivery: Delivery): void => {
    owed += 1;
    memory.count(deliveryBytes(delivery));
  };
  const takeUp = (delivery: Delivery): void => {
    owed -= 1;
    memory.count(-deliveryBytes(delivery));
  };
  return {
    count: () => owed,
    put: (lane, delivery) => {
      lane.deliveries.push(delivery);
      setAside(delivery);
    },
    take: (lane, delivery) => {
      const place = lane.deliveries.indexOf(delivery);
      if (place === -1) return;
      lane.deliveries.splice(place, 1);
      takeUp(delivery);
    },
    setAside,
    takeUp,
  };
}
