import exampleHosts from '../../fixtures/hosts.json' with { type: 'json' };
import { once } from '../once.ts';

/**
 * Every service name that is known to exist, with a host of LivePerson's to show (decision D62). Where no host is
 * public it is made as {@link exampleHost} makes one.
 */
export const SERVICE_HOSTS: Readonly<Record<string, string>> = exampleHosts;

/** The host suffixes that LivePerson's production, alpha and QA zones answer under. */
export const LIVEPERSON_DOMAINS = [
  'liveperson.net',
  'lpsnmedia.net',
  'dev.lprnd.net',
  'int.gw.lpcloud.io',
  'liveperson.com',
] as const;

/**
 * LivePerson's public web sites under one of those domains: no service lives there, and nothing keeps them from being
 * reached (D70).
 */
export const PUBLIC_SITES: readonly string[] = [
  'liveperson.com',
  'www.liveperson.com',
  'developers.liveperson.com',
  'docs.liveperson.com',
  'community.liveperson.com',
  'knowledge.liveperson.com',
];

/**
 * Hosts beside the services' own that clients have written into them: the Domain API's in each zone, and older ones of
 * services.
 */
const HARD_CODED_HOSTS = [
  'api.liveperson.net',
  'adminlogin.liveperson.net',
  'adminlogin-a.liveperson.net',
  'adminlogin-z0-intg.liveperson.net',
  'hc1n.dev.lprnd.net',
  'lp-csds-qa.dev.lprnd.net',
  'csds-app.qa.int.gw.lpcloud.io',
  'va.faasgw.liveperson.net',
  'proactive-messaging.z1.fs.liveperson.com',
  'proactive-messaging.z2.fs.liveperson.com',
  'proactive-messaging.z3.fs.liveperson.com',
];

/** Every host of LivePerson's that is known by name. Others exist: {@link isLivePersonHost} judges by the domain. */
export const LIVEPERSON_HOSTS: readonly string[] = [...new Set([...HARD_CODED_HOSTS, ...Object.values(SERVICE_HOSTS)])];

const livePersonHost = once(
  () =>
    new RegExp(
      `^(?:[\\w-]+\\.)*(?:${LIVEPERSON_DOMAINS.map((domain) => domain.replaceAll('.', '\\.')).join('|')})(?::\\d+)?$`,
      'i',
    ),
);

/** Whether a host, with or without a port, is one of LivePerson's services'. */
export function isLivePersonHost(host: string): boolean {
  return livePersonHost().test(host) && !PUBLIC_SITES.includes(host.replace(/:\d+$/, '').toLowerCase());
}

/** A host for a service that has no known example. */
export function exampleHost(service: string): string {
  const example = Object.hasOwn(SERVICE_HOSTS, service) ? SERVICE_HOSTS[service] : undefined;
  return example ?? `va.${service.toLowerCase()}.liveperson.net`;
}

/** The host and port of an origin such as `http://localhost:4407`. */
export function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('://') + 3);
}
