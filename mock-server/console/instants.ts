/** `15:42:07`, in UTC. */
export function timeOfDay(atMs: number): string {
  return iso(atMs).slice(11, 19);
}

/** `2026-11-25 15:42:07 UTC`. */
export function dateAndTime(atMs: number): string {
  return `${iso(atMs).slice(0, 10)} ${timeOfDay(atMs)} UTC`;
}

function iso(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? '----------T--:--:--' : date.toISOString().replace(/^[+-]\d+/, '');
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** `1 h 12 min`: the two largest units. */
export function span(ms: number): string {
  let rest = Math.round(Math.abs(ms) / 1000);
  const parts: string[] = [];
  for (const [seconds, name] of UNITS) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${String(count)} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
