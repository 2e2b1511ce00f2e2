import { ModernFakeTimers } from '@jest/fake-timers';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

type Act = () => unknown;

export interface Hook {
  readonly act: Act;
}

export interface Test {
  readonly kind: 'test';
  /** Its place among the tests of the file. */
  readonly index: number;
  /** With the titles of its blocks. */
  readonly title: string;
  readonly act: Act;
  readonly isSkipped: boolean;
}

export interface Block {
  readonly kind: 'block';
  readonly title: string;
  readonly isSkipped: boolean;
  readonly children: (Block | Test)[];
  readonly beforeAll: Act[];
  readonly afterAll: Act[];
  readonly beforeEach: Act[];
  readonly afterEach: Act[];
}

/** What a test file imports of Jest, and what it has told by it. */
export interface StandIn {
  readonly globals: object;
  readonly root: Block;
  count(): number;
  /** Undoes what the tests have replaced. */
  restore(): void;
}

function newBlock(title: string, isSkipped: boolean): Block {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  return { kind: 'block', title, isSkipped, children: [], ...hooks };
}

/** Collects the tests of one file. */
export function createStandIn(): StandIn {
  const root = newBlock('', false);
  let current = root;
  let count = 0;
  const titled = (title: unknown): string => `${current.title} ${String(title)}`.trim();
  const describeAs = (isSkipped: boolean) => (title: unknown, define: Act) => {
    const outer = current;
    const block = newBlock(titled(title), isSkipped || outer.isSkipped);
    outer.children.push(block);
    current = block;
    try {
      define();
    } finally {
      current = outer;
    }
  };
  const itAs = (isSkipped: boolean) => (title: unknown, act: Act) => {
    const index = count++;
    current.children.push({
      kind: 'test',
      index,
      title: titled(title),
      act,
      isSkipped: isSkipped || current.isSkipped,
    });
  };
  const withEach = <F extends (title: string, act: never) => unknown>(made: F): F =>
    Object.assign(made, { each: bind(made as never, false) });
  const describe = Object.assign(withEach(describeAs(false)), { skip: withEach(describeAs(true)) });
  const it = Object.assign(withEach(itAs(false)), { skip: withEach(itAs(true)) });
  const hook = (kind: 'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach') => (act: Act) => {
    current[kind].push(act);
  };
  const { jest, restore } = createJest();
  const hooks = {
    beforeAll: hook('beforeAll'),
    afterAll: hook('afterAll'),
    beforeEach: hook('beforeEach'),
    afterEach: hook('afterEach'),
  };
  return {
    globals: { __esModule: true, describe, it, test: it, expect, jest, ...hooks },
    root,
    count: () => count,
    restore,
  };
}

function createJest(): { jest: object; restore: () => void } {
  const mocker = new ModuleMocker(globalThis);
  const timers = new ModernFakeTimers({ global: globalThis, config: { fakeTimers: {}, rootDir: '/' } as never });
  const restore = (): void => {
    mocker.restoreAllMocks();
    timers.useRealTimers();
  };
  const jest = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
    setTimeout: () => undefined,
    useFakeTimers: (options?: object) => {
      timers.useFakeTimers(options);
    },
    useRealTimers: () => {
      timers.useRealTimers();
    },
    advanceTimersByTime: timers.advanceTimersByTime.bind(timers),
    advanceTimersByTimeAsync: timers.advanceTimersByTimeAsync.bind(timers),
    runAllTimers: timers.runAllTimers.bind(timers),
    getTimerCount: timers.getTimerCount.bind(timers),
  };
  return { jest, restore };
}
