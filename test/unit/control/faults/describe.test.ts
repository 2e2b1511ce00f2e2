import { describe, expect, it } from '@jest/globals';
import { describeEffect, describeProgress } from '../../../../mock-server/control/faults/describe.ts';
import type { FaultProgress } from '../../../../mock-server/control/faults/describe.ts';
import type { FaultSpec } from '../../../../mock-server/control/faults/spec.ts';

describe('a fault says what the client will see', () => {
  it.each<[FaultSpec, string]>([
    [{ delayMs: 5 }, 'a call to any endpoint is answered after 5 ms'],
    [{ error: { status: 503 }, delayMs: 20 }, 'a call to any endpoint is answered with status 503 after 20 ms'],
    [{ error: { status: 503 }, delayMs: 0 }, 'a call to any endpoint is answered with status 503'],
    [{ error: 'TOO_MANY_REQUESTS' }, 'a call to any endpoint is answered with the error TOO_MANY_REQUESTS'],
    [{ error: 'mock_bug' }, 'a call to any endpoint is answered with the error mock_bug'],
    [{ error: 'reset', account: '1' }, 'a call to any endpoint of account 1 loses its connection'],
    [{ endpoint: 'idp.consumer', error: '9007' }, 'a call to idp.consumer is answered with the error 9007'],
    [
      { endpoint: 'ums.brand', error: { close: 1008 }, account: '1' },
      'a handshake at ums.brand of account 1 opens a socket that closes with 1008 at once',
    ],
    [{ frame: 'any', error: 'timeout' }, 'any frame on any socket never arrives'],
    [{ frame: 'request', delayMs: 1 }, "a request on any socket is carried out 1 ms of the mock's time later"],
  ])('%j: %s', (spec, words) => {
    expect(describeEffect(spec)).toBe(words);
  });
});

describe('a fault says how far it is', () => {
  it.each<[Partial<FaultProgress>, string]>([
    [{}, 'armed for every call, not fired yet'],
    [{ fired: 1, left: 1, what: 'frame' }, 'armed for 1 more frame, fired once'],
    [{ fired: 2, left: 2, every: 2, skips: 1 }, 'armed for 2 more calls, one in 2, after 1 more call, fired twice'],
    [{ fired: 3, skips: 2 }, 'armed for every call, after 2 more calls, fired 3 times'],
    [{ state: 'removed' }, 'removed, never fired'],
    [{ state: 'spent', fired: 1 }, 'spent, fired once'],
  ])('%j: %s', (progress, words) => {
    expect(
      describeProgress({ state: 'armed', fired: 0, left: null, every: 1, skips: 0, what: 'call', ...progress }),
    ).toBe(words);
  });
});
