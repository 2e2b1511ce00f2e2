import type * as v from 'valibot';
import type { Settings } from '../config/settings.ts';
import type { Call } from '../http/call.ts';
import type { AccountRegister } from '../control/state/account-register.ts';
import type { AccountControls, Controls } from '../control/controls.ts';
import type { Inspection } from '../control/inspect.ts';
import type { Functions } from '../control/functions.ts';
import type { ScriptedAgent } from '../control/conversations/agent.ts';
import type { Keys } from '../control/keys/keys.ts';
import type { Recorded } from './recorded.ts';

/** What the admin API needs of a mock: the verbs of in-process use, and nothing of the inside. */
export interface AdminMock extends Controls {
  readonly settings: Settings;
  readonly accounts: AccountRegister;
  readonly keys: Keys;
  readonly agent: ScriptedAgent;
  readonly functions: Functions;
  account(accountId: string): AccountControls;
  revoke(token: string): void;
  inspect(token: string): Promise<Inspection>;
}

/** What a row is given: the verbs, and what is recorded beside them. */
export interface ServedMock extends AdminMock {
  readonly recorded: Recorded;
  /** Since when the admin API is there, by the time of the machine: another time is another mock. */
  readonly sinceMs: number;
}

/** Plain data that is only looked at. */
export type ReadOnly<Data> = Data extends object ? { readonly [Name in keyof Data]: ReadOnly<Data[Name]> } : Data;

/** What all rows have. */
interface RouteBase<Input extends v.GenericSchema> {
  /** The verb of in-process use that it stands for, for instance `clock.advance`. */
  readonly verb: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The whole path; `{name}` is one segment. */
  readonly path: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What it takes: members of the query for GET and DELETE, of the body for POST. Both checks and describes it. */
  readonly input: Input;
  /** The largest body that is read, in bytes. Default: {@link MAX_ADMIN_BODY_BYTES}. */
  readonly maxBodyBytes?: number | undefined;
}

/** The named parts of the path, percent-decoded. */
export type PathParameters = Readonly<Record<string, string>>;

/** A row that answers once, in JSON. */
interface JsonRoute<Input extends v.GenericSchema, Output extends v.GenericSchema, Told> extends RouteBase<Input> {
  /** 201 for something new, 200 for everything else that is answered. */
  readonly status: 200 | 201;
  readonly output: Output;
  /** What is said to those who are not let in, other machines for instance. Left out: they are refused. */
  readonly answerToAnybody?: v.InferInput<Output> | undefined;
  run(mock: ServedMock, input: v.InferOutput<Input>, parameters: PathParameters): Told | Promise<Told>;
}

/** A row that has nothing to tell. */
interface SilentRoute<Input extends v.GenericSchema> extends RouteBase<Input> {
  readonly status: 204;
  run(mock: ServedMock, input: v.InferOutput<Input>, parameters: PathParameters): void | Promise<void>;
}

/** A row that goes on telling, as server-sent events. */
interface StreamRoute<Input extends v.GenericSchema, Event extends v.GenericSchema> extends RouteBase<Input> {
  readonly status: 200;
  /** What the data of one event is. */
  readonly event: Event;
  follow(mock: ServedMock, input: v.InferOutput<Input>, call: Call): AsyncIterable<string>;
}

/** One call of the admin API: what it takes, what it does, and what it answers. */
export type AdminRoute =
  | JsonRoute<v.GenericSchema, v.GenericSchema, unknown>
  | SilentRoute<v.GenericSchema>
  | StreamRoute<v.GenericSchema, v.GenericSchema>;

/** What names a row, as literal types: the remote client's own table is checked against them. */
interface Named<Verb extends string, Method extends RouteBase<v.GenericSchema>['method'], Path extends string> {
  readonly verb: Verb;
  readonly method: Method;
  readonly path: Path;
}

/** Makes a row: its task is typed by its schemas. */
export function answers<
  const Verb extends string,
  const Method extends AdminRoute['method'],
  const Path extends string,
  Input extends v.GenericSchema,
  Output extends v.GenericSchema,
  Told extends ReadOnly<v.InferInput<Output>>,
>(
  route: JsonRoute<Input, Output, Told> & Named<Verb, Method, Path>,
): JsonRoute<Input, Output, Told> & Named<Verb, Method, Path> {
  return route;
}

/** Makes a row whose answer has no body. */
export function does<
  const Verb extends string,
  const Method extends AdminRoute['method'],
  const Path extends string,
  Input extends v.GenericSchema,
>(
  route: Omit<SilentRoute<Input>, 'status'> & Named<Verb, Method, Path>,
): SilentRoute<Input> & Named<Verb, Method, Path> {
  return { ...route, status: 204 };
}

/** Makes a row that streams. */
export function streams<
  const Verb extends string,
  const Method extends AdminRoute['method'],
  const Path extends string,
  Input extends v.GenericSchema,
  Event extends v.GenericSchema,
>(
  route: Omit<StreamRoute<Input, Event>, 'status'> & Named<Verb, Method, Path>,
): StreamRoute<Input, Event> & Named<Verb, Method, Path> {
  return { ...route, status: 200 };
}
