import type { Reason } from '../../errors/reasons.ts';
import { refuse } from '../../errors/refusal.ts';
import { isObject } from '../../http/body.ts';
import { headerToken } from '../../http/credentials.ts';
import type { Session } from '../../http/socket.ts';
import { decodeJws } from '../../tokens/jws.ts';
import type { LpJwtClaims, LpJwtVerdict } from '../../tokens/lp-jwt.ts';
import { verifyLpJwt } from '../../tokens/lp-jwt.ts';
import type { Signer } from '../../tokens/signer.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { CONSUMER_COMMANDS } from '../commands/index.ts';
import { queryMessages } from '../commands/query-messages.ts';
import { getUserProfile } from '../commands/user-profile.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { textResult } from '../dialects/dialect.ts';
import { longDialect } from '../dialects/long.ts';
import { shortDialect } from '../dialects/short.ts';
import type { FrameRequest } from '../frame.ts';
import type { SocketSetup } from '../socket-setup.ts';
import { createConversationSubscriptions } from './conversation-subscriptions.ts';
import { createMessageSubscriptions } from './message-subscriptions.ts';
import type { SocketCommands } from './requests.ts';
import { carryOutRequest, EVERYBODYS } from './requests.ts';
import { createSession } from './session.ts';
import type { FrameScene, Side, Socket } from './side.ts';

/** What the handshake says of the consumer. */
export interface ConsumerHandshake {
  /** `Authorization`, or the token of the path, which counts like a well-formed header. */
  readonly authorization: string | undefined;
  /** Whether the socket speaks the long dialect of version 2. */
  readonly isLong: boolean;
  /** Checks the token of the handshake, whose entry in the journal tells of it. */
  readonly signer: Signer;
}

/** Opens a consumer's socket: authenticated by the handshake or by its first frame (D24, D25, D51, D52). */
export async function openConsumerSession(setup: SocketSetup, handshake: ConsumerHandshake): Promise<Session> {
  const sent = headerToken(handshake.authorization);
  const verdict = sent === undefined ? undefined : await judge(setup, sent.token, handshake.signer);
  // A word before the token makes it well-formed: such a token must count. Anything else is used if it counts (D52).
  const isRefused = verdict !== undefined && !verdict.ok && sent?.scheme !== undefined;
  return createSession(setup, (socket) => {
    const side = createConsumerSide(setup, handshake.isLong, socket);
    if (verdict?.ok === true) side.authenticated(verdict.claims);
    else if (isRefused) side.refusedLater(sent.token, verdict.reason);
    else if (setup.account === undefined) side.refusedLater('', UNKNOWN_ACCOUNT);
    else side.awaitAuthentication();
    return side;
  });
}

const UNKNOWN_ACCOUNT: Reason = {
  slug: 'account-unknown',
  sentence: 'the account is not configured and this mock is closed, or the id is no account id',
};

/** Judges an LP_JWT for the account in the path. */
async function judge(setup: SocketSetup, token: string, signer: Signer): Promise<LpJwtVerdict> {
  if (setup.account === undefined) return { ok: false, reason: UNKNOWN_ACCOUNT };
  return verifyLpJwt(signer, token, {
    keys: setup.keys.trusted('idp'),
    accountId: setup.accountId,
    nowSeconds: setup.clock.nowSeconds(),
    toleranceSeconds: setup.settings.tokens.clockToleranceSeconds,
  });
}

interface ConsumerSide extends Side {
  authenticated(claims: LpJwtClaims): void;
  /** Closes once the adapter has opened the socket. */
  refusedLater(token: string, reason: Reason): void;
  awaitAuthentication(): void;
}

