import { defineCommand, UsageError } from '../command.ts';
import { requireConversation } from '../named-conversation.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';

/** Says a text in a conversation of a running mock. */
export const say = defineCommand({
  usage: 'say <conversation> <text>',
  summary: 'say a text in a conversation of a running mock, as its agent or its consumer',
  words: {
    conversation: { type: 'string', demandOption: true, describe: 'the id of a conversation, or its beginning' },
    text: { type: 'string', demandOption: true, describe: 'what to say; quote it when it has spaces' },
  },
  flags: {
    as: { choices: ['agent', 'consumer'], describe: 'who says it (default: agent)' },
    json: { type: 'boolean', describe: 'as JSON: the id of the conversation and the sequence of the message' },
    ...runningMockFlags,
  },
  examples: [
    ['say 7507be78 "How can I help?"', 'the agent of the conversation says it; where there is none, one joins'],
    ['say 7507be78 hello --as consumer', 'as if the consumer had said it'],
  ],
  notes: 'lp-auth-mock conversations lists the ids. Every socket that is told of the conversation hears it.',
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ controls: { conversations } }) => {
      const { id } = await requireConversation(conversations, typed.conversation);
      if (typed.text === '') throw new UsageError('text: expected something to say');
      const sequence = await conversations.say(id, typed.text, typed.as);
      if (typed.json === true) terminal.print(JSON.stringify({ conversationId: id, sequence }));
      else terminal.complain(`lp-auth-mock: said as ${typed.as ?? 'agent'} in ${id}, sequence ${String(sequence)}`);
      return 0;
    }),
});
