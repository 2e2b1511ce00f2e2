/** The hooks of a test runner. */
export interface RunnerHooks {
  readonly beforeAll: (hook: () => Promise<void>) => unknown;
  readonly afterEach: (hook: () => Promise<void>) => unknown;
  readonly afterAll: (hook: () => Promise<void>) => unknown;
}

/** @throws Error when the runner has no global hooks. */
export function globalHooks(): RunnerHooks {
  const { beforeAll, afterEach, afterAll } = globalThis as Partial<RunnerHooks>;
  if (beforeAll !== undefined && afterEach !== undefined && afterAll !== undefined)
    return { beforeAll, afterEach, afterAll };
  throw new Error(
    'useMock: this runner has no global beforeAll, afterEach and afterAll. Import them from it, and pass them: useMock({ hooks: { beforeAll, afterEach, afterAll } })',
  );
}
