import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { post } from '../support/calls.ts';
import { NOON } from '../support/through-every-adapter.ts';

export function frozenMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'misleading', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** Status and reason of what a mock answers. */
export async function told(answer: ReturnType<typeof post>): Promise<readonly [number, string | undefined]> {
  const { status, headers } = await answer;
  return [status, headers['lp-mock-reason']];
}
