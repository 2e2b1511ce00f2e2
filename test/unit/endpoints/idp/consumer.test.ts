import { expect, it } from '@jest/globals';
import { post } from '../../../support/calls.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';
import { frozenMock, told } from '../../told.ts';

const PATH = `/api/account/${ACCOUNT}/consumer?v=1.0`;
const RULE = 'it must be a string that is not empty, or a number';
const UNSAFE = 'ext_consumer_id is a number outside the safe integers, which are rounded; send it as a string';

it.each([
  ['{"ext_consumer_id":', 'body-not-json; the request body is not valid JSON'],
  ['[]', 'body-wrong-shape; the body is an array; send {"ext_consumer_id":"..."}'],
  ['null', 'body-wrong-shape; the body is null; send {"ext_consumer_id":"..."}'],
  ['{"ext_consumer_id":"","extConsumerId":"x"}', `ext-consumer-id-invalid; ext_consumer_id is empty; ${RULE}`],
  ['{"ext_consumer_id":true}', `ext-consumer-id-invalid; ext_consumer_id is a boolean; ${RULE}`],
  ['{"ext_consumer_id":9007199254740992}', `ext-consumer-id-invalid; ${UNSAFE}`],
  ['{"ext_consumer_id":-9007199254740992}', `ext-consumer-id-invalid; ${UNSAFE}`],
])('no consumer is made of %s', async (body, reason) => {
  const mock = frozenMock();
  const headers = { authorization: await mock.mint.appJwt(), 'content-type': 'application/json' };
  expect(await told(post(mock, PATH, body, headers))).toEqual([500, reason]);
});

it.each([9007199254740991, -9007199254740991, 0])('a consumer may be the number %i', async (id) => {
  const mock = frozenMock();
  const headers = { authorization: await mock.mint.appJwt() };
  const answer = await post(mock, PATH, { ext_consumer_id: id }, headers);
  expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([
    201,
    'ext-consumer-id-number; ext_consumer_id is a number; the pages ask for a string',
  ]);
});
