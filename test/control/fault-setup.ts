import { endpoints } from '../../mock-server/endpoints/index.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { REQUEST_ID } from './documented-errors.ts';

export const JWKS_PATH = '/sentinel/well-known/jwks';

export function frozenMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'faults', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** A call that the row takes; nothing else about it needs to be right. */
export async function askEndpoint(
  mock: Mock | OpenMock,
  id: string,
): Promise<Pick<Heard, 'status' | 'text' | 'headers'>> {
  const {
    method,
    paths: [path = ''],
  } = endpoints.find((row) => row.id === id) ?? { method: 'GET', paths: [] };
  const target = path.replace('{account}', ACCOUNT).replace(/\{\w+\}/g, 'x');
  const body = method === 'POST' ? { id: REQUEST_ID } : undefined;
  if ('post' in mock) return mock.ask(method, target, body === undefined ? {} : { body });
  const { body: text, ...answer } = await ask(mock, {
    method,
    target,
    body: body === undefined ? '' : JSON.stringify(body),
  });
  return { ...answer, text };
}
