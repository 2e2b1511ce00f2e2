/**
 * A record of the account configuration: of its members those that `select` asks for, or the usual ones; `id` is among
 * these.
 */
export interface ConfigurationBody {
  readonly id?: number | string;
  readonly deleted?: boolean;
  readonly [member: string]: unknown;
}
