/** Where the admin API stands. No documented URL begins like it. */
export const ADMIN_PATH = '/__admin';

/** Whether a path belongs to the admin API. */
export function isAdminPath(path: string): boolean {
  return path === ADMIN_PATH || path.startsWith(`${ADMIN_PATH}/`);
}

/** The largest body that most verbs take, in bytes. */
export const MAX_ADMIN_BODY_BYTES = 65_536;

/** The largest body with a fault, whose answer may be of any kind. */
export const MAX_FAULT_BODY_BYTES = 1_048_576;

/** The largest body with a token or its claims: no header carries more. */
export const MAX_TOKEN_BODY_BYTES = 262_144;

/** The largest body with a snapshot: that of a mock that was much used is large. */
export const MAX_SNAPSHOT_BODY_BYTES = 33_554_432;
