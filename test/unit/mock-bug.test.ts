import { expect, it } from '@jest/globals';
import type { Call } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

/** A call on which the mock stumbles where it reads the content type. */
function breakingCall(thrown: unknown): Call {
  const call = callOf({
    method: 'POST',
    target: `/api/account/${ACCOUNT}/anonymous/authorize`,
    body: '{"id_token":"quoted"}',
  });
  const headers = {
    get 'content-type'(): string {
      throw thrown;
    },
  };
  return { ...call, headers };
}

it('an exception inside the engine is a 500 mock_bug that names a place and quotes nothing of the call', async () => {
  const mock = createMock();
  const reply = await mock.handle(breakingCall(new RangeError('no sense in "quoted"')));
  const sentence =
    /^an error in lp-auth-mock, not in your call; please report it: RangeError at .*mock-bug\.test\.ts:\d+:\d+\)?$/;
  expect(reply).toMatchObject({ status: 500, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse('body' in reply ? reply.body : '')).toEqual({
    error: 'mock_bug',
    message: expect.stringMatching(sentence),
  });
  const [entry] = mock.journal.find();
  expect(entry).toMatchObject({
    outcome: 500,
    verdict: 'refused',
    error: 'mock_bug',
    reason: { slug: 'mock-bug', sentence: expect.stringMatching(sentence) },
  });
  expect(JSON.stringify([reply, entry])).not.toContain('quoted');
});

it.each([
  ['a text, "quoted"', 'string'],
  [undefined, 'undefined'],
  [{ quoted: true }, 'object'],
])('what is thrown and is no error is told by its type: %j', async (thrown, type) => {
  const mock = createMock();
  await mock.handle(breakingCall(thrown));
  expect(mock.journal.find()[0]?.reason?.sentence).toBe(
    `an error in lp-auth-mock, not in your call; please report it: ${type}`,
  );
});

it('the call after it is answered as ever', async () => {
  const mock = createMock();
  await mock.handle(breakingCall(new TypeError('once')));
  expect(await mock.handle(callOf({ target: '/sentinel/well-known/jwks' }))).toMatchObject({ status: 200 });
});
