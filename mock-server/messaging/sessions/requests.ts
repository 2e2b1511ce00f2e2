import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import type { CommandScene } from '../commands/command.ts';
import type { Commands } from '../commands/index.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { textResult } from '../dialects/dialect.ts';
import type { FrameRequest } from '../frame.ts';

/** A request that only a socket has, or has in its own way. */
export type SocketCommand = (body: JsonObject, scene: CommandScene, request: FrameRequest) => CommandResult;

/** The requests of one side, by their short names. */
export type SocketCommands = Readonly<Record<string, SocketCommand>>;

/** Carries out a request of somebody who is known. @throws Refusal */
export function carryOutRequest(
  request: FrameRequest,
  scene: CommandScene,
  own: SocketCommands,
  shared: Commands,
): CommandResult {
  const { command, frame } = request;
  const run = Object.hasOwn(own, command) ? own[command] : shared.get(command);
  if (run === undefined)
    return refuse('BAD_REQUEST', 'command-unknown', `type must be one of ${namesOf(own, shared).join(', ')}`);
  if (typeof frame['id'] === 'number')
    deviate(scene, 'request-id-number', 'id is a number; the pages ask for a string', 'BAD_REQUEST');
  requireShort(request, scene);
  return run(bodyOf(request), scene, request);
}

function namesOf(own: SocketCommands, shared: Commands): readonly string[] {
  return ['InitConnection', ...Object.keys(own), ...shared.keys()];
}

/** Most bodies may be left out; one request has a bare text in its place. */
function bodyOf({ command, body }: FrameRequest): JsonObject {
  if (body === undefined || body === null) return {};
  if (isObject(body)) return body;
  if (typeof body === 'string' && command === 'userprofile.GetUserProfile') return { userId: body };
  return refuse('BAD_REQUEST', 'command-malformed', `body is ${describeJson(body)}; it must be an object`);
}

/** As long as a request of the Send API may be (decision D49). */
function requireShort({ command, length }: FrameRequest, { settings }: CommandScene): void {
  const { maxRequestChars } = settings.sendApi;
  if (command !== 'ms.PublishEvent' || length <= maxRequestChars) return;
  refuse(
    'BAD_REQUEST',
    'request-too-long',
    `the request has ${String(length)} characters; ${String(maxRequestChars)} are allowed`,
  );
}

/** What both sides answer alike. */
export const EVERYBODYS: SocketCommands = {
  GetClock: (_, { clock }) => ({ name: 'GetClock', body: { currentTime: clock.now() } }),
  KeepAlive: () => textResult('OK'),
};
