import { delimiter } from 'node:path';
import type { ChildTrust } from './child-trust.ts';
import { TRUST_STORE_PASSWORD } from '../tls/java-trust-store.ts';
import { isNamedBy, noProxyEntries } from './upstream-proxy.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a child process must find LivePerson. */
export interface ChildRoute {
  /** The mock, for instance `http://localhost:4407`. */
  readonly url: string;
  readonly port: number;
  readonly proxyPort: number;
  /** What the proxy asks for before it lends the user's own proxy with its password; undefined when it lends none. */
  readonly proxySecret: string | undefined;
  /** LivePerson's domains. */
  readonly domains: readonly string[];
  /** The web sites under them that are reached as before. */
  readonly publicSites: readonly string[];
  readonly trust: Pick<ChildTrust, 'extraFile' | 'bundleFile' | 'javaFile' | 'phpFolder' | 'wgetFile'>;
  /** The file that Node programs load first. */
  readonly redirectFile: string;
}

/**
 * The user's environment, changed so that LivePerson's hosts lead to the mock and its CA is trusted: Node by a preload,
 * everything else by a proxy. What the user had set goes on working for all other hosts.
 */
export function childEnvironment(env: Environment, route: ChildRoute): Record<string, string | undefined> {
  const credentials = route.proxySecret === undefined ? '' : `run:${route.proxySecret}@`;
  const proxy = `http://${credentials}127.0.0.1:${String(route.proxyPort)}`;
  const noProxy = [
    'localhost',
    '127.0.0.1',
    '::1',
    ...noProxyEntries(env).filter((entry) => !isAboutLivePerson(entry, route)),
  ].join(',');
  return {
    ...env,
    LP_AUTH_MOCK_URL: route.url,
    LP_AUTH_MOCK_REDIRECT: JSON.stringify({ port: route.port, domains: route.domains, publicSites: route.publicSites }),
    NODE_OPTIONS: join([`--require=${quoteForNode(route.redirectFile)}`, env['NODE_OPTIONS']]),
    NODE_EXTRA_CA_CERTS: route.trust.extraFile,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    SSL_CERT_FILE: route.trust.bundleFile,
    CURL_CA_BUNDLE: route.trust.bundleFile,
    REQUESTS_CA_BUNDLE: route.trust.bundleFile,
    DENO_CERT: route.trust.extraFile,
    // What stands before the delimiter is read first; nothing there means the folder that PHP was built with.
    PHP_INI_SCAN_DIR: `${env['PHP_INI_SCAN_DIR'] ?? ''}${delimiter}${route.trust.phpFolder}`,
    WGETRC: route.trust.wgetFile,
    JAVA_TOOL_OPTIONS: join([env['JAVA_TOOL_OPTIONS'], ...javaOptions(route)]),
  };
}

/** `*`, a domain of LivePerson's, or a host below one: left in, it would send that host past the proxy. */
function isAboutLivePerson(entry: string, { domains, publicSites }: ChildRoute): boolean {
  const name = entry
    .replace(/:\d+$/, '')
    .replace(/^\*?\./, '')
    .toLowerCase();
  if (publicSites.includes(name) && !domains.includes(name)) return false;
  return domains.some(
    (domain) =>
      isNamedBy(entry.replace(/:\d+$/, ''), { host: `any.${domain}`, port: 443 }) || name.endsWith(`.${domain}`),
  );
}

/** Java reads none of the other variables. Options of the user's stand before these, and the later ones count. */
function javaOptions({ proxyPort, trust }: ChildRoute): string[] {
  return [
    ...['http', 'https'].flatMap((scheme) => [
      `-D${scheme}.proxyHost=127.0.0.1`,
      `-D${scheme}.proxyPort=${String(proxyPort)}`,
    ]),
    quoteForJava(`-Djavax.net.ssl.trustStore=${trust.javaFile}`),
    '-Djavax.net.ssl.trustStoreType=JKS',
    `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
  ];
}

/** As Node reads its option variable: quotes around what holds a space, and a backslash escapes within them. */
function quoteForNode(text: string): string {
  return /[\s"\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

/** As Java reads its own: either quote, and a backslash is itself, within them too. */
function quoteForJava(text: string): string {
  if (!/[\s"']/.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}
