/** How far a fault is. */
export interface FaultProgress {
  readonly state: 'armed' | 'spent' | 'removed';
  readonly fired: number;
  /** How often it will fire yet; null when that has no end. */
  readonly left: number | null;
  /** One fitting call in so many. */
  readonly every: number;
  /** How many fitting calls go through before. */
  readonly skips: number;
}

/** For instance `armed for 2 more calls, fired once`. */
export function describeProgress({ state, fired, left, every, skips }: FaultProgress): string {
  const firedWords = fired === 0 ? 'not fired yet' : `fired ${times(fired)}`;
  if (state !== 'armed') return `${state}, ${fired === 0 ? 'never fired' : firedWords}`;
  const reach = left === null ? 'armed for every call' : `armed for ${calls(left, 'more ')}`;
  return [
    reach,
    ...(every > 1 ? [`one in ${String(every)}`] : []),
    ...(skips > 0 ? [`after ${calls(skips, 'more ')}`] : []),
    firedWords,
  ].join(', ');
}

function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${String(count)} times`;
}

function calls(count: number, which: string): string {
  return `${String(count)} ${which}call${count === 1 ? '' : 's'}`;
}
