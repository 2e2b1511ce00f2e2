import { describe, expect, it } from '@jest/globals';
import type { StandIn } from './jest-stand-in.ts';
import { createStandIn } from './jest-stand-in.ts';
import type { Outcome } from './protocol.ts';
import { TestRun } from './test-run.ts';

type Act = () => unknown;
type Titled = (title: string, act: Act) => void;

/** What a test file imports. */
interface Globals {
  readonly describe: Titled & { readonly skip: Titled };
  readonly it: Titled & { readonly skip: Titled; readonly each: (rows: readonly unknown[]) => Titled };
  readonly beforeAll: (act: Act) => void;
  readonly beforeEach: (act: Act) => void;
  readonly afterEach: (act: Act) => void;
  readonly afterAll: (act: Act) => void;
  readonly expect: typeof expect;
}

interface Asked {
  readonly only?: readonly number[];
  readonly isWhole?: boolean;
  readonly tickLimit?: number;
}

/** Runs what a test file would tell the stand-in. */
async function run(define: (globals: Globals) => void, asked: Asked = {}) {
  const standIn: StandIn = createStandIn();
  const begun: number[] = [];
  define(standIn.globals as Globals);
  const testRun = new TestRun({
    ...(asked.only === undefined ? {} : { only: new Set(asked.only) }),
    isWhole: asked.isWhole ?? false,
    tickLimit: asked.tickLimit ?? 10_000,
    begin: (index) => {
      begun.push(index);
    },
  });
  const outcomes = await testRun.run(standIn.root);
  standIn.restore();
  return { outcomes, begun, count: standIn.count() };
}

const told = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map(({ title, error }) => (error === undefined ? title : `${title}: ${error}`));

function fail(words: string): never {
  throw new Error(words);
}

describe('A file of tests', () => {
  it('runs in its order, each with the hooks around it', async () => {
    const steps: string[] = [];
    const step = (name: string) => () => {
      steps.push(name);
    };
    const { outcomes, count } = await run(({ describe, it, beforeAll, beforeEach, afterEach, afterAll }) => {
      beforeEach(step('outer before'));
      afterEach(step('outer after'));
      it('first', step('first'));
      describe('block', () => {
        beforeAll(step('all before'));
        beforeEach(step('inner before'));
        afterEach(step('inner after'));
        afterAll(step('all after'));
        it('second', step('second'));
      });
      it('third', step('third'));
    });
    expect(told(outcomes)).toEqual(['first', 'block second', 'third']);
    expect(count).toBe(3);
    expect(steps.join(', ')).toBe(
      'outer before, first, outer after, all before, outer before, inner before, second, inner after, outer after, ' +
        'all after, outer before, third, outer after',
    );
  });

  it('ends with the first failure, and after it in a rehearsal does not', async () => {
    const define = ({ it }: Globals): void => {
      it('good', () => undefined);
      it('bad', () => fail('it broke'));
      it('later', () => undefined);
    };
    expect(told((await run(define)).outcomes)).toEqual(['good', 'bad: it broke']);
    expect(told((await run(define, { isWhole: true })).outcomes)).toEqual(['good', 'bad: it broke', 'later']);
  });

  it('runs those that are asked for alone, and loads nothing for the others', async () => {
    const steps: string[] = [];
    const { outcomes, begun } = await run(
      ({ describe, it, beforeAll }) => {
        describe('not asked for', () => {
          beforeAll(() => steps.push('made for nobody'));
          it('one', () => undefined);
        });
        it.each(['two', 'three'])('number %s', () => undefined);
      },
      { only: [2] },
    );
    expect(told(outcomes)).toEqual(['number three']);
    expect(steps).toEqual([]);
    expect(begun).toContain(2);
  });

  it('leaves out what is skipped', async () => {
    const { outcomes, count } = await run(({ describe, it }) => {
      it.skip('one', () => fail('it ran'));
      describe.skip('block', () => {
        it('two', () => fail('it ran'));
      });
      it('three', () => undefined);
    });
    expect(told(outcomes)).toEqual(['three']);
    expect(count).toBe(3);
  });

  it('closes what a test has opened, however it went', async () => {
    let closed = 0;
    await run(({ it, afterEach }) => {
      afterEach(() => (closed += 1));
      it('bad', () => fail('it broke'));
    });
    expect(closed).toBe(1);
  });

  it('fails every test of a block that cannot be prepared', async () => {
    const { outcomes } = await run(
      ({ describe, it, beforeAll }) => {
        describe('block', () => {
          beforeAll(() => fail('no port'));
          it('one', () => undefined);
          it('two', () => undefined);
        });
      },
      { isWhole: true },
    );
    expect(told(outcomes)).toEqual(['block one: no port', 'block two: no port']);
  });

  it('blames the last test for what fails after all of them', async () => {
    const { outcomes } = await run(({ it, afterAll }) => {
      afterAll(() => fail('something was left open'));
      it('one', () => undefined);
      it('two', () => undefined);
    });
    expect(told(outcomes)).toEqual(['one', 'two: something was left open']);
  });

  it('fails a test that makes fewer assertions than it says', async () => {
    const { outcomes } = await run((globals) => {
      globals.it('one', () => {
        globals.expect.assertions(2);
        globals.expect(1).toBe(1);
      });
    });
    expect(outcomes[0]?.error).toContain('two assertions');
  });

  it('fails a test that never ends, and says that it may be the doing of another', async () => {
    const { outcomes } = await run(
      ({ it }) => {
        it('one', () => new Promise(() => undefined));
      },
      { tickLimit: 1 },
    );
    expect(outcomes).toEqual([
      { index: 0, title: 'one', ms: expect.any(Number), error: 'it has not ended', isElsewhere: true },
    ]);
  });
});
