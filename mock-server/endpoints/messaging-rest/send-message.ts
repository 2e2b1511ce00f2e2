import { proceed } from '../../awaitable.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import type { JsonObject } from '../../http/body.ts';
import { describeJson, isObject } from '../../http/body.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { messageId } from '../message-id.ts';
import type { SuccessBody } from '../wire-bodies.ts';
import { requireCaller } from './caller.ts';
import { carryOut, requireBody } from './commands.ts';
import { requireConversation } from './conversation.ts';

/**
 * Says something in a dialog: it is heard on sockets and found in the history like anything else that is said.
 *
 * Source: Messaging REST API, in the use of known clients; every type but `PLAIN_TEXT` is decision D82.
 */
export const sendMessage: EndpointHandler = {
  handle: (context) =>
    proceed(requireCaller(context), (caller) => {
      const { id } = requireConversation(context, caller);
      const { type, content, messageAudience } = requireBody(context, EXAMPLE);
      requireShort(context);
      const said = { conversationId: id, dialogId: id, event: eventOf(type, content), messageAudience };
      return proceed(carryOut(context, caller, 'ms.PublishEvent', said), ({ body }) => {
        const { sequence } = body as { sequence: number };
        return json(201, {
          conversationId: id,
          dialogId: id,
          messageId: messageId(id, sequence),
          sequence,
        } satisfies SuccessBody<'messaging-rest.send-message'>);
      });
    }),
};

const EXAMPLE = '{"type":"PLAIN_TEXT","content":{"text":"hi"}}';

/** As long as the Send API lets it be (decision D49). */
function requireShort({ call, settings }: EndpointContext): void {
  const { maxRequestChars } = settings.sendApi;
  if (call.body.length <= maxRequestChars) return;
  const sentence = `the body has ${String(call.body.length)} characters; ${String(maxRequestChars)} are allowed`;
  refuse('rest_bad_request', 'request-too-long', sentence);
}

/** @throws Refusal `rest_bad_request`. */
function eventOf(type: unknown, content: unknown): JsonObject {
  if (!isObject(content)) return malformed(`content is ${describeJson(content)}; it must be an object`);
  const { text } = content;
  switch (type) {
    case 'PLAIN_TEXT':
      return typeof text === 'string'
        ? { type: 'ContentEvent', contentType: 'text/plain', message: text }
        : malformed(`content.text is ${describeJson(text)}; it must be a text`);
    case 'HOSTED_FILE':
      return { type: 'ContentEvent', contentType: 'hosted/file', message: content };
    case 'RICH_CONTENT':
      return { type: 'RichContentEvent', content };
    default: {
      const found = typeof type === 'string' ? JSON.stringify(cut(type, 40)) : describeJson(type);
      return malformed(`type is ${found}; it must be PLAIN_TEXT, HOSTED_FILE or RICH_CONTENT`);
    }
  }
}

function malformed(sentence: string): never {
  return refuse('rest_bad_request', 'command-malformed', sentence);
}
