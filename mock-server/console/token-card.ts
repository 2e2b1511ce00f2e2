import type { JournalEntry } from './admin-api.ts';
import { askAdmin } from './admin-api.ts';
import { isOver, isWhy, lookOf, nameOf } from './chips.ts';
import type { JudgedClaim } from './claims.ts';
import { documentedAt, judgedClaims, lateness } from './claims.ts';
import { el } from './dom.ts';
import { svg } from './drawing.ts';
import { copyIconButton } from './icons.ts';
import { dateAndTime, span, timeOfDay } from './instants.ts';
import { lifeBar } from './life-bar.ts';
import { markOf } from './marks.ts';

type Token = JournalEntry['tokens'][number];
type Checks = NonNullable<JournalEntry['checks']>;

/** What a token card is drawn from beside its token. */
export interface TokenCardSetup {
  readonly entry: JournalEntry;
  /** The time of the mock. */
  readonly nowMs: number;
  readonly isCapturing: boolean;
}

/** One token of a call: how long it was good, what was checked, what it says. */
export function tokenCard(token: Token, setup: TokenCardSetup): HTMLElement {
  const { claims, use, id, kind } = token;
  const { entry } = setup;
  const checks =
    use === 'presented' && entry.checks !== undefined && isWhy(token, entry.checks.kind) ? entry.checks : undefined;
  const title = id === undefined ? 'A token that is not this mock’s' : nameOf(token);
  const look = id === undefined ? 'foreign' : lookOf(kind)[0];
  return el(
    'section',
    { class: 'card', 'aria-label': title },
    el(
      'header',
      {},
      titleOf(token, title, entry.atMs),
      el('span', { class: 'dim sub' }, lifeOf(token, setup)),
      setup.isCapturing && id !== undefined && copyIconButton('Copy', () => wholeToken(id)),
    ),
    el(
      'div',
      {},
      lifeBar(token, look, entry.atMs),
      checks !== undefined && checkList(checks),
      claims === undefined
        ? el('p', {}, 'Nothing is kept of a token whose signature this mock does not accept: it may be a real one.')
        : claimTable(judgedClaims(token, entry, checks), entry.atMs),
      claims !== undefined && el('p', { class: 'dim small' }, documentedAt(kind) ?? ''),
    ),
  );
}

async function wholeToken(id: string): Promise<string> {
  return (await askAdmin<{ readonly token: string }>(`tokens/${id}`)).token;
}

function titleOf(token: Token, title: string, atMs: number): HTMLElement {
  const [look, path] = token.id === undefined ? lookOf(undefined) : lookOf(token.kind);
  const drawn = svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: path }));
  return el('h3', { class: `token-title ${look}${isOver(token, atMs) ? ' over' : ''}` }, drawn, title);
}

function lifeOf({ claims, use }: Token, { entry: { atMs }, nowMs }: TokenCardSetup): string {
  const exp = claims?.['exp'];
  if (typeof exp !== 'number') return claims === undefined ? 'nothing is known of it' : 'never expires';
  const [leftThen, leftNow] = [exp * 1000 - atMs, exp * 1000 - nowMs];
  if (leftThen <= 0) return `expired ${lateness(-leftThen)} before this call, ${span(leftNow)} ago by now`;
  const then = use === 'issued' ? 'issued by this call' : 'was good at that time';
  return `${then}, ${leftNow > 0 ? `expires in ${span(leftNow)}` : `expired ${span(leftNow)} ago by now`}`;
}

function checkList({ passed, failed, notReached }: Checks): HTMLElement {
  const item = (name: string, state: string, words: string): HTMLElement =>
    el(
      'li',
      { class: state, title: CHECKS[name] },
      state !== 'not-reached' && silent(markOf(state === 'passed' ? 'accepted' : 'refused').mark),
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      el('span', { class: 'sr' }, `: ${words}`),
    );
  return el(
    'ol',
    { class: 'checks', 'aria-label': 'Checks in the order in which they were made' },
    ...passed.map((name) => item(name, 'passed', 'passed')),
    failed !== undefined && item(failed, 'failed', 'failed here'),
    ...notReached.map((name) => item(name, 'not-reached', 'not reached')),
  );
}

/** What each check looks at. */
const CHECKS: Readonly<Record<string, string>> = {
  shape: 'Is it a JSON Web Token: three parts of base64url?',
  kind: 'Is it the kind of token that belongs here?',
  signature: 'Was it signed with a key that counts here?',
  times: 'Is it good at the time of the mock, by exp and nbf?',
  claims: 'Does it have the claims that the call needs?',
  issuer: 'Does iss name who may issue it?',
  account: 'Is it of the account that the path names?',
  scope: 'Does its scope allow this call?',
  revocation: 'Has it been revoked?',
  'refresh window': 'Can it still be exchanged for a new one?',
};

/** The words beside it say the same. */
function silent(mark: HTMLElement): HTMLElement {
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}

const STATES: Readonly<Record<JudgedClaim['state'], string>> = {
  passed: 'passed',
  failed: 'failed here',
  'not-reached': 'not reached',
};

function claimTable(claims: readonly JudgedClaim[], atMs: number): HTMLElement {
  const hasFailed = claims.some(({ state }) => state === 'failed');
  const rows = claims.map((claim) =>
    el(
      'tr',
      { class: claim.state === 'failed' ? 'failed' : undefined },
      el('td', { class: 'state' }, ...stateOf(claim, hasFailed)),
      el('th', { scope: 'row' }, claim.name),
      el('td', { class: 'mono' }, ...valueOf(claim, atMs)),
      el('td', { class: claim.state === 'failed' ? undefined : 'dim' }, claim.meaning),
    ),
  );
  const head = ['Claim', 'Value', 'What it means'].map((title) => el('th', { scope: 'col' }, title));
  const check = el('th', { scope: 'col' }, el('span', { class: 'sr' }, 'Check'));
  return el('table', { class: 'claims' }, el('thead', {}, el('tr', {}, check, ...head)), el('tbody', {}, ...rows));
}

function stateOf({ state }: JudgedClaim, hasFailed: boolean): (HTMLElement | string)[] {
  const words = el('span', { class: 'sr' }, STATES[state]);
  if (state === 'failed') return [silent(markOf('refused').mark), words];
  if (!hasFailed) return [el('span', { class: 'sr' }, 'nothing wrong with it')];
  return state === 'passed'
    ? [silent(markOf('accepted').mark), words]
    : [el('span', { class: 'dim', 'aria-hidden': 'true' }, '–'), words];
}

function valueOf({ name, value }: JudgedClaim, atMs: number): (HTMLElement | string)[] {
  if (typeof value === 'number' && ['exp', 'iat', 'nbf'].includes(name))
    return [instant(value * 1000, atMs), ' ', el('span', { class: 'dim' }, String(value))];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

/** With its date only when it is of another day than the call. */
function instant(valueMs: number, atMs: number): string {
  const whole = dateAndTime(valueMs);
  return whole.slice(0, 10) === dateAndTime(atMs).slice(0, 10) ? timeOfDay(valueMs) : whole;
}
