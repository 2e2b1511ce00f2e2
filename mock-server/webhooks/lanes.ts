import type { Delivery } from './delivery.ts';

/** How many attempts at the endpoints of one app, or at one endpoint, are under way at once. */
const MAX_UNDER_WAY = 64;

/** What is delivered one after the other: of one conversation, to one app or to one of its endpoints. */
export interface Lane {
  readonly key: string;
  readonly group: Group;
  /** Whether its deliveries wait while the app fails. */
  readonly isRetained: boolean;
  /** The first one is the next one. */
  readonly deliveries: Delivery[];
  isBusy: boolean;
}

/** Lanes that share their places: a slow receiver takes those of its own alone. */
interface Group {
  readonly key: string;
  lanes: number;
  underWay: number;
  readonly waiting: Set<Lane>;
}

/** The lanes of one app. */
export interface Lanes {
  readonly all: () => readonly Lane[];
  /** The lane of that name, made when it is not there. */
  readonly lane: (key: string, group: string, isRetained: boolean) => Lane;
  /** Takes a place for an attempt; false when there is none: then the lane waits for one. */
  readonly enter: (lane: Lane) => boolean;
  /** Gives the place back. */
  readonly leave: (lane: Lane) => void;
  /** A lane that waits for a place of the same kind, and no longer does; undefined when none waits or none is free. */
  readonly nextWaiting: (lane: Lane) => Lane | undefined;
  /** Forgets a lane on which nothing is left. */
  readonly tidy: (lane: Lane) => void;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  const groups = new Map<string, Group>();
  const groupOf = (key: string): Group => {
    const group = groups.get(key) ?? { key, lanes: 0, underWay: 0, waiting: new Set() };
    groups.set(key, group);
    return group;
  };
  return {
    all: () => [...lanes.values()],
    lane: (key, group, isRetained) => {
      const known = lanes.get(key);
      if (known !== undefined) return known;
      const made: Lane = { key, group: groupOf(group), isRetained, deliveries: [], isBusy: false };
      made.group.lanes += 1;
      lanes.set(key, made);
      return made;
    },
    enter: (lane) => {
      const { group } = lane;
      if (group.underWay >= MAX_UNDER_WAY) {
        group.waiting.add(lane);
        return false;
      }
      group.waiting.delete(lane);
      group.underWay += 1;
      lane.isBusy = true;
      return true;
    },
    leave: (lane) => {
      lane.group.underWay -= 1;
      lane.isBusy = false;
    },
    nextWaiting: ({ group: { underWay, waiting } }) => {
      const [next] = underWay < MAX_UNDER_WAY ? waiting : [];
      if (next !== undefined) waiting.delete(next);
      return next;
    },
    tidy: (lane) => {
      if (lane.deliveries.length > 0 || lane.isBusy || !lanes.delete(lane.key)) return;
      const { group } = lane;
      group.lanes -= 1;
      group.waiting.delete(lane);
      if (group.lanes === 0) groups.delete(group.key);
    },
  };
}
