import type { Remote } from '../../client/remote.ts';
import type { ConversationControl, ConversationView, SaidMessage } from '../../control/conversations/conversations.ts';
import { isoSeconds } from '../../instant.ts';
import { columns } from '../columns.ts';
import { defineCommand } from '../command.ts';
import { requireConversation } from '../named-conversation.ts';
import { runningMockFlags, withRunningMock } from '../running-mock.ts';
import type { Terminal } from '../terminal.ts';

/** Lists the conversations of a running mock, or shows one with what was said in it. */
export const conversations = defineCommand({
  usage: 'conversations [id]',
  summary: 'list the conversations of a running mock, or show one of them',
  words: { id: { type: 'string', describe: 'the id of one, or its beginning; without it, list all' } },
  flags: {
    json: { type: 'boolean', describe: 'one line of JSON for each conversation, with its messages' },
    ...runningMockFlags,
  },
  examples: [
    ['conversations', 'who talks, since when, and whether it is closed'],
    ['conversations 7507be78', 'one of them, with what was said'],
    ['conversations --json | jq .messages', 'for a script'],
  ],
  run: async (typed, terminal) =>
    withRunningMock(typed, terminal, async ({ controls }) => {
      if (typed.id === undefined) await list(controls.conversations, typed, terminal);
      else {
        const one = await requireConversation(controls.conversations, typed.id);
        terminal.print(typed.json === true ? JSON.stringify(one) : describe(one));
      }
      return 0;
    }),
});

async function list(
  control: Remote<ConversationControl>,
  { json, account }: { readonly json: boolean | undefined; readonly account: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const all = await control.list();
  if (json === true) for (const each of all) terminal.print(JSON.stringify(each));
  // Not on stdout, which is a list for the next program.
  else if (all.length === 0)
    terminal.complain(
      `lp-auth-mock: there are no conversations${account === undefined ? '' : ` of account ${account}`}`,
    );
  else for (const line of columns([HEADINGS, ...all.map(rowOf)])) terminal.print(line);
}

const HEADINGS = ['ID', 'ACCOUNT', 'CONSUMER', 'STATE', 'SKILL', 'MESSAGES', 'LAST'];

function rowOf({ id, accountId, consumerId, state, skillId, messages }: ConversationView): readonly string[] {
  const last = messages.findLast(({ text }) => text !== undefined);
  const said = last === undefined ? '' : `${speaker(last)}: ${oneLine(last.text ?? '')}`;
  return [id, accountId, consumerId, state, skillId, String(messages.length), said];
}

/** As much of a message as a list shows, in characters. */
const LONGEST_SHOWN = 60;

function oneLine(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 3)}...` : line;
}

function describe(conversation: ConversationView): string {
  const { id, accountId, consumerId, state, closedBy, skillId, participants, messages } = conversation;
  const agents = participants.filter(({ role }) => role !== 'CONSUMER');
  return [
    `conversation ${id} of account ${accountId}`,
    ...columns([
      ['state', closedBy === undefined ? state : `${state} (by ${closedBy})`],
      ['skill', skillId],
      ['consumer', consumerId],
      ...agents.map(({ id: agentId, role, state: as }) => ['agent', `${agentId} (${role}, ${as})`]),
    ]),
    '',
    ...(messages.length === 0 ? ['nothing was said yet'] : columns(messages.map(lineOf))),
  ].join('\n');
}

function lineOf(message: SaidMessage): readonly string[] {
  const { sequence, atMs, text, event } = message;
  const what = text ?? `(${String(event['status'] ?? event['type'])})`;
  // A message of several lines stays one row.
  return [String(sequence), isoSeconds(Math.floor(atMs / 1000)), speaker(message), what.replaceAll('\n', '\n    ')];
}

function speaker({ role }: SaidMessage): string {
  return role === 'CONSUMER' ? 'consumer' : 'agent';
}
