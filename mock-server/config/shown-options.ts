import { DEFAULTS } from './defaults.ts';
import { OPTION_NAMES } from './option-names.ts';
import type { Settings } from './settings.ts';
import type { OptionSource, OriginOf } from './origins.ts';
import { valueAt } from './origins.ts';

/** An option as it is in force. */
export interface ShownOption {
  /** As in `--set`, for instance `sendApi.strictVersion`. */
  readonly name: string;
  /** Without secrets; left out when the option has none. */
  readonly value?: unknown;
  /** Left out when there is none. */
  readonly default?: unknown;
  readonly source: OptionSource;
  /** The file, the variable or the flag that set it. */
  readonly writtenAs?: string | undefined;
}

/** Stands in the place of a secret. */
const NOT_SHOWN = '<not shown>';

/** What the option `strict` turns on. */
const STRICT_ONES: readonly string[] = ['sendApi.strictBatch', 'sendApi.strictVersion', 'sentinel.strictVersion'];

/** Every option that can be written as text, in force, with where it was set. */
export function shownOptions(settings: Settings, originOf: OriginOf): ShownOption[] {
  const originWithStrict: OriginOf = (name) =>
    (settings.strict && STRICT_ONES.includes(name) ? originOf('strict') : undefined) ?? originOf(name);
  // Whoever asks has the admin API: of this section there are only the hosts to tell.
  return OPTION_NAMES.filter((name) => name !== 'admin').map((name) => {
    const path = name.split('.');
    const { source = 'default', writtenAs } = originWithStrict(name) ?? {};
    return {
      name,
      value: withoutSecrets(valueAt(settings, path)),
      default: valueAt(DEFAULTS, path),
      source,
      writtenAs,
    };
  });
}

/** Members that hold a secret: of apps and agents, of private keys (RFC 7518 section 6.3.2), of a certificate. */
const SECRET_MEMBER = /secret|passw|token|^(?:d|p|q|dp|dq|qi|oth|k|key|certificate)$/i;

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (member === undefined) return [];
      return [[name, SECRET_MEMBER.test(name) ? NOT_SHOWN : withoutSecrets(member)]];
    }),
  );
}
