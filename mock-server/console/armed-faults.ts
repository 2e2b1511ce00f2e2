import { askAdmin } from './admin-api.ts';
import { el } from './dom.ts';

/** Says how many faults are armed, and leads to them. */
export interface ArmedFaults {
  /** Hidden while there are none. */
  readonly element: HTMLElement;
  /** Looks again, at most once in a while, however often it is called. */
  read(): void;
}

/** No event tells of faults; each call may have spent one. */
const EVERY_MS = 1000;

export function createArmedFaults(): ArmedFaults {
  const element = el('a', { class: 'button armed-faults', href: '#/controls', hidden: true });
  let isResting = false;
  let isDue = false;
  const look = async (): Promise<void> => {
    const { faults } = await askAdmin<{ readonly faults: readonly { readonly state: string }[] }>('faults');
    const armed = faults.filter(({ state }) => state === 'armed').length;
    element.hidden = armed === 0;
    element.textContent = `${String(armed)} ${armed === 1 ? 'fault' : 'faults'} armed`;
  };
  const read = (): void => {
    isDue = isResting;
    if (isResting) return;
    isResting = true;
    // That the mock does not answer is said elsewhere.
    void look().catch(() => undefined);
    setTimeout(() => {
      isResting = false;
      if (isDue) read();
    }, EVERY_MS);
  };
  return { element, read };
}
