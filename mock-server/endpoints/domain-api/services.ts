import { exampleHost, hostOf, isLivePersonHost, SERVICE_HOSTS } from '../../domain/hosts.ts';
import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import { createNearest } from '../../http/nearest.ts';
import { requireAccount } from '../account.ts';
import { checkVersion } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';

/** One entry of the Domain API: exactly these members, because LivePerson's own Java client throws on any other. */
export interface ServiceEntry {
  readonly service: string;
  readonly account: string;
  readonly baseURI: string;
}

/**
 * Names that one client or another asks for though the list does not have them, and the listed service each stands for.
 */
const OTHER_SPELLINGS: ReadonlyMap<string, string> = new Map([['swiftDomain', 'swift']]);

/** Services that live where another one does: an agent client takes its socket's host from `facadeMsg`. */
const SAME_HOST: ReadonlyMap<string, string> = new Map([['facadeMsg', 'asyncMessagingEnt']]);

/** The entries of the list, one a service. */
export function listServices(context: EndpointContext, account: Account): ServiceEntry[] {
  return listedServices(context).map((service) => entry(context, account, service));
}

/** @throws Refusal when no service has that name; names are case-sensitive. */
export function findService(context: EndpointContext, account: Account, service: string): ServiceEntry {
  const listed = listedServices(context);
  if (listed.includes(service)) return entry(context, account, service);
  const meant = OTHER_SPELLINGS.get(service);
  if (meant !== undefined) return { ...entry(context, account, meant), service };
  const nearest = createNearest(listed.map((name) => ({ path: name, label: name })))(service)
    .slice(0, NEAREST)
    .join(', ');
  const cut = service.length > LONGEST_QUOTE ? `${service.slice(0, LONGEST_QUOTE)}...` : service;
  const sentence = `there is no service "${cut}"; nearest: ${nearest} (names are case-sensitive; csds.extraServices adds others)`;
  return refuse('unknown_service', 'service-unknown', sentence);
}

/** How many names are told to somebody who asked for another one, and how much of that one is repeated. */
const NEAREST = 3;
const LONGEST_QUOTE = 64;

/** @throws Refusal when the mock does not know the account, on a strict one also without `version` (decision D19). */
export function requireSite(context: EndpointContext): Account {
  checkVersion(context, 'version', '1.0', 'csds_bad_request');
  return requireAccount(context, 'invalid_site');
}

function listedServices({ settings }: EndpointContext): string[] {
  const { baseUri, extraServices } = settings.csds;
  const mapped = typeof baseUri === 'string' ? [] : Object.keys(baseUri);
  return [...new Set([...Object.keys(SERVICE_HOSTS), ...extraServices, ...mapped])];
}

function entry(context: EndpointContext, account: Account, service: string): ServiceEntry {
  return { service, account: account.id, baseURI: baseUriOf(context, service) };
}

/** A bare host, optionally with a port: no scheme, no path, no trailing slash. */
function baseUriOf({ settings, call }: EndpointContext, service: string): string {
  const { baseUri } = settings.csds;
  if (typeof baseUri === 'string' && baseUri !== 'auto') return baseUri;
  const mapped =
    typeof baseUri === 'string'
      ? undefined
      : (own(baseUri, service) ?? own(baseUri, SAME_HOST.get(service) ?? service));
  if (mapped !== undefined) return mapped;
  const caller = hostOf(call.origin);
  return isLivePersonHost(caller) ? exampleHost(service) : caller;
}

/** What a map says by itself: every object has a member called `constructor`. */
function own(map: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
