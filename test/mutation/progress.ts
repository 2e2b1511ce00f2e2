/** Says now and then how far a piece of work is, and how long it still takes at this pace. */
export class Progress {
  readonly #title: string;
  readonly #total: number;
  readonly #started = performance.now();
  #done = 0;
  #told = performance.now();

  /** @param total - in whatever the work is counted in */
  constructor(title: string, total: number) {
    this.#title = title;
    this.#total = total;
  }

  add(amount: number, more: () => string = () => ''): void {
    this.#done += amount;
    const now = performance.now();
    if (now - this.#told < EVERY_MS) return;
    this.#told = now;
    const left = ((now - this.#started) / this.#done) * (this.#total - this.#done);
    const share = Math.floor((100 * this.#done) / this.#total);
    console.log([`${this.#title}: ${String(share)} %, ${minutes(left)} left`, more()].filter(Boolean).join(', '));
  }

  end(): void {
    if (this.#total > 0) console.log(`${this.#title}: done in ${minutes(performance.now() - this.#started)}`);
  }
}

const EVERY_MS = 15_000;
const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;
