import { describe, expect, it } from '@jest/globals';
import { fire } from '../../../../mock-server/control/faults/fire.ts';
import type { Shot, Target } from '../../../../mock-server/control/faults/fire.ts';
import type { FaultSpec } from '../../../../mock-server/control/faults/spec.ts';
import { createFaultStore } from '../../../../mock-server/control/faults/store.ts';
import { endpoints } from '../../../../mock-server/endpoints/index.ts';
import type { PassingFrame } from '../../../../mock-server/messaging/frame-faults.ts';
import { callOf } from '../../../support/calls.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const PUBLISH: PassingFrame = {
  kind: 'request',
  type: 'ms.PublishEvent',
  text: '{"body":{"message":"hello"}}',
  socketId: 'socket-1',
  who: 'jane',
};
const NAMELESS: PassingFrame = { ...PUBLISH, type: '' };

const at = (id: string | undefined, frame?: PassingFrame): Target => ({
  call: callOf({ method: 'POST', target: '/api/messaging', headers: { 'user-agent': 'my client/1.0' } }),
  endpoint: endpoints.find((row) => row.id === id),
  accountId: ACCOUNT,
  frame,
});

const shotAt = (spec: FaultSpec, target: Target): Shot | undefined => {
  const store = createFaultStore();
  store.add(spec);
  return fire(store, target);
};

describe('a fault for frames', () => {
  it.each<[FaultSpec, PassingFrame, boolean]>([
    [{ frame: 'any' }, PUBLISH, true],
    [{ frame: 'request' }, PUBLISH, true],
    [{ frame: 'answer' }, PUBLISH, false],
    [{ frame: 'ms.PublishEvent' }, PUBLISH, true],
    [{ frame: 'GetClock' }, PUBLISH, false],
    [{ frame: 'GetClock' }, NAMELESS, false],
    [{}, PUBLISH, false],
    [{}, NAMELESS, false],
    [{ frame: 'any', endpoint: 'ums.consumer' }, PUBLISH, true],
    [{ frame: 'any', endpoint: 'ums.brand' }, PUBLISH, false],
    [{ frame: 'any', match: {} }, PUBLISH, true],
    [{ frame: 'any', match: { text: 'hello' } }, PUBLISH, true],
    [{ frame: 'any', match: { text: 'hello there' } }, PUBLISH, false],
    [{ frame: 'any', match: { socketId: 'socket-1' } }, PUBLISH, true],
    [{ frame: 'any', match: { socketId: 'socket-2' } }, PUBLISH, false],
    [{ frame: 'any', match: { consumerId: 'jane' } }, PUBLISH, true],
    [{ frame: 'any', match: { consumerId: 'john' } }, PUBLISH, false],
    [{ frame: 'any', match: { consumerId: 'jane', text: 'bye' } }, PUBLISH, false],
    [{ frame: 'any', match: { clientId: 'jane' } }, PUBLISH, false],
    [{ frame: 'any', match: { path: '/messaging', headers: { 'user-agent': 'client' } } }, PUBLISH, true],
    [{ frame: 'any', match: { path: '/other' } }, PUBLISH, false],
    [{ frame: 'any', match: (call, frame) => call.method === 'POST' && frame?.who === 'jane' }, PUBLISH, true],
    [{ frame: 'any', match: (_, frame) => frame === undefined }, PUBLISH, false],
  ])('%j, and a frame %j: %s', (spec, frame, isMet) => {
    expect(shotAt({ error: 'timeout', ...spec }, at('ums.consumer', frame))?.sentence).toBe(
      isMet ? 'fault-1 met this frame: it is armed for every frame, fired once' : undefined,
    );
  });
});

describe('a fault for calls', () => {
  it.each<[FaultSpec, string | undefined, boolean]>([
    [{ error: 'reset' }, undefined, true],
    [{ error: 'reset', endpoint: 'idp.consumer' }, undefined, false],
    [{ error: 'reset', endpoint: 'idp.consumer' }, 'idp.consumer', true],
    [{ error: 'reset', endpoint: 'idp.consumer' }, 'idp.authenticate', false],
    [{ error: 'reset', frame: 'any' }, 'ums.consumer', false],
    [{ error: { close: 4401 } }, 'ums.consumer', true],
    [{ error: { close: 4401 } }, 'idp.consumer', false],
    [{ error: { close: 4401 } }, undefined, false],
    [{ error: '9007' }, 'idp.authenticate', true],
    [{ error: '9007' }, 'send-api.send', false],
    [{ error: 'reset', match: () => false }, 'idp.consumer', false],
    [{ error: 'reset', match: (...told) => told.length === 1 }, 'idp.consumer', true],
  ])('%j, and a call to %s: %s', (spec, id, isMet) => {
    expect(shotAt(spec, at(id))?.sentence).toBe(
      isMet ? 'fault-1 answered this call: it is armed for every call, fired once' : undefined,
    );
  });

  it('without an effect lets the call go on', () => {
    expect(shotAt({ delayMs: 30 }, at('idp.consumer'))).toEqual({
      ids: ['fault-1'],
      delayMs: 30,
      effect: undefined,
      sentence: '',
    });
  });

  it('counts what it lets through first, and then every nth', () => {
    const store = createFaultStore();
    store.add({ error: 'reset', after: 2, every: 3, times: 2 });
    const fired = Array.from({ length: 14 }, () => fire(store, at('idp.consumer')) !== undefined);
    expect(fired.flatMap((isFired, index) => (isFired ? [index + 1] : []))).toEqual([5, 8]);
  });

  it('fires at once when every call is meant', () => {
    const store = createFaultStore();
    store.add({ error: 'reset', after: 1 });
    expect([1, 2, 3].map(() => fire(store, at(undefined)) !== undefined)).toEqual([false, true, true]);
  });
});
