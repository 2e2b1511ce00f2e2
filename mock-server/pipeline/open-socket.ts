import type { SchedulingClock } from '../clock.ts';
import { startStopwatch } from '../clock.ts';
import type { Settings } from '../config/settings.ts';
import type { Capture } from '../control/capture/capture.ts';
import type { SeenToken } from '../control/capture/redaction.ts';
import type { Account } from '../domain/account.ts';
import type { SocketLink } from '../http/socket.ts';
import type { Ids } from '../ids.ts';
import type { FrameShot, PassingFrame } from '../messaging/frame-faults.ts';
import type { FrameRecord, FrameTrace, SocketSetup } from '../messaging/socket-setup.ts';
import type { KeyRing } from '../tokens/key-ring.ts';
import type { IdentifiedCall } from './call-record.ts';
import { fireAtFrame } from './frame-faults.ts';
import type { FrameEntries } from './frame-journal.ts';
import { createFrameEntries } from './frame-journal.ts';
import type { KeptHandshake } from './kept-handshake.ts';
import { handshakeCall } from './kept-handshake.ts';
import type { PipelineSetup } from './pipeline.ts';
import { secretsOf } from './pipeline.ts';
import type { SeenTokens } from './record-tokens.ts';
import { noTokens, recordTokens } from './record-tokens.ts';

/** What the sockets of one mock have in common. */
export interface SocketHost extends Pick<SocketSetup, 'later' | 'track'> {
  readonly setup: PipelineSetup;
  readonly keepHandshake: (identified: IdentifiedCall) => KeptHandshake;
}

/**
 * What a session is given: its account, its time, and the way to faults and journal. A class, and of the handshake it
 * keeps what these go by: thousands of sockets may be open, and each should take little.
 */
export class OpenSocket implements SocketSetup {
  readonly id: string;
  readonly link: SocketLink;
  readonly account: Account | undefined;
  readonly #host: SocketHost;
  readonly #handshake: KeptHandshake;
  #entries: FrameEntries | undefined;

  constructor(host: SocketHost, identified: IdentifiedCall, link: SocketLink) {
    this.id = identified.context.ids.uuid();
    this.link = link;
    this.account = identified.account;
    this.#host = host;
    this.#handshake = host.keepHandshake(identified);
  }

  get accountId(): string {
    return this.#handshake.accountId;
  }

  get clock(): SchedulingClock {
    return this.account?.clock ?? this.#host.setup.clock;
  }

  get ids(): Ids {
    return this.account?.ids ?? this.#host.setup.ids;
  }

  get settings(): Settings {
    return this.#host.setup.engine.settings;
  }

  get keys(): KeyRing {
    return this.#host.setup.engine.keys;
  }

  get track(): SocketSetup['track'] {
    return this.#host.track;
  }

  later(run: () => void): void {
    this.#host.later(run);
  }

  fire(frame: PassingFrame): FrameShot | undefined {
    const { faults } = this.#host.setup;
    const { account } = this;
    const handshake = this.#handshake;
    if (faults.at(account?.id).length === 0) return undefined;
    return fireAtFrame(faults, { call: handshakeCall(handshake), endpoint: handshake.endpoint, account }, frame);
  }

  trace(): FrameTrace {
    const { engine, journal, memory, capture } = this.#host.setup;
    const { account, clock } = this;
    const elapsedMs = startStopwatch();
    let seen: SeenTokens | undefined;
    return {
      signer: () => {
        seen = noTokens(capture);
        return recordTokens(engine.signer, seen);
      },
      record: (frame) => {
        memory.settle();
        const ending = { id: journal.nextId(), atMs: clock.now(), durationMs: elapsedMs() };
        const entry = this.#entriesOf()(ending, frame, seen);
        // An account that was reset meanwhile has another journal by now.
        if (account === undefined || engine.accounts.has(account)) {
          if (capture !== undefined) this.#keepSaid(capture, entry.id, frame, seen);
          journal.record(account?.id, entry, seen?.heapBytes ?? 0);
        }
        engine.settings.onExchange?.(entry);
      },
    };
  }

  #keepSaid(capture: Capture, id: number, { received, sent }: FrameRecord, seen: SeenTokens | undefined): void {
    const { account, accountId } = this;
    const tokens = seen?.texts ?? new Map<string, SeenToken>();
    const secrets = secretsOf(account);
    capture.recordFrame({
      id,
      accountId: account?.id ?? accountId,
      origin: this.#handshake.origin,
      received,
      sent,
      tokens,
      secrets,
    });
  }

  #entriesOf(): FrameEntries {
    return (this.#entries ??= createFrameEntries(this.#handshake, this.account, this.id));
  }
}
