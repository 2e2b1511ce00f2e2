import { expect } from '@jest/globals';

/** How long a page may take to show what is expected of it: far longer than it takes, because machines are busy. */
const PATIENCE_MS = 30_000;
/** How long it is left alone between two looks. */
const PAUSE_MS = 50;

const NAMES = [
  'toBe',
  'toBeCloseTo',
  'toBeGreaterThan',
  'toBeLessThan',
  'toBeLessThanOrEqual',
  'toContain',
  'toEqual',
  'toMatch',
] as const;

type Matchers = Pick<ReturnType<typeof expect>, (typeof NAMES)[number]>;
type SoonMatchers = { readonly [Name in keyof Matchers]: (...expected: Parameters<Matchers[Name]>) => Promise<void> };

/**
 * As `expect(await read())`, but reads again until it is as expected: a page draws what it shows after the fact, and
 * what was read meanwhile is no longer there.
 */
export function expectSoon(read: () => Promise<unknown>): SoonMatchers & { readonly not: SoonMatchers } {
  const not = matchersOf(async () => expect(await read()).not);
  const matchers = matchersOf(async () => expect(await read()));
  return { ...matchers, not };
}

function matchersOf(look: () => Promise<Matchers>): SoonMatchers {
  const matcher =
    (name: keyof Matchers) =>
    async (...expected: readonly never[]): Promise<void> => {
      for (const end = performance.now() + PATIENCE_MS; ;) {
        try {
          const matchers = (await look()) as unknown as Record<keyof Matchers, (...all: readonly never[]) => void>;
          matchers[name](...expected);
          return;
        } catch (failure) {
          if (performance.now() > end) throw failure;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    };
  return Object.fromEntries(NAMES.map((name) => [name, matcher(name)])) as SoonMatchers;
}
