import type { TimeSource } from '../clock.ts';
import type { Exchange } from '../control/journal/exchange.ts';
import type { AccountSettings } from '../domain/account-options.ts';
import type { AgentOption } from '../domain/agent-script.ts';
import type { MockOptions } from './options.ts';

/** A section of the options with nothing left open. */
type Settled<Section> = {
  readonly [Name in keyof NonNullable<Section>]-?: Exclude<NonNullable<Section>[Name], undefined>;
};

/** All options with the defaults filled in, see {@link MockOptions}. Frozen. */
export interface Settings {
  readonly accounts?: readonly AccountSettings[] | undefined;
  readonly admin: false | Settled<Exclude<MockOptions['admin'], false>>;
  readonly agent: AgentOption;
  readonly autoLogin?: string | undefined;
  readonly capture: boolean;
  readonly clock?: TimeSource | undefined;
  readonly closed: boolean;
  readonly csds: Settled<MockOptions['csds']>;
  readonly functions: Readonly<Record<string, unknown>>;
  readonly idp: Settled<MockOptions['idp']>;
  readonly instance?: string | undefined;
  readonly journal: Settled<MockOptions['journal']>;
  readonly keys: NonNullable<MockOptions['keys']>;
  readonly limits: Settled<MockOptions['limits']>;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  readonly reasonHeader: boolean;
  readonly seed?: string | number | undefined;
  readonly sendApi: Settled<MockOptions['sendApi']>;
  readonly sentinel: Settled<MockOptions['sentinel']>;
  readonly server: Settled<MockOptions['server']>;
  readonly strict: boolean;
  readonly tokens: Settled<MockOptions['tokens']>;
  readonly ums: Settled<MockOptions['ums']>;
  readonly uploads: Settled<MockOptions['uploads']>;
  readonly wait?: ((ms: number) => Promise<void>) | undefined;
  readonly webhooks: Settled<MockOptions['webhooks']>;
}
