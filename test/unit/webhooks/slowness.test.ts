import { expect, it } from '@jest/globals';
import { createSlowness } from '../../../mock-server/webhooks/slowness.ts';

const ENDPOINT = 'https://one.test/';

function open(): { slowness: ReturnType<typeof createSlowness>; at: (ms: number) => void; installAnew: () => void } {
  let [nowMs, installation] = [0, {}];
  const slowness = createSlowness({ slowMs: 1000, nowMs: () => nowMs, installed: () => installation });
  return {
    slowness,
    at: (ms) => {
      nowMs = ms;
    },
    installAnew: () => {
      installation = {};
    },
  };
}

const COMPLAINT =
  'the endpoint was disabled: each attempt of two minutes took over 1000 ms (webhooks.slowMs); ' +
  'install it again, or resume the webhooks';

it('an endpoint whose attempts take too long for two minutes is disabled, and the attempt that does it tells', () => {
  const { slowness, at } = open();
  expect(slowness.note(ENDPOINT, 1001)).toBe(false);
  at(119_999);
  expect([slowness.note(ENDPOINT, 1001), slowness.complaint(ENDPOINT)]).toEqual([false, undefined]);
  at(120_000);
  expect([slowness.note(ENDPOINT, 1001), slowness.complaint(ENDPOINT)]).toEqual([true, COMPLAINT]);
  expect([slowness.note(ENDPOINT, 1), slowness.note(ENDPOINT, 1001), slowness.complaint(ENDPOINT)]).toEqual([
    false,
    false,
    COMPLAINT,
  ]);
  expect(slowness.complaint('https://other.test/')).toBeUndefined();
});

it('one attempt in time begins the two minutes anew', () => {
  const { slowness, at } = open();
  slowness.note(ENDPOINT, 1001);
  at(100_000);
  slowness.note(ENDPOINT, 1000);
  at(120_000);
  expect(slowness.note(ENDPOINT, 1001)).toBe(false);
  at(239_999);
  expect(slowness.note(ENDPOINT, 1001)).toBe(false);
});

it.each(['installed anew', 'forgiven'])(
  'an endpoint that is %s is enabled, and measured from the beginning',
  (what) => {
    const { slowness, at, installAnew } = open();
    slowness.note(ENDPOINT, 1001);
    at(120_000);
    expect(slowness.note(ENDPOINT, 1001)).toBe(true);
    if (what === 'forgiven') slowness.forgive();
    else installAnew();
    expect(slowness.complaint(ENDPOINT)).toBeUndefined();
    expect(slowness.note(ENDPOINT, 1001)).toBe(false);
    at(240_000);
    expect(slowness.note(ENDPOINT, 1001)).toBe(true);
  },
);
