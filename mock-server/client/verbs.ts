import type * as v from 'valibot';
import type { ReadOnly } from '../admin/route.ts';
import type { VerbRoute } from '../admin/routes/index.ts';
import type { ADMIN_PATH } from '../admin/path.ts';
import type { AdminTransport } from './transport.ts';

type Verb = VerbRoute['verb'];
type RouteOf<Name extends Verb> = Extract<VerbRoute, { readonly verb: Name }>;
type PathOf<Route extends VerbRoute> = Route['path'] extends `${typeof ADMIN_PATH}${infer Rest}` ? Rest : never;
type TableOf<Routes extends VerbRoute> = {
  readonly [Route in Routes as Route['verb']]: readonly [Route['method'], PathOf<Route>];
};

/** What a verb is given: as it is written in process, or as it goes over the wire. */
type Given<Name extends Verb> = Sent<
  ReadOnly<v.InferInput<RouteOf<Name>['input']>> | ReadOnly<v.InferOutput<RouteOf<Name>['input']>>
>;

/** What is undefined is left out when it is sent. */
type Sent<Members> = Members extends object
  ? { readonly [Name in keyof Members]: object extends Pick<Members, Name> ? Members[Name] | undefined : Members[Name] }
  : Members;

/** What a verb tells: what its row does. */
type Told<Name extends Verb> = RouteOf<Name> extends { run(...given: never[]): infer Result } ? Awaited<Result> : never;

/** Where each verb stands in the admin API. The compiler compares it with the rows there, which are not loaded here. */
const TABLE: TableOf<VerbRoute> = {
  health: ['GET', '/health'],
  'options.list': ['GET', '/options'],
  'accounts.list': ['GET', '/accounts'],
  'accounts.create': ['POST', '/accounts'],
  'account.credentials': ['GET', '/accounts/{accountId}'],
  'account.variables': ['GET', '/accounts/{accountId}/variables'],
  'accounts.remove': ['DELETE', '/accounts/{accountId}'],
  'clock.now': ['GET', '/clock'],
  'clock.advance': ['POST', '/clock/advance'],
  'clock.freeze': ['POST', '/clock/freeze'],
  'clock.set': ['POST', '/clock/set'],
  'clock.reset': ['POST', '/clock/reset'],
  'faults.presets': ['GET', '/fault-presets'],
  'faults.list': ['GET', '/faults'],
  'faults.add': ['POST', '/faults'],
  'faults.explain': ['GET', '/faults/{id}'],
  'faults.remove': ['DELETE', '/faults/{id}'],
  'faults.clear': ['DELETE', '/faults'],
  'events.watch': ['GET', '/events'],
  overview: ['GET', '/overview'],
  'exchanges.find': ['GET', '/exchanges/{id}'],
  'tokens.find': ['GET', '/tokens/{id}'],
  'journal.find': ['GET', '/journal'],
  'journal.unmatched': ['GET', '/journal/unmatched'],
  'journal.watch': ['GET', '/journal/stream'],
  'journal.trace': ['POST', '/journal/trace'],
  'journal.clear': ['DELETE', '/journal'],
  'tokens.list': ['GET', '/tokens'],
  mint: ['POST', '/tokens'],
  inspect: ['POST', '/tokens/inspect'],
  revoke: ['POST', '/tokens/revoke'],
  'keys.list': ['GET', '/keys'],
  'keys.publish': ['POST', '/keys/publish'],
  'keys.rotate': ['POST', '/keys/rotate'],
  'keys.retire': ['POST', '/keys/retire'],
  'keys.reset': ['POST', '/keys/reset'],
  'conversations.list': ['GET', '/conversations'],
  'conversations.find': ['GET', '/conversations/{id}'],
  'conversations.say': ['POST', '/conversations/{id}/say'],
  'conversations.transfer': ['POST', '/conversations/{id}/transfer'],
  'conversations.close': ['POST', '/conversations/{id}/close'],
  'sockets.list': ['GET', '/sockets'],
  'sockets.close': ['POST', '/sockets/{id}/close'],
  'agent.current': ['GET', '/agent/script'],
  'agent.script': ['POST', '/agent/script'],
  'functions.answers': ['GET', '/functions'],
  'functions.answer': ['POST', '/functions'],
  'webhooks.list': ['GET', '/webhooks'],
  'webhooks.resend': ['POST', '/webhooks/{id}/resend'],
  'webhooks.send': ['POST', '/webhooks/send'],
  'webhooks.pause': ['POST', '/webhooks/pause'],
  'webhooks.resume': ['POST', '/webhooks/resume'],
  'webhooks.state': ['GET', '/webhooks/state'],
  'webhooks.sign': ['POST', '/webhooks/sign'],
  reset: ['POST', '/reset'],
  snapshot: ['GET', '/snapshot'],
  restore: ['POST', '/restore'],
};

/** Does a verb of the admin API. @throws what {@link AdminTransport.ask} does. */
export type DoVerb = <Name extends Verb>(
  verb: Name,
  given: Given<Name>,
  parameters?: Readonly<Record<string, string>>,
) => Promise<Told<Name>>;

export function createVerbs({ ask }: Pick<AdminTransport, 'ask'>): DoVerb {
  return async <Name extends Verb>(
    verb: Name,
    given: Given<Name>,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<Told<Name>> => {
    const [method, path]: readonly ['GET' | 'POST' | 'DELETE', string] = TABLE[verb];
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
    const request = typeof given !== 'object' ? {} : method === 'POST' ? { body: given } : { query: given };
    // The one place where the wire becomes a type: the mock at the other end answers what its row says.
    return (await ask(method, filled, request)) as Told<Name>;
  };
}
