import type { CommandReply, Refusal } from '../../errors/refusal.ts';
import { refuse } from '../../errors/refusal.ts';
import { requestId } from '../../errors/request-id.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import { inTurn, lazily } from '../../lazily.ts';
import type { CommandScene } from '../../messaging/commands/command.ts';
import type { Commands } from '../../messaging/commands/index.ts';
import type { CommandResult } from '../../messaging/dialects/dialect.ts';
import { sinceForgotten } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { OnBehalf } from './authorization.ts';
import { shortType } from './request.ts';

/** What a conversation can be told, loaded with the first call that tells it something: few mocks have such a call. */
export const commandTables = lazily(() => inTurn(() => import('../../messaging/commands/index.ts')));

/** A call of the Send API as the commands see it. */
export function sceneOf(context: EndpointContext, { account, consumerId }: OnBehalf): CommandScene {
  const { clock, ids, settings, deviations } = context;
  return {
    account,
    actor: { side: 'consumer', id: consumerId },
    clock,
    ids,
    settings,
    deviations,
    origin: 'http',
    accountNote: sinceForgotten(context, account),
  };
}

/** Carries out one request object. @throws Refusal BAD_REQUEST, or 40103 for a conversation of another consumer. */
export function carryOut(request: JsonObject, scene: CommandScene, commands: Commands): CommandReply {
  const type = shortType(request);
  const command = type === undefined ? undefined : commands.get(type);
  if (command === undefined)
    return refuse('BAD_REQUEST', 'command-unknown', `type must be one of ${[...commands.keys()].join(', ')}`);
  const { body } = request;
  if (!isObject(body))
    return refuse('BAD_REQUEST', 'command-malformed', `body is ${describeJson(body)}; it must be an object`);
  return { code: 'OK', body: bodyOf(command(body, scene)), reqId: requestId(request) };
}

/** A sentence is a member here; sockets have it bare. */
function bodyOf({ body }: CommandResult): JsonObject {
  return isObject(body) ? body : { msg: body };
}

/** A refused command as an item of an answer. */
export function failedItem({ detail }: Pick<Refusal, 'detail'>, request: unknown): CommandReply {
  return { code: 'BAD_REQUEST', body: { msg: detail.message ?? 'Bad Request' }, reqId: requestId(request) };
}
