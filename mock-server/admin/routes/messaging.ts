import * as v from 'valibot';
import { agentOfAdmin } from '../../domain/agent-script-schema.ts';
import { closeCode } from '../../control/faults/effects.ts';
import { AdminError } from '../admin-error.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers, does } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';

const side = v.optional(v.picklist(['agent', 'consumer']));
const role = v.picklist(['CONSUMER', 'ASSIGNED_AGENT', 'AGENT', 'MANAGER', 'READER', 'CONTROLLER']);
const states = v.picklist(['OPEN', 'CLOSE']);

const conversationSchema = v.strictObject({
  id: v.string(),
  accountId: v.string(),
  consumerId: v.string(),
  state: states,
  skillId: v.string(),
  participants: v.array(
    v.strictObject({ id: v.string(), pid: v.string(), role, state: v.picklist(['ACTIVE', 'SUGGESTED']) }),
  ),
  closedBy: v.optional(v.picklist(['CONSUMER', 'AGENT', 'SYSTEM'])),
  messages: v.array(
    v.strictObject({
      sequence: v.number(),
      role,
      from: v.string(),
      text: v.optional(v.string()),
      event: v.record(v.string(), v.unknown()),
      atMs: v.pipe(v.number(), v.description("By the account's clock, in epoch milliseconds")),
    }),
  ),
});

const socketSchema = v.strictObject({
  id: v.string(),
  accountId: v.string(),
  side: v.picklist(['consumer', 'agent']),
  who: v.optional(v.string()),
  openedAtMs: v.number(),
});

const idOf = (parameters: Readonly<Record<string, string>>): string => parameters['id'] ?? '';

/** Conversations, sockets and the agent who answers by a script. */
export const messagingRoutes = [
  answers({
    verb: 'conversations.list',
    method: 'GET',
    path: `${ADMIN_PATH}/conversations`,
    summary: 'The conversations with what was said in them, oldest first',
    input: v.strictObject({ ...scope, consumerId: v.optional(v.string()), state: v.optional(states) }),
    status: 200,
    output: v.strictObject({ conversations: v.array(conversationSchema) }),
    run: (mock, { accountId, ...filter }) => ({
      conversations: [...controlsOf(mock, accountId).conversations.list(filter)].map(plain),
    }),
  }),
  answers({
    verb: 'conversations.find',
    method: 'GET',
    path: `${ADMIN_PATH}/conversations/{id}`,
    summary: 'One conversation',
    input: v.strictObject({ ...scope }),
    status: 200,
    output: conversationSchema,
    run: (mock, { accountId }, parameters) => {
      const found = controlsOf(mock, accountId).conversations.find(idOf(parameters));
      if (found === undefined) throw new AdminError(404, 'there is no conversation of this id');
      return plain(found);
    },
  }),
  answers({
    verb: 'conversations.say',
    method: 'POST',
    path: `${ADMIN_PATH}/conversations/{id}/say`,
    summary: 'Says a text in a conversation, as its agent or its consumer',
    input: v.strictObject({ text: v.string(), as: side, ...scope }),
    status: 200,
    output: v.strictObject({ sequence: v.number() }),
    run: (mock, { text, as, accountId }, parameters) => ({
      sequence: controlsOf(mock, accountId).conversations.say(idOf(parameters), text, as),
    }),
  }),
  does({
    verb: 'conversations.transfer',
    method: 'POST',
    path: `${ADMIN_PATH}/conversations/{id}/transfer`,
    summary: 'Gives a conversation to another skill, so that it rings again',
    input: v.strictObject({ skillId: v.string(), ...scope }),
    run: (mock, { skillId, accountId }, parameters) => {
      controlsOf(mock, accountId).conversations.transfer(idOf(parameters), skillId);
    },
  }),
  does({
    verb: 'conversations.close',
    method: 'POST',
    path: `${ADMIN_PATH}/conversations/{id}/close`,
    summary: 'Closes a conversation, as its agent or its consumer',
    input: v.strictObject({ as: side, ...scope }),
    run: (mock, { as, accountId }, parameters) => {
      controlsOf(mock, accountId).conversations.close(idOf(parameters), as);
    },
  }),
  answers({
    verb: 'sockets.list',
    method: 'GET',
    path: `${ADMIN_PATH}/sockets`,
    summary: 'The open sockets',
    input: v.strictObject(scope),
    status: 200,
    output: v.strictObject({ sockets: v.array(socketSchema) }),
    run: (mock, { accountId }) => ({ sockets: [...controlsOf(mock, accountId).sockets.list()] }),
  }),
  does({
    verb: 'sockets.close',
    method: 'POST',
    path: `${ADMIN_PATH}/sockets/{id}/close`,
    summary: 'Closes a socket with a code of your choice',
    input: v.strictObject({ code: v.optional(closeCode()), ...scope }),
    run: (mock, { code, accountId }, parameters) => {
      if (!controlsOf(mock, accountId).sockets.close(idOf(parameters), code))
        throw new AdminError(404, 'no socket of this id is open');
    },
  }),
  answers({
    verb: 'agent.current',
    method: 'GET',
    path: `${ADMIN_PATH}/agent/script`,
    summary: 'The script that the agent follows, in an account or where an account has none of its own',
    input: v.strictObject(scope),
    status: 200,
    output: v.strictObject({ script: agentOfAdmin() }),
    run: (mock, { accountId }) => ({ script: mock.agent.current(accountId) }),
  }),
  does({
    verb: 'agent.script',
    method: 'POST',
    path: `${ADMIN_PATH}/agent/script`,
    summary: 'Lets the scripted agent follow another script, or nobody be there',
    input: v.strictObject({ script: agentOfAdmin(), accountId: v.optional(v.string()) }),
    run: (mock, { script, accountId }) => {
      mock.agent.script(script, accountId);
    },
  }),
];

/** The lists of a view as arrays of their own, which the schema's types ask for. */
function plain<View extends { readonly participants: readonly unknown[]; readonly messages: readonly unknown[] }>(
  view: View,
): Omit<View, 'participants' | 'messages'> & {
  participants: View['participants'][number][];
  messages: View['messages'][number][];
} {
  return { ...view, participants: [...view.participants], messages: [...view.messages] };
}
