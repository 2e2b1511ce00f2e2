import type { Deviation, ReasonSlug } from '../../errors/reasons.ts';
import type { CommandResult, Dialect, NotificationName } from '../dialects/dialect.ts';
import type { FrameRequest } from '../frame.ts';
import type { FrameTrace } from '../socket-setup.ts';

/** What a session of either side can do. */
export interface Socket {
  readonly id: string;
  readonly accountId: string;
  /** Sends what nobody asked for; after the answer, when one is being made. */
  notify(name: NotificationName, body: unknown): void;
  /** Closes the socket, for a reason of this mock's. */
  end(code: number, slug: ReasonSlug, sentence: string): void;
  /** Has something done once the socket is closed, by whichever side. */
  onEnd(run: () => void): void;
}

/** One frame on its way through a side. */
export interface FrameScene {
  /** The frame as it came. */
  readonly text: string;
  readonly trace: FrameTrace;
  readonly deviations: Deviation[];
  /** The faults that fired at it. */
  readonly faults: string[];
}

/** What tells the consumers' side from the agents'. */
export interface Side {
  readonly name: 'consumer' | 'agent';
  readonly dialect: Dialect;
  /** Who it is; undefined until that is known. */
  who(): string | undefined;
  /** The result of a request; undefined when the socket was closed instead. @throws Refusal */
  carryOut(request: FrameRequest, scene: FrameScene): CommandResult | Promise<CommandResult | undefined>;
  /** The socket is closed, by whichever side. */
  ended?(): void;
}
