import type { ClosedBy } from '../../domain/conversation.ts';
import type {
  ConsumerFrame,
  ConsumerNotification,
  ConsumerNotifications,
  ConsumerRequests,
  RequestConversationBody,
} from '../../messaging/frames/consumer-frames.ts';
import { decodeJws } from '../../tokens/jws.ts';
import { requireAccount } from '../state/require-account.ts';
import { accountOf, checkOptions } from './client-options.ts';
import type { AnyFrame, ClientsSetup } from './connection.ts';
import { createHeard } from './heard.ts';
import type { InConversation, SocketClient } from './socket-client.ts';
import type { Talk } from './talk.ts';
import { openTalk } from './talk.ts';

/** Who the consumer is. */
export interface ConsumerClientOptions {
  /** Default: the account of `jwt`, else the first configured one. */
  readonly accountId?: string | undefined;
  /** An LP_JWT of your own. Default: one of an anonymous consumer, which no call is made for. */
  readonly jwt?: string | undefined;
  /** The id of the anonymous consumer, the token's `sub`. Default: a new one */
  readonly consumerId?: string | undefined;
}

/** A consumer on a socket of version 3, who is told of every conversation of theirs. */
export interface ConsumerClient extends SocketClient<ConsumerRequests, ConsumerNotifications, ConsumerFrame> {
  /** The LP_JWT; with it another client goes on as the same consumer. */
  readonly jwt: string;
  /** The token's `sub`. */
  readonly consumerId: string;
  /** Opens a conversation. Resolves to its id. */
  requestConversation(options?: RequestConversationBody): Promise<string>;
  /** Rates the conversation, which may be closed already. */
  rate(stars: number, options?: InConversation): Promise<void>;
}

type ConsumerTalk = Talk<ConsumerRequests, ConsumerNotifications, ConsumerFrame>;

/**
 * Opens the client of a consumer, who goes on with the conversation that is open already, where there is one.
 *
 * @throws TypeError when an option is unknown or the mock has no such account.
 * @throws SocketRefusal when the mock refuses the token.
 */
export async function openConsumerClient(
  clients: ClientsSetup,
  options: ConsumerClientOptions = {},
): Promise<ConsumerClient> {
  checkOptions('consumer', options, ['accountId', 'jwt', 'consumerId']);
  if (options.jwt !== undefined && options.consumerId !== undefined)
    throw new TypeError('consumer: give jwt or consumerId, not both: the token says who the consumer is');
  const accountId = accountOf('consumer', options.accountId ?? accountIn(options.jwt), clients);
  requireAccount(clients.accounts, accountId);
  const jwt = options.jwt ?? (await clients.mint.lpJwt({ accountId, sub: options.consumerId }));
  const { sub } = claimsOf(jwt);
  const consumerId = typeof sub === 'string' ? sub : '';
  const heard = createHeard(({ originatorId }) => originatorId === consumerId);
  const known = new Map<string, 'OPEN' | 'CLOSE'>();
  const talk: ConsumerTalk = await openTalk({
    clients,
    method: 'consumer',
    accountId,
    path: `/ws_api/account/${accountId}/messaging/consumer?v=3`,
    names: { publish: 'ms.PublishEvent', update: 'cm.UpdateConversationField' },
    heard,
    hint: 'await consumer.requestConversation()',
    onNotification: (frame) => {
      hear(frame, known, heard);
    },
    onEnd: () => undefined,
  });
  const { connection, client } = talk;
  const listen = async (method: string, conversationId: string): Promise<void> => {
    talk.current = conversationId;
    await connection.ask(method, 'ms.SubscribeMessagingEvents', { dialogId: conversationId, fromSeq: 0 });
  };
  await connection.ask('consumer', 'InitConnection', undefined, {
    headers: [{ type: '.ams.headers.ConsumerAuthentication', jwt }],
  });
  await connection.ask('consumer', 'cqm.SubscribeExConversations', {});
  const [open] = [...known].find(([, state]) => state === 'OPEN') ?? [];
  if (open !== undefined) await listen('consumer', open);

  return {
    ...client,
    jwt,
    consumerId,
    get conversationId() {
      return talk.current;
    },
    requestConversation: async (body) => {
      const method = 'requestConversation';
      const answer = await connection.ask(method, 'cm.ConsumerRequestConversation', body);
      await listen(method, answer.body.conversationId);
      return answer.body.conversationId;
    },
    rate: async (csatRate, named) => {
      const conversationId = talk.conversationOf('rate', named);
      const conversationField = [{ field: 'CSATRate', csatRate, status: 'FILLED' }];
      await connection.ask('rate', 'cm.UpdateConversationField', { conversationId, conversationField });
    },
  };
}

/** What a notification says of messages and of conversations. */
function hear(frame: AnyFrame, known: Map<string, 'OPEN' | 'CLOSE'>, heard: ReturnType<typeof createHeard>): void {
  const notification = frame as ConsumerNotification;
  if (notification.type === 'ms.MessagingEventNotification') {
    for (const change of notification.body.changes) heard.tell(change.conversationId, change);
    return;
  }
  for (const { result } of notification.body.changes) {
    const { state, closeReason } = result.conversationDetails;
    known.set(result.convId, state);
    if (state === 'CLOSE') heard.tellClosed(result.convId, (closeReason satisfies ClosedBy | undefined) ?? 'SYSTEM');
  }
}

function accountIn(jwt: string | undefined): string | undefined {
  const audience = jwt === undefined ? undefined : claimsOf(jwt)['aud'];
  return typeof audience === 'string' ? /^acc:(.+)$/.exec(audience)?.[1] : undefined;
}

/** None where it is no token: the mock says so itself. */
function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
  const decoded = decodeJws(jwt);
  return 'failure' in decoded ? {} : decoded.claims;
}
