import type { MockOptions } from './options.ts';

/** Where the value of an option was written. */
export type OptionSource = 'default' | 'file' | 'environment' | 'flag' | 'code';

/** Where one option was set. */
export interface OptionOrigin {
  readonly source: Exclude<OptionSource, 'default'>;
  /** The name of the file, the variable or the flag; left out for code. */
  readonly writtenAs?: string | undefined;
}

/** Where an option was set, by its name as in `sendApi.strictVersion`; undefined when it is what it is by default. */
export type OriginOf = (option: string) => OptionOrigin | undefined;

/** Of a mock that was made in code: what is given there was written there. */
export function originsInCode(options: MockOptions): OriginOf {
  return (option) => (valueAt(options, option.split('.')) === undefined ? undefined : { source: 'code' });
}

/** What stands at a path; undefined where the way to it ends. */
export function valueAt(options: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return options;
  if (typeof options !== 'object' || options === null) return undefined;
  return Object.hasOwn(options, name) ? valueAt((options as Readonly<Record<string, unknown>>)[name], rest) : undefined;
}
