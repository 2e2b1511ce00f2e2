import type { Conversation, Participant, Role } from '../../domain/conversation.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import { isObject } from '../../http/body.ts';
import type { ActingAgent, CommandScene } from './command.ts';
import { participantOf } from './command.ts';
import type { FieldChange } from './field-change.ts';

/** Roles that an agent may have in a conversation. */
const AGENT_ROLES: readonly Role[] = ['ASSIGNED_AGENT', 'AGENT', 'MANAGER', 'READER', 'CONTROLLER'];

/** What only agents change of a conversation; a field that is not known is answered `OK` and changes nothing. */
export function changesOfAgent(field: JsonObject, conversation: Conversation, scene: CommandScene): FieldChange {
  switch (field['field']) {
    case 'ParticipantsChange':
      return participantsChange(field, conversation, scene);
    case 'Skill':
      return transfer(field, conversation, scene);
    case 'TTRField':
      return ttrChange(field);
    case 'Note':
      return noteChange(field);
    default:
      return {};
  }
}

function participantsChange(field: JsonObject, conversation: Conversation, scene: CommandScene): FieldChange {
  const { type } = field;
  const role = field['role'] as Role;
  const agent = namedAgent(field, scene);
  if (!AGENT_ROLES.includes(role))
    return refuse('BAD_REQUEST', 'command-malformed', `role must be one of ${AGENT_ROLES.join(', ')}`);
  const known = conversation.participants.find(({ pid }) => pid === agent.pid);
  const as = (state: Participant['state']): Participant => ({ id: agent.id, pid: agent.pid, role, state });
  switch (type) {
    case 'ADD':
    case 'UPDATE':
      return {
        text: 'OK Agent added successfully',
        isForLiving: true,
        isNews: known?.role !== role || known.state !== 'ACTIVE',
        change: (now) => ({ participants: withParticipant(now.participants, as('ACTIVE')) }),
      };
    case 'SUGGEST':
      return {
        text: 'OK Agent added successfully',
        isForLiving: true,
        isNews: known === undefined,
        change: (now) => ({ participants: withParticipant(now.participants, as('SUGGESTED')) }),
      };
    case 'REMOVE':
      return removal(known, role, agent.pid);
    default:
      return refuse('BAD_REQUEST', 'command-malformed', 'type must be ADD, REMOVE, UPDATE or SUGGEST');
  }
}

function removal(known: Participant | undefined, role: Role, pid: string): FieldChange {
  if (known === undefined && role === 'ASSIGNED_AGENT')
    refuse('BAD_REQUEST', 'participant-missing', 'the agent who is to be removed does not take part', { status: 406 });
  return {
    text: 'OK Agent removed successfully',
    isForLiving: true,
    isNews: known !== undefined,
    change: (now) => ({ participants: now.participants.filter((each) => each.pid !== pid) }),
  };
}

/** An agent has one role at a time, and one agent at a time is the assigned one. */
function withParticipant(participants: readonly Participant[], joining: Participant): readonly Participant[] {
  const others = participants.filter(
    ({ pid, role, state }) =>
      pid !== joining.pid &&
      !(
        joining.role === 'ASSIGNED_AGENT' &&
        joining.state === 'ACTIVE' &&
        role === 'ASSIGNED_AGENT' &&
        state === 'ACTIVE'
      ),
  );
  return [...others, joining];
}

/** The agent that a field names by either of his ids; the one who asks when it names none. */
function namedAgent({ userId }: JsonObject, { account, actor }: CommandScene): Pick<ActingAgent, 'id' | 'pid'> {
  const asking = actor as ActingAgent;
  if (isNobody(userId)) return asking;
  if (typeof userId !== 'string' || userId.length > LONGEST_ID)
    return refuse('BAD_REQUEST', 'command-malformed', 'userId must be the id of an agent, old or new');
  if (userId === asking.id || userId === asking.pid) return asking;
  const { presence, agentSessions } = account;
  return presence.find(userId) ?? agentSessions.findUser(userId, account.id) ?? { id: userId, pid: userId };
}

/** Nobody is named. */
function isNobody(userId: unknown): boolean {
  return userId === undefined || userId === null || userId === '';
}

const LONGEST_ID = 128;

/** To another skill: the assigned agent leaves, and the conversation rings again. */
function transfer({ skill, skillId }: JsonObject, conversation: Conversation, { actor }: CommandScene): FieldChange {
  const given = skill ?? skillId;
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text !== 'string' || !/^(?:-1|\d{1,10})$/.test(text))
    return refuse('BAD_REQUEST', 'command-malformed', 'skill must be -1 or at most ten digits');
  if (participantOf(conversation, actor) === undefined)
    refuse('BAD_REQUEST', 'participant-missing', 'only who takes part in a conversation may transfer it', {
      status: 403,
      message: 'Forbidden',
    });
  return {
    isForLiving: true,
    change: (now) => ({
      skillId: text,
      participants: now.participants.filter(({ role }) => role !== 'ASSIGNED_AGENT'),
    }),
  };
}

function ttrChange(field: JsonObject): FieldChange {
  const { ttrType, value } = isObject(field['ttr']) ? field['ttr'] : field;
  if (typeof ttrType !== 'string' || ttrType.length > LONGEST_ID)
    return refuse('BAD_REQUEST', 'command-malformed', 'ttrType is missing');
  const seconds = typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
  return { isForLiving: true, change: ({ ttr }) => ({ ttr: { ttrType, value: seconds ?? ttr.value } }) };
}

/** As long as a message may be. */
const LONGEST_NOTE = 5000;

function noteChange({ note }: JsonObject): FieldChange {
  if (typeof note !== 'string' || note.length > LONGEST_NOTE)
    return refuse(
      'BAD_REQUEST',
      'command-malformed',
      `note must be a text of at most ${String(LONGEST_NOTE)} characters`,
    );
  return { isForLiving: true, change: () => ({ note }) };
}