function createConsumerSide(setup: SocketSetup, isLong: boolean, socket: Socket): ConsumerSide {
  const { settings, clock } = setup;
  let consumerId: string | undefined;
  let stopTimer: (() => void) | undefined;
  socket.onEnd(() => stopTimer?.());

  const authenticated = (claims: LpJwtClaims): void => {
    stopTimer?.();
    consumerId = claims.sub;
    if (isLong) startReading();
    if (!settings.ums.closeOnExpiry) return;
    const goodUntilSeconds = claims.exp + settings.tokens.clockToleranceSeconds;
    stopTimer = clock.schedule(goodUntilSeconds * 1000, () => {
      socket.end(
        closeCode(claims),
        'lp-jwt-expired',
        'the LP_JWT expired while the socket was open (ums.closeOnExpiry)',
      );
    });
  };
  const initialize = async (
    { frame, body }: FrameRequest,
    { trace }: FrameScene,
  ): Promise<CommandResult | undefined> => {
    const token = tokenIn(frame['headers']) ?? tokenIn(isObject(body) ? body['headers'] : undefined);
    if (token === undefined && consumerId !== undefined) return textResult(INITIALIZED);
    if (token === undefined) {
      socket.end(4407, 'lp-jwt-missing', 'InitConnection has no .ams.headers.ConsumerAuthentication with a jwt');
      return undefined;
    }
    const verdict = await judge(setup, token, trace.signer);
    if (!verdict.ok) {
      socket.end(closeCodeOf(token), verdict.reason.slug, verdict.reason.sentence);
      return undefined;
    }
    if (consumerId === undefined) authenticated(verdict.claims);
    return textResult(INITIALIZED);
  };
  const dialect = isLong ? longDialect : shortDialect;
  const isTheirs = ({ consumerId: owner }: Conversation): boolean => owner === consumerId;
  const conversations = createConversationSubscriptions(socket, dialect, isTheirs);
  // Version 2 has no subscription to messages: they come by themselves.
  const messages = createMessageSubscriptions(socket, dialect, ({ conversation }) => isLong && isTheirs(conversation));
  let stopReading: (() => void) | undefined;
  socket.onEnd(() => stopReading?.());
  const startReading = (): void => {
    stopReading ??= setup.account?.events.read((happening) => {
      messages.tell(happening);
      conversations.tell(happening);
    });
  };
  const own: SocketCommands = {
    ...EVERYBODYS,
    'cqm.SubscribeExConversations': (body, scene) => {
      startReading();
      return conversations.subscribe(body, scene);
    },
    'cqm.UnsubscribeExConversations': conversations.unsubscribe,
    'ms.SubscribeMessagingEvents': (body, scene) => {
      startReading();
      return messages.subscribe(body, scene);
    },
    'ms.QueryMessages': (body, scene) => queryMessages(body, scene, dialect),
    'userprofile.GetUserProfile': getUserProfile,
  };
  const carryOut = (request: FrameRequest, { deviations }: FrameScene): CommandResult => {
    const { account, ids } = setup;
    if (consumerId === undefined || account === undefined)
      return refuse('BAD_REQUEST', 'not-authenticated', 'send InitConnection with an LP_JWT first', {
        status: 401,
        message: 'Not authenticated',
      });
    const actor = { side: 'consumer', id: consumerId } as const;
    const scene = { account, actor, clock, ids, settings, deviations, origin: 'socket' } as const;
    return carryOutRequest(request, scene, own, CONSUMER_COMMANDS);
  };

  return {
    name: 'consumer',
    who: () => consumerId,
    dialect,
    carryOut: (request, scene) =>
      request.command === 'InitConnection' ? initialize(request, scene) : carryOut(request, scene),
    authenticated,
    refusedLater: (token, { slug, sentence }) => {
      setup.later(() => {
        socket.end(closeCodeOf(token), slug, sentence);
      });
    },
    awaitAuthentication: () => {
      const { initTimeoutMs } = settings.ums;
      if (initTimeoutMs === 0) return;
      stopTimer = clock.schedule(clock.now() + initTimeoutMs, () => {
        socket.end(4407, 'socket-not-authenticated', `no authentication within ${String(initTimeoutMs)} ms`);
      });
    },
  };
}

const INITIALIZED = 'Connection initialized successfully';

/** The LP_JWT among the headers of a frame, which stand beside its type. */
function tokenIn(headers: unknown): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  const all: readonly unknown[] = headers;
  const tokens = all.map((header) => (isObject(header) ? header['jwt'] : undefined));
  return tokens.find((jwt) => typeof jwt === 'string');
}

/** By the identity: 4401 where a customer must give a fresh token, 4407 for all else (decision D25). */
function closeCode(claims: Readonly<Record<string, unknown>>): 4401 | 4407 {
  return 'lp.ext' in claims ? 4401 : 4407;
}

function closeCodeOf(token: string): 4401 | 4407 {
  const decoded = decodeJws(token);
  return 'failure' in decoded ? 4407 : closeCode(decoded.claims);
}
