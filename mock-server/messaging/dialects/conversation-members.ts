import type { Conversation, Participant, Role } from '../../domain/conversation.ts';
import type { JsonObject } from '../../http/body.ts';

/** What both dialects say of a conversation, where they say it alike. */
export function stateMembers({ state, closedBy, startMs, endMs, changedMs }: Conversation): JsonObject {
  return {
    state,
    stage: state,
    ...(closedBy === undefined ? {} : { closeReason: closedBy }),
    startTs: startMs,
    ...(endMs === undefined ? {} : { endTs: endMs }),
    metaDataLastUpdateTs: changedMs,
  };
}

/** The MAIN dialog, which is all that a conversation has here. */
export function dialogMembers(conversation: Conversation, idOf: (participant: Participant) => string): JsonObject {
  const { id, participants, state, startMs, endMs, changedMs, closedBy } = conversation;
  return {
    dialogId: id,
    participantsDetails: participants.map((each) => ({ id: idOf(each), role: each.role, state: each.state })),
    dialogType: 'MAIN',
    channelType: 'MESSAGING',
    state,
    creationTs: startMs,
    ...(endMs === undefined ? {} : { endTs: endMs }),
    metaDataLastUpdateTs: changedMs,
    ...(closedBy === undefined ? {} : { closedBy }),
  };
}

/** Ids by role; a role that nobody has is left out, unless it is among those that are always told. */
export function idsByRole(
  participants: readonly Participant[],
  idOf: (participant: Participant) => string,
  always: readonly Role[] = [],
): Readonly<Record<string, readonly string[]>> {
  const byRole: Record<string, string[]> = Object.fromEntries(always.map((role) => [role, []]));
  for (const participant of participants) (byRole[participant.role] ??= []).push(idOf(participant));
  return byRole;
}
