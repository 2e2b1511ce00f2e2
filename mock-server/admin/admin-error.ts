/** Why the admin API refuses a call. Its message is for people; none quotes a body. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly status: number;
  /** The member of the body or of the query that is wrong, for instance `match.path`. */
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { path, headers = {} }: { path?: string | undefined; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.path = path;
    this.headers = headers;
  }
}
