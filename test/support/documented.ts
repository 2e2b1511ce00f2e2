import { readdirSync, readFileSync } from 'node:fs';

/** Where LivePerson says so. */
export interface Source {
  readonly page: string;
  readonly section: string;
}

/**
 * A documented call and its answer, as a file of `fixtures/exchanges/` holds them. `{name}` stands for what differs
 * each time.
 */
export interface DocumentedExchange {
  readonly source: Source;
  readonly request: {
    readonly method: string;
    /** Where the page names one; otherwise the call goes to the host that the Domain API names. */
    readonly host?: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    /** A text is a form, anything else JSON. */
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Absent: none. */
    readonly body?: unknown;
  };
}

/** A documented refusal, as a file of `fixtures/errors/` holds it. */
export interface DocumentedError {
  readonly source: Source;
  /** When it is answered, in a few words. */
  readonly when: string;
  readonly status: number;
  readonly body: unknown;
}

/** A token that a page prints, as a file of `fixtures/tokens/` holds it. */
export interface DocumentedToken {
  readonly source: Source;
  /** As printed. Nobody has a key for its signature. */
  readonly jwt?: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Kinds {
  readonly exchanges: DocumentedExchange;
  readonly errors: DocumentedError;
  readonly tokens: DocumentedToken;
}

const FIXTURES = new URL('../../fixtures/', import.meta.url);

/** The names of the files of a kind, without `.json`. */
export function documentedNames(kind: keyof Kinds): string[] {
  return readdirSync(new URL(`${kind}/`, FIXTURES))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/** What one of those files says. */
export function documented<Kind extends keyof Kinds>(kind: Kind, name: string): Kinds[Kind] {
  return JSON.parse(readFileSync(new URL(`${kind}/${name}.json`, FIXTURES), 'utf8')) as Kinds[Kind];
}

/** The body of a documented refusal, as compact JSON. */
export function documentedErrorText(name: string): string {
  return JSON.stringify(documented('errors', name).body);
}

/** The same with each `{name}` replaced by its value, in texts of any depth. */
export function fill<Value>(value: Value, values: Readonly<Record<string, string>>): Value {
  // A value may stand inside of a JSON text or of a form: those that are filled in need no escape in either.
  return JSON.parse(
    JSON.stringify(value).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
  ) as Value;
}
