/** What is to be done at some time. Lower times first, and of the same time what was added first. */
export interface DueTasks {
  add(dueMs: number, task: Task): Scheduled;
  /** When the first one is due; undefined when there is none. */
  readonly nextMs: () => number | undefined;
  /** Takes the first one out and does it. */
  readonly runNext: () => void;
  clear(): void;
}

/** Something to do: a function, or an object that is there anyway, where thousands have something to do. */
export type Task = (() => void) | { fallDue(): void };

/** Something that is to be done later. */
export interface Scheduled {
  /** Takes it back; harmless once it was done. */
  cancel(): void;
}

/** A class, because thousands may be scheduled. */
class DueTask implements Scheduled {
  readonly dueMs: number;
  /** Breaks ties. */
  readonly order: number;
  readonly task: Task;
  /** Its place in the heap; -1 once it is out. */
  place = -1;
  readonly #takeBack: (task: DueTask) => void;

  constructor(dueMs: number, order: number, task: Task, takeBack: (task: DueTask) => void) {
    this.dueMs = dueMs;
    this.order = order;
    this.task = task;
    this.#takeBack = takeBack;
  }

  cancel(): void {
    this.#takeBack(this);
  }
}

/**
 * A binary heap that knows where each task stands: thousands of sockets take back a timer each.
 *
 * @param onCancel - hears of each that was taken back, done or not
 */
export function createDueTasks(onCancel: () => void): DueTasks {
  const heap: DueTask[] = [];
  let added = 0;

  const put = (task: DueTask, place: number): void => {
    heap[place] = task;
    task.place = place;
  };
  const rise = (task: DueTask): void => {
    let { place } = task;
    while (place > 0) {
      const parent = heap[(place - 1) >> 1];
      if (parent === undefined || !isBefore(task, parent)) break;
      const above = parent.place;
      put(parent, place);
      place = above;
    }
    put(task, place);
  };
  const sink = (task: DueTask): void => {
    let { place } = task;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, task)) break;
      const below = child.place;
      put(child, place);
      place = below;
    }
    put(task, place);
  };
  const remove = (task: DueTask): void => {
    const { place } = task;
    if (place === -1) return;
    task.place = -1;
    const last = heap.pop();
    if (last === undefined || last === task) return;
    put(last, place);
    rise(last);
    sink(last);
  };

  const takeBack = (task: DueTask): void => {
    remove(task);
    onCancel();
  };

  return {
    add: (dueMs, task) => {
      const due = new DueTask(dueMs, (added += 1), task, takeBack);
      put(due, heap.length);
      rise(due);
      return due;
    },
    nextMs: () => heap[0]?.dueMs,
    runNext: () => {
      const [first] = heap;
      if (first === undefined) return;
      remove(first);
      const { task } = first;
      if (typeof task === 'function') task();
      else task.fallDue();
    },
    clear: () => {
      for (const task of heap) task.place = -1;
      heap.length = 0;
    },
  };
}

function isBefore(one: DueTask, other: DueTask): boolean {
  return one.dueMs === other.dueMs ? one.order < other.order : one.dueMs < other.dueMs;
}
