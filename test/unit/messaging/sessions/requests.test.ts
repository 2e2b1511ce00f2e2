import { expect, it } from '@jest/globals';
import type { Settings } from '../../../../mock-server/config/settings.ts';
import { Refusal } from '../../../../mock-server/errors/refusal.ts';
import type { CommandScene } from '../../../../mock-server/messaging/commands/command.ts';
import { textResult } from '../../../../mock-server/messaging/dialects/dialect.ts';
import { isOdd, readFrame } from '../../../../mock-server/messaging/frame.ts';
import { carryOutRequest, EVERYBODYS } from '../../../../mock-server/messaging/sessions/requests.ts';

/** What a request comes to: the body that its command is given, the answer, or the refusal. */
function carryOut(frame: object, settings: object = {}, length?: number): { result: unknown; slugs: string[] } {
  const request = readFrame(JSON.stringify(frame));
  if (isOdd(request)) throw new Error(request.reason.sentence);
  const scene = {
    clock: { now: () => 7 },
    deviations: [],
    settings: { strict: false, sendApi: { maxRequestChars: 5000 }, ...settings } as unknown as Settings,
  } as unknown as CommandScene;
  const told = (body: object) => ({ name: 'GetClock' as const, body });
  const shared = new Map([['ms.PublishEvent', told]]);
  const own = { ...EVERYBODYS, 'userprofile.GetUserProfile': told, 'own.Command': told };
  const asked = length === undefined ? request : { ...request, length };
  const result = resultOf(() => carryOutRequest(asked, scene, own, shared));
  return { result, slugs: scene.deviations.map(({ slug, sentence }) => `${slug}: ${sentence}`) };
}

function resultOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.error, error.reason.slug, error.reason.sentence];
  }
}

it('both sides can ask for the time, and that the socket be kept', () => {
  expect(carryOut({ type: 'GetClock' }).result).toEqual({ name: 'GetClock', body: { currentTime: 7 } });
  expect(carryOut({ type: 'KeepAlive' }).result).toEqual(textResult('OK'));
});

it.each(['nothing', 'toString', 'InitConnection'])(
  'a type that is none is refused, and all that are ones named: %s',
  (type) => {
    const names = 'InitConnection, GetClock, KeepAlive, userprofile.GetUserProfile, own.Command, ms.PublishEvent';
    expect(carryOut({ type }).result).toEqual(['BAD_REQUEST', 'command-unknown', `type must be one of ${names}`]);
  },
);

it.each<[string, object, unknown]>([
  ['own.Command', {}, {}],
  ['own.Command', { body: null }, {}],
  ['own.Command', { body: { a: 1 } }, { a: 1 }],
  ['ms.PublishEvent', { body: { a: 1 } }, { a: 1 }],
  ['userprofile.GetUserProfile', { body: 'jane' }, { userId: 'jane' }],
  ['userprofile.GetUserProfile', { body: { userId: 'jane' } }, { userId: 'jane' }],
])('a body may be left out, and be a text for a profile: %s %j', (type, frame, body) => {
  expect(carryOut({ type, ...frame }).result).toEqual({ name: 'GetClock', body });
});

it.each<[string, unknown, string]>([
  ['own.Command', 'jane', 'a string'],
  ['own.Command', [], 'an array'],
  ['own.Command', 7, 'a number'],
  ['userprofile.GetUserProfile', 7, 'a number'],
  ['userprofile.GetUserProfile', ['jane'], 'an array'],
])('any other body is refused: %s %j', (type, body, name) => {
  expect(carryOut({ type, body }).result).toEqual([
    'BAD_REQUEST',
    'command-malformed',
    `body is ${name}; it must be an object`,
  ]);
});

it('a number as the id is noted, and refused by a strict mock', () => {
  const sentence = 'id is a number; the pages ask for a string';
  expect(carryOut({ type: 'own.Command', id: 7 }).slugs).toEqual([`request-id-number: ${sentence}`]);
  for (const id of ['7', undefined, null]) expect(carryOut({ type: 'own.Command', id }).slugs).toEqual([]);
  const strict = { strict: true };
  expect(carryOut({ type: 'own.Command', id: 7 }, strict).result).toEqual([
    'BAD_REQUEST',
    'deviation-refused',
    sentence,
  ]);
  expect(carryOut({ type: 'own.Command', id: '7' }, strict).result).toEqual({ name: 'GetClock', body: {} });
});

it.each<[string, number, boolean]>([
  ['ms.PublishEvent', 5000, true],
  ['ms.PublishEvent', 5001, false],
  ['own.Command', 5001, true],
])('what is published may be as long as at the Send API: %s of %d', (type, length, isTaken) => {
  const refusal = ['BAD_REQUEST', 'request-too-long', 'the request has 5001 characters; 5000 are allowed'];
  expect(carryOut({ type }, {}, length).result).toEqual(isTaken ? { name: 'GetClock', body: {} } : refusal);
});
