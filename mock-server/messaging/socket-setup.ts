import type { SchedulingClock } from '../clock.ts';
import type { Settings } from '../config/settings.ts';
import type { Account } from '../domain/account.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { Deviation, Reason } from '../errors/reasons.ts';
import type { SocketLink } from '../http/socket.ts';
import type { Ids } from '../ids.ts';
import type { KeyRing } from '../tokens/key-ring.ts';
import type { Signer } from '../tokens/signer.ts';
import type { FrameShot, PassingFrame } from './frame-faults.ts';

/** What a session is made with. */
export interface SocketSetup {
  /** Names the socket, in the journal for instance. */
  readonly id: string;
  readonly link: SocketLink;
  readonly settings: Settings;
  /** The account that the path names; undefined when the mock does not know it. */
  readonly account: Account | undefined;
  /** As the path has it. */
  readonly accountId: string;
  readonly clock: SchedulingClock;
  readonly ids: Ids;
  readonly keys: KeyRing;
  /** What an armed fault does to a frame; undefined when none fires. */
  fire(frame: PassingFrame): FrameShot | undefined;
  /** Begins the entry of one frame, or of the end of the socket. */
  trace(): FrameTrace;
  /** Has something done once the adapter has opened the socket, see {@link SocketLink}. */
  later(run: () => void): void;
  /** Counts work that goes on after `receive` has returned. */
  readonly track: (work: Promise<unknown>) => void;
}

/** One frame on its way into the journal. */
export interface FrameTrace {
  /** A signer that records the tokens which it checks. */
  readonly signer: () => Signer;
  readonly record: (frame: FrameRecord) => void;
}

/** What a frame came to. */
export interface FrameRecord {
  /** A frame that came, with its answer; one that was sent without being asked for; the end of the socket. */
  readonly event: 'receive' | 'send' | 'close';
  /** The type of the frame, as it was written. */
  readonly type?: string | undefined;
  /** The code of the answer; 200 for what was sent unasked; the close code; or how a fault lost the frame. */
  readonly outcome: number | 'reset' | 'timeout';
  /** The faults that fired at it. */
  readonly faults?: readonly string[] | undefined;
  readonly reason?: Reason | undefined;
  readonly error?: ErrorName | undefined;
  readonly deviations?: readonly Deviation[] | undefined;
  /** What came, as it was written; of the end, the client's reason. */
  readonly received?: string | undefined;
  /** What was sent; of the end, the reason of the mock. */
  readonly sent?: string | undefined;
}
