import { createSpeaker } from './speaker.ts';
import { createTranscript } from './transcript.ts';
import type { Visitor } from './visitor.ts';

const nothing = (): void => undefined;

/** The visitor of a conversation that another client has opened: the page is its agent alone. */
export function createGuest(number: number, accountId: string, conversationId: string): Visitor {
  const transcript = createTranscript(() => false);
  transcript.note('Another client, perhaps yours, has opened this conversation. Answer it as the agent.');
  return {
    number,
    accountId,
    isGuest: true,
    transcript,
    speaker: createSpeaker({
      names: { publish: '', update: '' },
      transcript,
      line: () => undefined,
      conversationId: () => undefined,
      onChange: nothing,
    }),
    state: {
      socket: 'none',
      ext: undefined,
      lp: undefined,
      conversationId,
      conversation: 'OPEN',
      agentPid: undefined,
      rating: undefined,
      isBusy: false,
    },
    socketTrace: () => undefined,
    start: nothing,
    renew: nothing,
    rate: nothing,
    openConversation: nothing,
    leave: nothing,
  };
}
