import type { JournalEntry } from './admin-api.ts';
import { isWhy, tokenChip } from './chips.ts';
import { el } from './dom.ts';
import { dateAndTime, span } from './instants.ts';
import { CLAIMS, CLAIMS_OF_CHECK } from './words.ts';

type Token = JournalEntry['tokens'][number];

/** One token of a call: how long it was good, what was checked, what it says. */
export function tokenCard(token: Token, entry: JournalEntry): HTMLElement {
  const { kind, id, claims, use } = token;
  const checks =
    use === 'presented' && entry.checks !== undefined && isWhy(token, entry.checks.kind) ? entry.checks : undefined;
  const title = `${kind ?? 'A token that is not this mock’s'}${id === undefined ? '' : ` ${id.slice(0, 4)}`}`;
  return el(
    'section',
    { class: 'card', 'aria-label': title },
    el(
      'header',
      {},
      tokenChip(token, entry.atMs, checks !== undefined),
      el('h3', {}, title),
      el('span', { class: 'dim' }, `${use}${lifeOf(token, entry.atMs)}`),
    ),
    el(
      'div',
      {},
      checks !== undefined && checkList(checks),
      claims === undefined
        ? el('p', {}, 'Nothing is kept of a token whose signature this mock does not accept: it may be a real one.')
        : claimTable(claims, checks?.failed),
    ),
  );
}

function lifeOf({ claims }: Token, atMs: number): string {
  const exp = claims?.['exp'];
  if (typeof exp !== 'number') return claims === undefined ? '' : ', never expires';
  const left = exp * 1000 - atMs;
  return left > 0 ? `, good for another ${span(left)}` : `, expired ${span(left)} before this call`;
}

function checkList({ passed, failed, notReached }: NonNullable<JournalEntry['checks']>): HTMLElement {
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

function claimTable(claims: Readonly<Record<string, unknown>>, failed: string | undefined): HTMLElement {
  const guilty = (name: string): boolean => CLAIMS_OF_CHECK[failed ?? '']?.includes(name) === true;
  const names = Object.keys(claims);
  const ordered = [...names.filter(guilty), ...names.filter((name) => !guilty(name))];
  const rows = ordered.map((name) =>
    el(
      'tr',
      { class: guilty(name) ? 'failed' : undefined },
      el('th', { scope: 'row' }, name),
      el('td', { class: 'mono' }, valueOf(name, claims[name])),
      el('td', {}, guilty(name) ? 'Here it failed. ' : '', CLAIMS[name] ?? ''),
    ),
  );
  const head = ['Claim', 'Value', 'What it means'].map((title) => el('th', { scope: 'col' }, title));
  return el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows));
}

function valueOf(name: string, value: unknown): string {
  if (typeof value === 'number' && ['exp', 'iat', 'nbf'].includes(name))
    return `${dateAndTime(value * 1000)} (${String(value)})`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
