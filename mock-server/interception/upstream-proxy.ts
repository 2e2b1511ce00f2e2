/** A host and port that a client wants to reach. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that the user goes through already, by the custom of curl and others. */
export interface UpstreamProxy {
  /** The proxy for a target, or undefined when it is reached directly. */
  forTarget(scheme: 'http' | 'https', target: Target): URL | undefined;
  /** All proxies that targets may go through. */
  readonly proxies: readonly URL[];
  /** The schemes of proxies that cannot be gone through, for instance `quic:`. */
  readonly unusable: readonly string[];
}

/**
 * Reads `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in either case; the lower case counts first. A host
 * without a scheme is an http proxy.
 */
export function readUpstreamProxy(env: Environment): UpstreamProxy {
  const all = readProxy(env, 'all_proxy');
  const proxies = { http: readProxy(env, 'http_proxy') ?? all, https: readProxy(env, 'https_proxy') ?? all };
  const passedBy = noProxyEntries(env);
  return {
    forTarget: (scheme, target) => {
      const proxy = proxies[scheme];
      return proxy !== undefined && isUsable(proxy) && !passedBy.some((entry) => isNamedBy(entry, target))
        ? proxy
        : undefined;
    },
    proxies: [
      ...new Map(
        Object.values(proxies).flatMap((proxy) =>
          proxy !== undefined && isUsable(proxy) ? [[proxy.href, proxy] as const] : [],
        ),
      ).values(),
    ],
    unusable: [
      ...new Set(
        Object.values(proxies).flatMap((proxy) => (proxy === undefined || isUsable(proxy) ? [] : [proxy.protocol])),
      ),
    ],
  };
}

function isUsable({ protocol }: URL): boolean {
  return ['http:', 'https:', 'socks:', 'socks4:', 'socks4a:', 'socks5:', 'socks5h:'].includes(protocol);
}

/** The entries of `no_proxy`, as they stand. */
export function noProxyEntries(env: Environment): string[] {
  return (read(env, 'no_proxy') ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

/** Whether an entry of `no_proxy` names a target: the host itself, a domain above it, `*`, each perhaps with a port. */
export function isNamedBy(entry: string, { host, port }: Target): boolean {
  // An IPv6 address has colons of its own.
  const [, pattern = entry, onlyPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
  if (pattern === '*') return true;
  const domain = pattern
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/^\[(.*)\]$/, '$1');
  const name = host.toLowerCase();
  return name === domain || name.endsWith(`.${domain}`);
}

function readProxy(env: Environment, name: string): URL | undefined {
  const text = read(env, name);
  if (text === undefined) return undefined;
  const url = text.includes('://') ? text : `http://${text}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

function read(env: Environment, name: string): string | undefined {
  return [env[name], env[name.toUpperCase()]].find((value) => value !== undefined && value !== '');
}
