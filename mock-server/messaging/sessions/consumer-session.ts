import type { Scheduled } from '../../clock.ts';
import type { Account } from '../../domain/account.ts';
import type { Reason } from '../../errors/reasons.ts';
import { refuse } from '../../errors/refusal.ts';
import { isObject } from '../../http/body.ts';
import { headerToken } from '../../http/credentials.ts';
import type { Session } from '../../http/socket.ts';
import { decodeJws } from '../../tokens/jws.ts';
import type { LpJwtClaims, LpJwtVerdict } from '../../tokens/lp-jwt.ts';
import { verifyLpJwt } from '../../tokens/lp-jwt.ts';
import type { Signer } from '../../tokens/signer.ts';
import type { CommandResult, Dialect } from '../dialects/dialect.ts';
import { textResult } from '../dialects/dialect.ts';
import { longDialect } from '../dialects/long.ts';
import { shortDialect } from '../dialects/short.ts';
import type { FrameRequest } from '../frame.ts';
import type { SocketSetup } from '../socket-setup.ts';
import type { ConsumerRequests } from './consumer-requests.ts';
import { createConsumerRequests } from './consumer-requests.ts';
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
    const side = new ConsumerSide(setup, socket, handshake.isLong);
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

/** A class, see {@link createSession}: what requests need is made for the first of them. */
class ConsumerSide implements Side {
  readonly #setup: SocketSetup;
  readonly #socket: Socket;
  readonly #isLong: boolean;
  #consumerId: string | undefined;
  /** Its end: for want of a token, or with the token. */
  #end: Scheduled | undefined;
  #expiryCode: 4401 | 4407 = 4407;
  #requests: ConsumerRequests | undefined;

  constructor(setup: SocketSetup, socket: Socket, isLong: boolean) {
    this.#setup = setup;
    this.#socket = socket;
    this.#isLong = isLong;
  }

  get name(): 'consumer' {
    return 'consumer';
  }

  get dialect(): Dialect {
    return this.#isLong ? longDialect : shortDialect;
  }

  who(): string | undefined {
    return this.#consumerId;
  }

  carryOut(request: FrameRequest, scene: FrameScene): CommandResult | Promise<CommandResult | undefined> {
    if (request.command === 'InitConnection') return this.#initialize(request, scene);
    const { account } = this.#setup;
    if (this.#consumerId === undefined || account === undefined)
      return refuse('BAD_REQUEST', 'not-authenticated', 'send InitConnection with an LP_JWT first', {
        status: 401,
        message: 'Not authenticated',
      });
    return this.#requestsOf(account, this.#consumerId).carryOut(request, scene.deviations);
  }

  authenticated(claims: LpJwtClaims): void {
    const { settings, account, clock } = this.#setup;
    this.#end?.cancel();
    this.#consumerId = claims.sub;
    // Version 2 has no subscription to messages: they come by themselves.
    if (this.#isLong && account !== undefined) this.#requestsOf(account, claims.sub).startReading();
    if (!settings.ums.closeOnExpiry) return;
    const goodUntilSeconds = claims.exp + settings.tokens.clockToleranceSeconds;
    this.#expiryCode = closeCode(claims);
    this.#end = clock.schedule(goodUntilSeconds * 1000, this);
  }

  /** Closes once the adapter has opened the socket. */
  refusedLater(token: string, { slug, sentence }: Reason): void {
    this.#setup.later(() => {
      this.#socket.end(closeCodeOf(token), slug, sentence);
    });
  }

  awaitAuthentication(): void {
    const { settings, clock } = this.#setup;
    const { initTimeoutMs } = settings.ums;
    if (initTimeoutMs !== 0) this.#end = clock.schedule(clock.now() + initTimeoutMs, this);
  }

  fallDue(): void {
    const { initTimeoutMs } = this.#setup.settings.ums;
    if (this.#consumerId === undefined)
      this.#socket.end(4407, 'socket-not-authenticated', `no authentication within ${String(initTimeoutMs)} ms`);
    else
      this.#socket.end(
        this.#expiryCode,
        'lp-jwt-expired',
        'the LP_JWT expired while the socket was open (ums.closeOnExpiry)',
      );
  }

  ended(): void {
    this.#end?.cancel();
    this.#requests?.stopReading();
  }

  #requestsOf(account: Account, consumerId: string): ConsumerRequests {
    return (this.#requests ??= createConsumerRequests(this.#setup, account, consumerId, {
      socket: this.#socket,
      isLong: this.#isLong,
    }));
  }

  async #initialize({ frame, body }: FrameRequest, { trace }: FrameScene): Promise<CommandResult | undefined> {
    const token = tokenIn(frame['headers']) ?? tokenIn(isObject(body) ? body['headers'] : undefined);
    if (token === undefined && this.#consumerId !== undefined) return textResult(INITIALIZED);
    if (token === undefined) {
      this.#socket.end(4407, 'lp-jwt-missing', 'InitConnection has no .ams.headers.ConsumerAuthentication with a jwt');
      return undefined;
    }
    const verdict = await judge(this.#setup, token, trace.signer());
    if (!verdict.ok) {
      this.#socket.end(closeCodeOf(token), verdict.reason.slug, verdict.reason.sentence);
      return undefined;
    }
    if (this.#consumerId === undefined) this.authenticated(verdict.claims);
    return textResult(INITIALIZED);
  }
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
