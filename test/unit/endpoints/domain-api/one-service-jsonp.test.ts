import { expect, it } from '@jest/globals';
import type { FaultSpec } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { ask } from '../../../support/calls.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const SCRIPT = 'application/javascript';

it.each<
  [error: NonNullable<FaultSpec['error']>, status: number, type: string, retryAfter: string | undefined, body: string]
>([
  ['TOO_MANY_REQUESTS', 200, SCRIPT, '1', 'fn({"ResultSet":{"lpCallError":"too many requests"}})'],
  ['invalid_site', 200, SCRIPT, undefined, 'fn({"ResultSet":{"lpCallError":"invalid site"}})'],
  ['not_mocked', 501, 'application/json', undefined, '{"error":"not_mocked"}'],
])('A script tells %s only if the Domain API has it, with all its headers', async (error, ...told) => {
  const mock = createMock();
  mock.faults.add({ endpoint: 'csds.service-jsonp', error });
  const { status, headers, body } = await ask(mock, {
    target: `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds?version=1.0&cb=fn`,
  });
  expect([status, headers['content-type'], headers['retry-after'], body]).toEqual(told);
});
