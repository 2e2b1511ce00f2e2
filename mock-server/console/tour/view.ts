import type { Account, JournalEntry, Overview } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import { SANS } from '../picture/pen.ts';
import { createPageMeasure } from '../picture/text-width.ts';
import type { Row } from '../rows.ts';
import type { ViewMaker } from '../view.ts';
import { byHandCard } from './by-hand.ts';
import { resultCard } from './result.ts';
import type { TourResult } from './run.ts';
import { isAsTold, runStep } from './run.ts';
import { soFarCard } from './so-far.ts';
import type { TourState, TourStep } from './steps.ts';
import { missingStep, TOUR_STEPS } from './steps.ts';
import { withChips } from './tour-words.ts';

/** A step that was run: its answer, and its call in the list of calls once that is heard of. */
interface Done {
  readonly result: TourResult;
  /** The last event before it. */
  readonly after: number;
  readonly method: string;
  readonly path: string;
}

/** Six calls, one by one, for whoever never saw LivePerson. */
export const createTourView: ViewMaker = ({ rows, clock, overview }) => {
  const element = el('div', { class: 'view tour' });
  const measure = createPageMeasure(SANS);
  const done = new Map<number, Done>();
  let at = 0;
  let state: TourState | undefined;
  let trouble: string | undefined;
  let isRunning = false;
  /** What is drawn, so that an event which changes nothing of it leaves the page alone. */
  let drawn = '';

  const step = (): TourStep => TOUR_STEPS[at] as TourStep;

  async function begin(): Promise<TourState> {
    const [{ accounts }, { last }] = await Promise.all([
      askAdmin<{ readonly accounts: readonly Account[] }>('accounts'),
      askAdmin<Overview>('overview'),
    ]);
    // An account that can be used whole; an open mock takes any other one too.
    const account = accounts.find(({ clientSecret }) => clientSecret !== undefined) ?? MADE_UP;
    // A consumer has one open conversation: the name must be another one at each tour.
    return { account, name: `Jane_${last.replace('.', '_')}` };
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    [isRunning, trouble] = [true, undefined];
    draw();
    try {
      for (let index = missingStep(at, state ?? {}) ?? at; index <= at; index += 1) {
        const isDone = index < at && done.has(index) && missingStep(index + 1, state ?? {}) !== index;
        if (!isDone && !(await runOne(index))) break;
      }
    } catch (error) {
      trouble = `The call did not come through: ${(error as Error).message}. Is the mock still running?`;
    }
    isRunning = false;
    draw();
  }

  /** False when the tour cannot go on from there. */
  async function runOne(index: number): Promise<boolean> {
    const each = TOUR_STEPS[index] as TourStep;
    // Who is named is on the page already; only a second run of it is about another consumer.
    if (state === undefined || (index === 2 && done.has(2))) state = { ...(await begin()), ...withoutName(state) };
    const { target, method } = each.call(state);
    const { last } = await askAdmin<Overview>('overview');
    const after = Number.parseInt(last, 10);
    const result = await runStep(each, state);
    done.set(index, { result, after, method, path: target.replace(/\?.*$/, '') });
    const isAsItShould = isAsTold(each, result);
    if (isAsItShould) state = { ...state, ...each.learn(result.answer) };
    else if (index < at)
      trouble = `Step ${String(index + 1)}, which comes before this one, was refused: ${result.reason ?? ''}.`;
    return isAsItShould;
  }

  function entryOf(index: number): JournalEntry | undefined {
    const run = done.get(index);
    if (run === undefined) return undefined;
    return rows.all().find(({ entry }) => entry !== undefined && isOf(entry, run))?.entry;
  }

  function draw(): void {
    const entries = TOUR_STEPS.map((_, index) => entryOf(index));
    const ids = entries.map((entry) => String(entry?.id)).join();
    const now = JSON.stringify([at, isRunning, trouble, ids, [...done.values()].map(({ result }) => result)]);
    if (now === drawn) return;
    drawn = now;
    const hadFocus = element.contains(document.activeElement) && document.activeElement?.matches('.run') === true;
    element.replaceChildren(el('div', { class: 'tour-page' }, stepList(), text(entries), byHand(), soFar(entries)));
    if (hadFocus) element.querySelector<HTMLElement>('.run')?.focus();
  }

  /** Faulted calls come out otherwise than they should: no tick. */
  function isDoneAsTold(index: number): boolean {
    const result = done.get(index)?.result;
    const isFaulted = entryOf(index)?.verdict === 'faulted';
    return result !== undefined && !isFaulted && isAsTold(TOUR_STEPS[index] as TourStep, result);
  }

  function stepList(): HTMLElement {
    const items = TOUR_STEPS.map(({ name }, index) => {
      const isDone = isDoneAsTold(index);
      return el(
        'li',
        { class: isDone ? 'done' : undefined },
        el(
          'a',
          { href: `#/tour/${String(index + 1)}`, 'aria-current': index === at ? 'step' : undefined },
          el('span', { class: 'number', 'aria-hidden': 'true' }, isDone ? '✓' : String(index + 1)),
          el('span', {}, name, isDone && el('span', { class: 'sr' }, ', done')),
        ),
      );
    });
    return el('nav', { 'aria-label': 'Steps' }, el('ol', { class: 'tour-steps' }, ...items));
  }

  function text(entries: readonly (JournalEntry | undefined)[]): HTMLElement {
    const { title, service, words } = step();
    const run = done.get(at);
    return el(
      'section',
      { class: 'tour-text', 'aria-labelledby': 'tour-title' },
      el('p', { class: 'dim' }, `Step ${String(at + 1)} of ${String(TOUR_STEPS.length)} · ${service}`),
      el('h2', { id: 'tour-title' }, title),
      el('p', { class: 'lead' }, ...withChips(words, entries)),
      buttons(),
      el('div', { role: 'status' }, before() ?? ''),
      trouble !== undefined && el('p', { class: 'wrong', role: 'alert' }, trouble),
      run !== undefined &&
        resultCard(step(), run.result, {
          entry: entries[at],
          nowMs: clock.nowMs(),
          isCapturing: overview()?.capture === true,
        }),
      at === TOUR_STEPS.length - 1 && otherFlow(),
    );
  }

  /** What the button will do beside its own step. */
  function before(): string | undefined {
    const missing = missingStep(at, state ?? {});
    if (isRunning) return 'Waiting for the answer…';
    if (missing === undefined || missing >= at) return undefined;
    return missing === at - 1
      ? `Step ${String(at)} was not run yet; it is run first.`
      : `Steps ${String(missing + 1)} to ${String(at)} were not run yet; they are run first.`;
  }

  function buttons(): HTMLElement {
    const isDone = done.has(at);
    const isLast = at === TOUR_STEPS.length - 1;
    const again = el(
      'button',
      { type: 'button', class: isDone ? 'run' : 'run first' },
      isDone ? 'Run it again' : step().action,
    );
    again.addEventListener('click', () => void run());
    const next = isLast
      ? el('a', { class: isDone ? 'button first' : 'button', href: '#/picture' }, 'See the whole picture')
      : el(
          'a',
          { class: isDone ? 'button first' : 'button', href: `#/tour/${String(at + 2)}` },
          isDone ? 'Next step' : 'Skip',
        );
    const back = at > 0 && el('a', { class: 'button', href: `#/tour/${String(at)}` }, 'Back');
    return el('div', { class: 'buttons' }, again, back, next, isLast && isDone && realTimeButton());
  }

  /** The last step has moved the clock. */
  function realTimeButton(): HTMLElement {
    const button = el('button', { type: 'button' }, 'Back to real time');
    button.addEventListener('click', () => {
      askAdmin('clock/reset', {}).catch((error: unknown) => {
        trouble = `The clock was not set back: ${(error as Error).message}.`;
        draw();
      });
    });
    return button;
  }

  /** Where it goes on from the last step. */
  function otherFlow(): HTMLElement {
    return el(
      'p',
      { class: 'dim' },
      'This was an app that speaks for its consumer. A visitor who is not logged in goes another way: an LP_EXT_JWT says' +
        ' who the visitor is, and is exchanged for an LP_JWT, which opens a socket. See it: ',
      el('a', { href: '#/conversation' }, 'open a conversation'),
      '.',
    );
  }

  function byHand(): HTMLElement {
    const known = state ?? { account: MADE_UP, name: 'Jane' };
    return byHandCard(step(), known, done.get(at)?.result);
  }

  function soFar(entries: readonly (JournalEntry | undefined)[]): HTMLElement | false {
    return soFarCard(entries, rows.all(), { accountId: state?.account.accountId, width: element.clientWidth, measure });
  }

  return {
    element,
    show: (rest) => {
      const asked = /^[1-6]$/.test(rest) ? Number(rest) - 1 : 0;
      if (asked !== at) trouble = undefined;
      at = asked;
      draw();
      if (state !== undefined) return;
      void begin().then(
        (begun) => {
          state ??= begun;
          drawn = '';
          draw();
        },
        (error: unknown) => {
          trouble = `The mock does not answer: ${(error as Error).message}.`;
          draw();
        },
      );
    },
    refresh: draw,
    keys: [{ key: 'r', words: 'run the call of this step', run: () => void run() }],
  };
};

/** For a mock without an account of its own. */
const MADE_UP: Account = { accountId: '12345678', clientId: 'my-app', clientSecret: 'my-secret' };

/** All but the name: a step 3 that is run again is about another consumer. */
function withoutName(state: TourState | undefined): Partial<TourState> {
  if (state === undefined) return {};
  return Object.fromEntries(Object.entries(state).filter(([key]) => key !== 'name' && key !== 'conversationId'));
}

function isOf(entry: NonNullable<Row['entry']>, { after, method, path }: Done): boolean {
  return entry.id > after && entry.method === method && entry.path === path;
}
