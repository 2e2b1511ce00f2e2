import { expect, it } from '@jest/globals';
import type { ErrorName } from '../../../mock-server/errors/catalogue.ts';
import { catalogue } from '../../../mock-server/errors/catalogue.ts';
import { frameErrors, isFrameError, refusalResult } from '../../../mock-server/messaging/frame-faults.ts';
import { ERROR_RESP } from '../../support/refusals.ts';

const ERRORS = ['40001', '40102', '40103', '40104', '40105', 'BAD_REQUEST', 'TOO_MANY_REQUESTS'];

it('a request on a socket can be answered with the errors of commands, and with no other', () => {
  expect(frameErrors().sort()).toEqual(ERRORS);
  for (const error of Object.keys(catalogue) as ErrorName[])
    expect([error, isFrameError(error)]).toEqual([error, ERRORS.includes(error)]);
});

it.each([40001, 40102, 40103, 40104, 40105] as const)('the error %i has its documented body', (code) => {
  const documented = JSON.parse(ERROR_RESP[code]) as { code: number; body: object };
  expect(refusalResult({ error: String(code) as ErrorName, detail: {} })).toEqual({
    name: 'Error',
    code: documented.code,
    body: documented.body,
  });
});

it('a refused command is a sentence, its own or that of its error', () => {
  expect(refusalResult({ error: 'BAD_REQUEST', detail: {} })).toEqual({ name: 'Text', code: 400, body: 'Bad Request' });
  expect(refusalResult({ error: 'TOO_MANY_REQUESTS', detail: {} })).toEqual({
    name: 'Text',
    code: 429,
    body: 'Too many requests',
  });
  expect(refusalResult({ error: 'BAD_REQUEST', detail: { message: 'Forbidden', status: 403 } })).toEqual({
    name: 'Text',
    code: 403,
    body: 'Forbidden',
  });
});
