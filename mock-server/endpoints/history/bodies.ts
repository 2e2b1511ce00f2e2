import type { Availability } from '../../domain/presence.ts';

/** A link to another page of the same search, or to this one. */
export interface HistoryLink {
  readonly rel: 'self' | 'next' | 'last';
  readonly href: string;
}

/** What an answer of the message history says about itself. */
export interface HistoryMetadata {
  /** How many records fit in all, on this page or another. */
  readonly count: number;
  readonly self: HistoryLink;
  /** Absent on the last page. */
  readonly next?: HistoryLink | undefined;
  /** Absent where there is one page. */
  readonly last?: HistoryLink | undefined;
  readonly shardsStatusResult: { readonly partialResult: false };
}

/** Conversations that were searched for. */
export interface HistoryBody {
  readonly _metadata: HistoryMetadata;
  readonly conversationHistoryRecords: readonly HistoryRecord[];
}

/** One conversation in the message history: `info`, and what else was asked for with `contentToRetrieve`. */
export interface HistoryRecord {
  readonly info: HistoryInfo;
  readonly messageRecords?: readonly HistoryMessage[] | undefined;
  /** Always empty: the mock gives no scores. */
  readonly messageScores?: readonly [] | undefined;
  readonly messageStatuses?: readonly HistoryMessageStatus[] | undefined;
  readonly agentParticipants?: readonly HistoryAgent[] | undefined;
  /** Who is still there; only when it was asked for. */
  readonly agentParticipantsActive?: readonly HistoryAgent[] | undefined;
  /** Who left, with the time of leaving; only when it was asked for. */
  readonly agentParticipantsLeave?: readonly HistoryAgent[] | undefined;
  readonly consumerParticipants?: readonly HistoryConsumer[] | undefined;
  readonly transfers?: readonly HistoryTransfer[] | undefined;
  readonly interactions?: readonly HistoryInteraction[] | undefined;
}

/** What is said of a conversation as a whole. */
export interface HistoryInfo {
  /** For instance `'2016-08-29 14:30:24.565+0000'`; with `L`: epoch milliseconds. */
  readonly startTime: string;
  readonly startTimeL: number;
  /** `'undefined'` and -1 of an open one. */
  readonly endTime: string;
  readonly endTimeL: number;
  /** In milliseconds; of an open one until now. */
  readonly duration: number;
  readonly conversationId: string;
  readonly brandId: string;
  /** Who had it last, without the account; absent when nobody had it. */
  readonly latestAgentId?: string | undefined;
  readonly latestAgentNickname?: string | undefined;
  readonly latestAgentFullName?: string | undefined;
  readonly latestAgentLoginName?: string | undefined;
  readonly agentDeleted: false;
  readonly latestSkillId: number;
  readonly latestSkillName: string;
  readonly source: 'APP';
  /** Absent of an open one. */
  readonly closeReason?: 'CONSUMER' | 'AGENT' | 'SYSTEM' | undefined;
  readonly closeReasonDescription?: 'MANUAL_CLOSE' | undefined;
  readonly status: 'OPEN' | 'CLOSE';
  readonly firstConversation: boolean;
  /** The rating, under both of its names; absent without one. */
  readonly csat?: number | undefined;
  readonly csatRate?: number | undefined;
  readonly device: 'NA';
  readonly browser: 'undefined';
  readonly operatingSystem: 'NA';
  readonly latestAgentGroupId: -1;
  readonly latestAgentGroupName: 'Unassigned';
  readonly latestQueueState: 'IN_QUEUE' | 'ACTIVE';
  readonly isPartial: false;
}

/** One message. */
export interface HistoryMessage {
  readonly type: 'TEXT_PLAIN' | 'TEXT_HTML' | 'HOSTED_FILE' | 'RICH_CONTENT';
  readonly messageData: {
    readonly msg?: { readonly text: string } | undefined;
    readonly file?: Readonly<Record<'relativePath' | 'fileType' | 'caption', unknown>> | undefined;
    /** The content as a JSON text. */
    readonly richContent?: { readonly content: string } | undefined;
  };
  /** `ms::conv:{conversation}::msg:{seq}`. */
  readonly messageId: string;
  readonly seq: number;
  readonly dialogId: string;
  readonly sentBy: 'Consumer' | 'Agent';
  readonly source: 'APP';
  readonly time: string;
  readonly timeL: number;
  /** A consumer's id, or an agent's user id without the account. */
  readonly participantId: string;
  readonly audience: 'ALL' | 'AGENTS_AND_MANAGERS';
  readonly device: 'NA';
}

/** A receipt for one message. */
export interface HistoryMessageStatus {
  readonly messageId: string;
  readonly seq: number;
  readonly time: string;
  readonly timeL: number;
  readonly participantId: string;
  readonly participantType: 'Consumer' | 'Agent';
  /** For instance `'READ'`. */
  readonly messageDeliveryStatus: unknown;
  readonly dialogId: string;
}

/** An agent who takes or took part. */
export interface HistoryAgent {
  readonly agentFullName: string;
  readonly agentNickname: string;
  readonly agentLoginName: string;
  readonly agentDeleted: false;
  /** The user id, without the account. */
  readonly agentId: string;
  readonly userType: '1';
  readonly userTypeName: 'Human';
  readonly role: 'AGENT';
  readonly agentGroupName: 'Unassigned';
  readonly agentGroupId: -1;
  readonly time: string;
  readonly timeL: number;
  /** For instance `'ASSIGNED_AGENT'`. */
  readonly permission: string;
}

/** The consumer; `'undefined'` stands for what the profile does not say. */
export interface HistoryConsumer {
  readonly participantId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly token: 'undefined';
  readonly email: string;
  readonly phone: string;
  readonly avatarURL: string;
  readonly time: string;
  readonly timeL: number;
  readonly consumerName: string;
}

/** A conversation that was given to a skill or to another agent. */
export interface HistoryTransfer {
  readonly timeL: number;
  readonly time: string;
  /** `'null'` when it went to a skill. */
  readonly assignedAgentId: string;
  readonly targetSkillId: number;
  readonly targetSkillName: string;
  readonly reason: 'Skill' | 'Agent' | 'back2Q';
  readonly by: string;
  readonly sourceSkillId: number;
  readonly sourceSkillName: string;
  /** `'null'` when nobody had it. */
  readonly sourceAgentId: string;
  readonly sourceAgentFullName: string;
  readonly sourceAgentLoginName: string;
  readonly sourceAgentNickname: string;
}

/** A time in which one agent had the conversation. */
export interface HistoryInteraction {
  readonly assignedAgentId: string;
  readonly assignedAgentFullName: string;
  readonly assignedAgentLoginName: string;
  readonly assignedAgentNickname: string;
  readonly interactionTimeL: number;
  readonly interactionTime: string;
  /** 1, 2, 3 and so on. */
  readonly interactiveSequence: number;
}

/** How available the agents are who were asked for. */
export interface AgentStatusBody {
  readonly _metadata: HistoryMetadata;
  readonly accountID: string;
  readonly agentStatusRecords: readonly {
    /** The user id, without the account. */
    readonly agentId: string;
    readonly currentStatus: Availability;
  }[];
}
