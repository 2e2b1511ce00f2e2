/** Where the control room stands. No documented URL begins like it. */
export const ADMIN_PATH = '/__admin';

/** Whether a path belongs to the control room. */
export function isAdminPath(path: string): boolean {
  return path === ADMIN_PATH || path.startsWith(`${ADMIN_PATH}/`);
}
