import type { Line } from './line.ts';
import { listOf, membersOf } from './members.ts';
import type { Speaker } from './speaker.ts';
import { createSpeaker } from './speaker.ts';
import type { Transcript } from './transcript.ts';
import { createTranscript } from './transcript.ts';
import { noteTrouble } from './trouble.ts';

/** What a conversation of an agent is made of. */
export interface AgentTalkSetup {
  readonly conversationId: string;
  readonly line: () => Line | undefined;
  /** Whether the agent has published something. */
  readonly isOwn: (event: Readonly<Record<string, unknown>>) => boolean;
  readonly onChange: () => void;
  readonly onSaid: (words: string) => void;
}

/** A ring that waits for the agent. */
export interface WaitingRing {
  readonly ringId: string;
  /** `-1`: any. */
  readonly skillId: string;
}

/** One conversation, as the agent knows it. */
export interface AgentTalk {
  readonly conversationId: string;
  readonly transcript: Transcript;
  readonly speaker: Speaker;
  /** `in`: the agent takes part; `out`: not yet, or no more. */
  part(): 'in' | 'out' | 'closed';
  ring(): WaitingRing | undefined;
  accept(): void;
  reject(): void;
  /** Becomes the assigned agent in the place of the one who is. */
  takeOver(): void;
  /** Gives the conversation to a skill; it rings again. */
  transfer(skillId: string): void;
  hear(events: readonly unknown[]): void;
  hearRing(ring: Readonly<Record<string, unknown>>): void;
  hearConversation(details: Readonly<Record<string, unknown>>, ownPid: string): void;
  /** Hears what was said while the socket was closed. */
  catchUp(): void;
}

const UPDATE = '.ams.cm.UpdateConversationField';

export function createAgentTalk(setup: AgentTalkSetup): AgentTalk {
  const { conversationId, line, isOwn, onChange, onSaid } = setup;
  let part: 'in' | 'out' | 'closed' = 'out';
  let ring: WaitingRing | undefined;
  const transcript = createTranscript(isOwn);
  const speaker = createSpeaker({
    names: { publish: '.ams.ms.PublishEvent', update: UPDATE },
    transcript,
    line,
    conversationId: () => (part === 'in' ? conversationId : undefined),
    onChange,
  });
  const hear = (events: readonly unknown[]): void => {
    for (const said of transcript.hear(events)) onSaid(speaker.wordsOf(said));
    speaker.received();
  };
  const attempt = (what: () => Promise<void>): void => {
    void what()
      .catch((error: unknown) => {
        noteTrouble(transcript, error, []);
      })
      .finally(onChange);
  };
  const ask = async (type: string, body: object): Promise<unknown> => line()?.ask(type, body);
  const query = async (): Promise<void> => {
    hear(listOf(await ask('.ams.ms.QueryMessages', { dialogId: conversationId })));
  };
  const answerRing = async (ringState: 'ACCEPTED' | 'REJECTED'): Promise<void> => {
    const ringId = ring?.ringId;
    ring = undefined;
    onChange();
    await ask('.ams.routing.UpdateRingState', { ringId, ringState });
  };
  return {
    conversationId,
    transcript,
    speaker,
    part: () => part,
    ring: () => ring,
    accept: () => {
      attempt(async () => {
        await answerRing('ACCEPTED');
        part = 'in';
        transcript.note('The agent has taken the conversation');
        await query();
      });
    },
    reject: () => {
      attempt(async () => {
        await answerRing('REJECTED');
        transcript.note('The agent has rejected the ring; it rings again after the next change of state');
      });
    },
    takeOver: () => {
      attempt(async () => {
        const conversationField = [{ field: 'ParticipantsChange', type: 'ADD', role: 'ASSIGNED_AGENT' }];
        await ask(UPDATE, { conversationId, conversationField });
        part = 'in';
        transcript.note('The agent has taken the conversation over');
        await query();
      });
    },
    transfer: (skill) => {
      attempt(async () => {
        // At once: what is told of it meanwhile is no news.
        part = 'out';
        const conversationField = [{ field: 'Skill', type: 'UPDATE', skill }];
        try {
          await ask(UPDATE, { conversationId, conversationField });
        } catch (error) {
          part = 'in';
          throw error;
        }
        transcript.note(`The agent has transferred it to skill ${skill}, and is out of it`);
      });
    },
    hear,
    hearRing: ({ ringId, ringState, skillId }) => {
      const isWaiting = ringState === 'WAITING' && typeof ringId === 'string';
      if (isWaiting) ring = { ringId, skillId: String(skillId) };
      else if (ringId === ring?.ringId) ring = undefined;
    },
    hearConversation: (details, ownPid) => {
      const agents = listOf(membersOf(details['participantsPId'])['ASSIGNED_AGENT']);
      if (details['state'] === 'CLOSE' && part !== 'closed') {
        const by = { CONSUMER: 'the visitor', AGENT: 'the agent' }[String(details['closeReason'])] ?? 'the mock';
        if (part === 'in') transcript.note(`The conversation was closed by ${by}`);
        part = 'closed';
        ring = undefined;
      } else if (part === 'in' && !agents.includes(ownPid)) {
        part = 'out';
        transcript.note('Another agent has the conversation now');
      }
    },
    catchUp: () => {
      if (part === 'in') attempt(query);
    },
  };
}
