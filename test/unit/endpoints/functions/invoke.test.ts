import { expect, it } from '@jest/globals';
import { createMock } from '../../../../mock-server/index.ts';
import { post } from '../../../support/calls.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const PATH = `/api/account/${ACCOUNT}/lambdas/sum/invoke?v=1`;

it.each([
  [200, '{"a":1}'],
  [203, '{"a":1}'],
  [204, ''],
  [205, ''],
  [206, '{"a":1}'],
  [304, ''],
  [500, '{"a":1}'],
])('A function that answers with %i has a body only where that status has one', async (status, body) => {
  const mock = createMock();
  mock.functions.answer('sum', { a: 1 }, { status });
  const authorization = await mock.mint.appJwt({ scope: 'faas.lambda.invoke' });
  const answer = await post(mock, PATH, { payload: 1 }, { authorization });
  expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([status, body, 'application/json']);
});

it('A function is invoked under the content type of JSON: another is noted, and refused by a strict mock', async () => {
  for (const strict of [false, true]) {
    const mock = createMock({ strict });
    const authorization = `Bearer ${await mock.mint.appJwt({ scope: 'faas.lambda.invoke' })}`;
    const answer = await post(mock, PATH, '{"payload":1}', { authorization, 'content-type': 'text/plain' });
    expect([answer.status, answer.body, answer.headers['lp-mock-deviation']]).toEqual(
      strict
        ? [
            400,
            '{"errorCode":"com.liveperson.faas.es.badinput","errorMsg":"Payload was in the wrong format or value was missing"}',
            undefined,
          ]
        : [200, '1', 'content-type; the content type is not application/json'],
    );
  }
});
