import { expect } from 'expect';
import type { Block, Test } from './jest-stand-in.ts';
import type { Outcome } from './protocol.ts';
import { TICK_MS } from './protocol.ts';

type Act = () => unknown;

/** How the tests of one file are run. */
export interface Plan {
  /** Absent: all. */
  readonly only?: ReadonlySet<number>;
  /** Whether to go on after a failure. */
  readonly isWhole: boolean;
  readonly tickLimit: number;
  /** Hears of each test before it begins. */
  begin(index: number): void;
}

interface Failure {
  readonly error: string;
  readonly isElsewhere?: boolean;
}

// Tests replace these, and what waits here must go on.
const { setInterval, clearInterval } = globalThis;
const now = performance.now.bind(performance);

/** Runs tests one after the other, with the hooks around them as Jest has them. */
export class TestRun {
  readonly outcomes: Outcome[] = [];
  readonly #plan: Plan;
  #hasFailed = false;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  async run(block: Block): Promise<readonly Outcome[]> {
    await this.#runBlock(block, [], []);
    return this.outcomes;
  }

  async #runBlock(block: Block, before: readonly Act[], after: readonly Act[]): Promise<void> {
    const chosen = testsOf(block).filter((test) => this.#isChosen(test));
    const [first] = chosen;
    if (first === undefined || this.#isOver()) return;
    this.#plan.begin(first.index);
    const failure = await this.#all(block.beforeAll);
    if (failure !== undefined) for (const test of chosen) this.#note(test, 0, failure);
    const inner = [...before, ...block.beforeEach];
    const outer = [...block.afterEach, ...after];
    for (const child of failure === undefined ? block.children : []) {
      if (this.#isOver()) break;
      if (child.kind === 'block') await this.#runBlock(child, inner, outer);
      else if (this.#isChosen(child)) await this.#runTest(child, inner, outer);
    }
    this.#blameLast(await this.#all(block.afterAll));
  }

  /** What fails after all tests is the last one's. */
  #blameLast(failure: Failure | undefined): void {
    const last = this.outcomes.at(-1);
    if (failure === undefined || last === undefined || last.error !== undefined) return;
    this.outcomes[this.outcomes.length - 1] = { ...last, ...failure };
    this.#hasFailed = true;
  }

  async #runTest(test: Test, before: readonly Act[], after: readonly Act[]): Promise<void> {
    this.#plan.begin(test.index);
    const started = now();
    expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
    let failure = await this.#all([...before, test.act]);
    const unmet = failure === undefined ? expect.extractExpectedAssertionsErrors()[0] : undefined;
    if (unmet !== undefined) failure = { error: unmet.error.message };
    // What a test has opened is closed, however it went.
    for (const act of after) {
      const late = await this.#attempt(act);
      failure ??= late;
    }
    this.#note(test, now() - started, failure);
  }

  async #all(acts: readonly Act[]): Promise<Failure | undefined> {
    for (const act of acts) {
      const failure = await this.#attempt(act);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  async #attempt(act: Act): Promise<Failure | undefined> {
    const guard = watch(this.#plan.tickLimit);
    try {
      return await Promise.race([guard.failed, Promise.resolve(act()).then(() => undefined)]);
    } catch (error) {
      return { error: wordsOf(error) };
    } finally {
      guard.end();
    }
  }

  #note({ index, title }: Test, ms: number, failure: Failure | undefined): void {
    this.outcomes.push({ index, title, ms, ...failure });
    if (failure !== undefined) this.#hasFailed = true;
  }

  #isOver(): boolean {
    return this.#hasFailed && !this.#plan.isWhole;
  }

  #isChosen({ index, isSkipped }: Test): boolean {
    return !isSkipped && (this.#plan.only?.has(index) ?? true);
  }
}

/** What fails a test from outside: an error that nobody catches, and waiting without an end. */
function watch(tickLimit: number): { readonly failed: Promise<Failure>; end(): void } {
  let fail: (failure: Failure) => void;
  const failed = new Promise<Failure>((resolve) => {
    fail = resolve;
  });
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
    if (ticks > tickLimit) fail({ error: 'it has not ended', isElsewhere: true });
  }, TICK_MS);
  const uncaught = (error: unknown): void => {
    fail({ error: `nobody caught: ${wordsOf(error)}`, isElsewhere: true });
  };
  process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
  return {
    failed,
    end: () => {
      clearInterval(ticking);
      process.off('uncaughtException', uncaught).off('unhandledRejection', uncaught);
    },
  };
}

function testsOf(block: Block): readonly Test[] {
  return block.children.flatMap((child) => (child.kind === 'test' ? [child] : testsOf(child)));
}

export function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 600);
}
