import type { Awaitable } from '../../awaitable.ts';
import { proceed } from '../../awaitable.ts';
import { refuse, Refusal } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject, readJson } from '../../http/body.ts';
import { inTurn, lazily } from '../../lazily.ts';
import type { Command, CommandScene } from '../../messaging/commands/command.ts';
import type { CommandResult } from '../../messaging/dialects/dialect.ts';
import { sinceForgotten } from '../account.ts';
import { checkContentType } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { RestCaller } from './caller.ts';

/** What a conversation can be told: the same that the Send API and the sockets tell it. */
const commandTables = lazily(() => inTurn(() => import('../../messaging/commands/index.ts')));
const agentCommands = lazily(() => inTurn(() => import('../../messaging/commands/agent-request-conversation.ts')));

/**
 * Carries out a command for the one who calls. What it refuses is refused in the words of this service.
 *
 * @throws Refusal `rest_bad_request` or `rest_conflict`.
 */
export function carryOut(
  context: EndpointContext,
  caller: RestCaller,
  type: string,
  body: JsonObject,
): Awaitable<CommandResult> {
  return proceed(commandOf(type, caller), (command) => {
    try {
      return command(body, sceneOf(context, caller));
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const { slug, sentence } = thrown.reason;
      return refuse(CONFLICTS.includes(slug) ? 'rest_conflict' : 'rest_bad_request', slug, sentence);
    }
  });
}

const CONFLICTS: readonly string[] = ['conversation-already-open', 'conversation-closed'];

const REQUEST = 'cm.ConsumerRequestConversation';

/** An agent opens a conversation with a consumer by a command of his own. */
function commandOf(type: string, { actor }: RestCaller): Awaitable<Command> {
  if (type === REQUEST && actor.side === 'agent')
    return proceed(agentCommands(), ({ requestConversation }) => requestConversation);
  return proceed(commandTables(), ({ CONSUMER_COMMANDS }) => CONSUMER_COMMANDS.get(type) as Command);
}

function sceneOf(context: EndpointContext, { account, actor }: RestCaller): CommandScene {
  const { clock, ids, settings, deviations } = context;
  const accountNote = sinceForgotten(context, account);
  return { account, actor, clock, ids, settings, deviations, origin: 'http', accountNote };
}

/**
 * The object in the body of a call.
 *
 * @param example - shown to who sent something else; undefined where there need be no body
 * @throws Refusal `rest_bad_request`.
 */
export function requireBody(context: EndpointContext, example?: string): JsonObject {
  const body = readJson(context.call);
  if (!body.ok) return refuse('rest_bad_request', body.slug, body.sentence);
  if (body.value === undefined && example === undefined) return {};
  if (!isObject(body.value)) {
    const sentence = `the body is ${describeJson(body.value)}; send an object${example === undefined ? '' : `, such as ${example}`}`;
    return refuse('rest_bad_request', 'body-wrong-shape', sentence);
  }
  checkContentType(context, 'application/json', 'rest_bad_request');
  return body.value;
}
