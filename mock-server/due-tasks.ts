/** What is to be done at some time. Lower times first, and of the same time what was added first. */
export interface DueTasks {
  /** Answers what {@link DueTasks.remove} takes. */
  add(dueMs: number, run: () => void): DueTask;
  /** Takes it back; harmless once it was done. */
  readonly remove: (task: DueTask) => void;
  /** When the first one is due; undefined when there is none. */
  readonly nextMs: () => number | undefined;
  /** Takes the first one out. */
  take(): (() => void) | undefined;
  clear(): void;
}

/** Something that is to be done. */
export interface DueTask {
  readonly dueMs: number;
  /** Breaks ties. */
  readonly order: number;
  readonly run: () => void;
  /** Its place in the heap; -1 once it is out. */
  place: number;
}

/** A binary heap that knows where each task stands: thousands of sockets take back a timer each. */
export function createDueTasks(): DueTasks {
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

  return {
    add: (dueMs, run) => {
      const task: DueTask = { dueMs, order: (added += 1), run, place: heap.length };
      heap.push(task);
      rise(task);
      return task;
    },
    remove,
    nextMs: () => heap[0]?.dueMs,
    take: () => {
      const [first] = heap;
      if (first === undefined) return undefined;
      remove(first);
      return first.run;
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
