import type { Inspection } from '../../control/inspect.ts';
import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import { dateAndTime } from '../instants.ts';
import { labelled } from './dialogs.ts';
import { sentenceOf, troubleOf } from './trouble.ts';

/** Where one pastes a token and reads what the mock thinks of it. */
export interface InspectPanel {
  readonly element: HTMLElement;
  /** Puts a token into the field and looks at it. */
  look(token: string): void;
}

export function createInspectPanel(): InspectPanel {
  const field = el('textarea', { rows: '4', spellcheck: 'false', autocomplete: 'off', class: 'mono' });
  const told = el('div', { class: 'told' });
  // The verdict alone is read out, not every claim.
  const said = el('p', { role: 'status', class: 'sr' });
  let asked = 0;
  const look = async (): Promise<void> => {
    asked += 1;
    const number = asked;
    const token = tokenIn(field.value);
    if (token === '') {
      told.replaceChildren();
      said.textContent = '';
      return;
    }
    let content: readonly Node[];
    try {
      content = inspectionOf(await askAdmin<Inspection>('tokens/inspect', { token }));
    } catch (error) {
      content = [el('p', { class: 'trouble' }, troubleOf(error))];
    }
    // What was asked later counts, whichever answer comes last.
    if (number !== asked) return;
    told.replaceChildren(...content);
    said.textContent = told.querySelector('strong, .trouble')?.textContent ?? '';
  };
  field.addEventListener('input', () => void look());
  return {
    element: el(
      'div',
      {},
      labelled(
        'Paste a token',
        field,
        'It is checked in this mock and kept nowhere: not by the page, not by the mock.',
      ),
      told,
      said,
    ),
    look: (token) => {
      field.value = token;
      void look();
    },
  };
}

/** The token alone, when a whole header was pasted, or a line of a log with quotes around it. */
export function tokenIn(pasted: string): string {
  return pasted.split(/[^\w.-]+/).find((part) => part.split('.').length > 2) ?? pasted.trim();
}

function inspectionOf(inspection: Inspection): readonly Node[] {
  const { accepted, claims, checks, where, notFor, accountId, kind } = inspection;
  return [
    el(
      'p',
      { class: `sentence ${accepted ? 'accepted' : 'refused'}` },
      el('span', { class: 'mark', 'aria-hidden': 'true' }, accepted ? '✓' : '✕'),
      el('strong', {}, verdictWords(inspection)),
    ),
    ...(accountId === undefined ? [] : [el('p', { class: 'dim' }, `Of account ${accountId}.`)]),
    ...(checks === undefined ? [] : [checkList(checks)]),
    ...(claims === undefined ? [] : [claimTable(inspection)]),
    ...placesOf(
      kind === 'Sentinel id token' ? 'It is for' : accepted ? 'It is accepted as' : 'A token of this kind is sent as',
      where,
    ),
    ...placesOf('Not at', notFor),
  ];
}

function verdictWords({ accepted, kind, reason, times }: Inspection): string {
  const what =
    kind === undefined ? 'A token' : `${/^[AL]/.test(kind) ? 'An' : kind === 'id token' ? 'An' : 'A'} ${kind}`;
  const exp = times.find(({ claim }) => claim === 'exp');
  if (accepted)
    return `${what} that this mock accepts; it ${exp === undefined ? 'never expires' : `expires ${exp.words}`}.`;
  return `${what} that this mock refuses: ${sentenceOf(reason?.sentence ?? 'it says not why').replace(/^./, (first) => first.toLowerCase())}`;
}

function placesOf(title: string, places: readonly string[]): readonly Node[] {
  if (places.length === 0) return [];
  return [el('h4', {}, title), el('ul', {}, ...places.map((place) => el('li', {}, place)))];
}

function checkList({ passed, failed, notReached }: NonNullable<Inspection['checks']>): HTMLElement {
  const item = (name: string, state: string, words: string): HTMLElement =>
    el('li', { class: state }, `${name}: ${words}`);
  return el(
    'ul',
    { class: 'checks', 'aria-label': 'Checks in the order in which they were made' },
    ...passed.map((name) => item(name, 'passed', 'passed')),
    failed !== undefined && item(failed, 'failed', 'failed here'),
    ...notReached.map((name) => item(name, 'not-reached', 'not reached')),
  );
}

/** The claims that a failed check is about. */
const CLAIMS_OF_CHECK: Readonly<Record<string, readonly string[]>> = {
  times: ['exp', 'nbf'],
  'refresh window': ['lp.unauth'],
  issuer: ['iss'],
  account: ['aud', 'account_id'],
  scope: ['scope'],
};

/** What it says; a time also in words, by the clock of its account. */
function claimTable({ claims = {}, times, checks, meanings }: Inspection): HTMLElement {
  const guilty = CLAIMS_OF_CHECK[checks?.failed ?? ''] ?? [];
  const rows = Object.entries(claims).map(([name, value]) => {
    const words = times.find(({ claim }) => claim === name)?.words;
    return el(
      'tr',
      { class: guilty.includes(name) ? 'failed' : undefined },
      el('th', { scope: 'row' }, name),
      el('td', { class: 'mono' }, typeof value === 'string' ? value : JSON.stringify(value)),
      el('td', {}, words === undefined ? (meanings[name] ?? '') : `${dateAndTime(Number(value) * 1000)}, ${words}`),
    );
  });
  const head = ['Claim', 'Value', 'What it means'].map((title) => el('th', { scope: 'col' }, title));
  return el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows));
}
