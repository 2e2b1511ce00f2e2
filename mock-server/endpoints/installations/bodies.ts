/** The record of an app installation; what a client has sent beside these members stands behind them. */
export interface InstallationBody {
  readonly client_id: string;
  readonly client_secret: string;
  readonly client_name?: string | undefined;
  readonly description?: string | undefined;
  readonly grant_types: readonly string[];
  readonly response_types?: readonly string[] | undefined;
  /** Where Sentinel may send who has logged in. */
  readonly redirect_uris?: readonly string[] | undefined;
  /** Separated by spaces. */
  readonly scope: string;
  readonly enabled: boolean;
  readonly deleted: boolean;
  /** `webhooks` among them: event types with their `endpoint`. */
  readonly capabilities?: Readonly<Record<string, unknown>> | undefined;
  /** Of the installation: the `client_id` once more. */
  readonly id: string;
}
