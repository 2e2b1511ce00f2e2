/** The history's way with times, in UTC: `2016-08-29 14:30:24.565+0000`. */
export function historyTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').replace('Z', '+0000');
}
