export { createMock } from './mock.ts';
export type { EndpointRow, LivePersonHosts, Mock } from './mock.ts';
export { ConfigError } from './config.ts';
export type { MockOptions, Settings } from './config.ts';
export type { AccountOptions, AgentOptions, AppOptions, ConnectorOptions } from './domain/account-options.ts';
export type { Clock, ClockControl, ClockState, Duration, Instant, TimeSource } from './clock.ts';
export type { MockFetch } from './adapters/fetch.ts';
export type { Answer, Abort, Call, Reply } from './http/call.ts';
export type { AccountCredentials, AccountRegister } from './control/account-register.ts';
export type { AccountControls, Controls } from './control/controls.ts';
export type { Deviation, Exchange } from './control/exchange.ts';
export type { FaultHandle, Faults } from './control/faults.ts';
export type { FaultAnswer, FaultEffect, FaultMatch, FaultSpec } from './control/fault-spec.ts';
export type { FaultState } from './control/fault-store.ts';
export type { Journal, JournalFilter, JournalQuery } from './control/journal.ts';
export type { JournalEntry, JournalToken, Verdict } from './control/journal-entry.ts';
export type { Keys, KeyState } from './control/keys.ts';
export type { Lineage } from './control/lineage.ts';
export type { PublishKeyOptions, RetireKeyOptions, RotateKeyOptions } from './control/key-options.ts';
export type { Inspection } from './control/inspect.ts';
export type {
  AppJwtMintOptions, ConsumerJwsMintOptions, ExtJwtMintOptions, IdTokenMintOptions, IdpTokenMintOptions, LpJwtMintOptions, Mint, MintOptions,
} from './control/mint.ts';
export type { AccountSnapshot, FaultSnapshot, Snapshot } from './control/snapshot.ts';
export type { AppJwtTamper, ConsumerJwsTamper, ExtJwtTamper, IdTokenTamper, LpJwtTamper, SignatureTamper } from './control/tampers.ts';
export type { ErrorName } from './errors/catalogue.ts';
export type { Reason, ReasonSlug } from './errors/reasons.ts';
export type { PrivateJwk } from './tokens/jwk.ts';
export type { KeyUse } from './tokens/key-ring.ts';
