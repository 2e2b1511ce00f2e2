import { proceed } from '../../awaitable.ts';
import { refuse } from '../../errors/refusal.ts';
import { describeJson } from '../../http/body.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { requireCaller } from './caller.ts';
import { carryOut, requireBody } from './commands.ts';
import { conversationAnswer, requireConversation, requireMatch } from './conversation.ts';

/** A conversation as it is, with its ETag. Source: Messaging REST API, in the use of known clients. */
export const getConversation: EndpointHandler = {
  handle: (context) =>
    proceed(requireCaller(context), (caller) =>
      conversationAnswer(200, requireConversation(context, caller), caller.account.id),
    ),
};

/** Closes a conversation, for who knows its ETag. Source: as above. */
export const updateConversation: EndpointHandler = {
  handle: (context) =>
    proceed(requireCaller(context), (caller) => {
      const conversation = requireConversation(context, caller);
      requireMatch(context, conversation, caller.account.id);
      const { stage } = requireBody(context, '{"stage":"CLOSE"}');
      if (stage !== 'CLOSE') {
        const found = typeof stage === 'string' ? JSON.stringify(cut(stage, 40)) : describeJson(stage);
        return refuse('rest_bad_request', 'command-malformed', `stage is ${found}; it must be CLOSE`);
      }
      const change = {
        conversationId: conversation.id,
        conversationField: { field: 'Stage', conversationState: 'CLOSE' },
      };
      return proceed(carryOut(context, caller, 'cm.UpdateConversationField', change), () =>
        conversationAnswer(200, conversation, caller.account.id),
      );
    }),
};
