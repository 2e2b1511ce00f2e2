/** Where the control room stands. No documented URL begins like it. */
export const ADMIN_PATH = '/__admin';

/** Whether a path belongs to the control room. */
export function isAdminPath(path: string): boolean {
  return path === ADMIN_PATH || path.startsWith(`${ADMIN_PATH}/`);
}

/** The largest body that is read there, in bytes: a snapshot of a mock that was much used is large. */
export const MAX_ADMIN_BODY_BYTES = 33_554_432;
