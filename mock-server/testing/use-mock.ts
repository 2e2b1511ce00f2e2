import type { MockOptions } from '../config/options.ts';
import type { Mock } from '../mock.ts';
import { createMock } from '../mock.ts';
import type { Adapter } from './attachment.ts';
import { openInterception, openServer } from './attachment.ts';
import type { RunnerHooks } from './hooks.ts';
import { globalHooks } from './hooks.ts';
import { refuseUnexpected } from './unexpected-calls.ts';

/** The options of the mock, and how tests reach it. */
export interface UseMockOptions extends MockOptions {
  /**
   * Listen on a free port instead of answering LivePerson's hosts inside the process: for code that runs in another
   * process, or takes its address from a setting. Default: `false`, which needs MSW.
   */
  readonly serve?: boolean | undefined;
  /** The hooks of your runner. Default: the global ones. */
  readonly hooks?: RunnerHooks | undefined;
}

export interface UsedMock {
  readonly mock: Mock;
  /** The port, with `serve: true`. */
  readonly server: {
    /** For instance `http://localhost:41234`. @throws Error outside of tests, and without `serve: true`. */
    readonly url: string;
  };
}

/**
 * A mock for all tests of a file; call it at the top of the file or of a `describe`. It answers from the first test on.
 * After each test it resets the mock, and fails the test if it called something of LivePerson's that is not mocked.
 * Tests of one file that run at the same time each need a mock of their own, because the reset after one would affect
 * the others.
 *
 * @throws ConfigError when an option is unknown or wrong.
 * @throws Error when the runner has no global hooks and none are passed.
 */
export function useMock(options: UseMockOptions = {}): UsedMock {
  const { serve = false, hooks = globalHooks(), ...mockOptions } = options;
  const mock = createMock(mockOptions);
  let adapter: Adapter | undefined;
  hooks.beforeAll(async () => {
    adapter = await (serve ? openServer(mock) : openInterception(mock));
  });
  hooks.afterEach(() => endTest(mock));
  hooks.afterAll(async () => {
    await adapter?.close();
    adapter = undefined;
  });
  return {
    mock,
    server: {
      get url() {
        return adapter?.url ?? refuseUrl(serve);
      },
    },
  };
}

/** A promise, because not every runner takes an error that is thrown at once for the test's. */
function endTest(mock: Mock): Promise<void> {
  const unmatched = mock.journal.unmatched();
  mock.reset();
  return new Promise((resolve) => {
    refuseUnexpected(unmatched);
    resolve();
  });
}

function refuseUrl(serve: boolean): never {
  throw new Error(
    serve
      ? 'useMock: the server listens from beforeAll to afterAll; ask for its url inside a test'
      : "useMock: there is no port, because LivePerson's own hosts are answered inside this process; for a port: useMock({ serve: true })",
  );
}
