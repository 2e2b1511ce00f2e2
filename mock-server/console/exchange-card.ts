import type { CapturedExchange, JournalEntry } from './admin-api.ts';
import { tokenChip } from './chips.ts';
import { el } from './dom.ts';

type Body = CapturedExchange['request']['body'];
type Tokens = JournalEntry['tokens'];

/** Request and answer beside each other, or why they are not there. */
export function exchangeCard(
  said: CapturedExchange | undefined,
  isCapturing: boolean,
  entry: JournalEntry,
): HTMLElement {
  if (said === undefined) return el('section', { class: 'card' }, el('div', {}, ...notKept(isCapturing)));
  const { request, answer } = said;
  return el(
    'div',
    { class: 'said' },
    side(`${request.method} ${request.target}`, 'Request', request, entry),
    'abort' in answer
      ? el('section', { class: 'card' }, el('div', {}, abortWords(answer.abort)))
      : side(String(answer.status), 'Answer', answer, entry),
  );
}

function abortWords(abort: 'reset' | 'timeout'): string {
  return abort === 'reset' ? 'No answer: the connection was dropped.' : 'No answer: the call was left to wait.';
}

function notKept(isCapturing: boolean): (HTMLElement | string)[] {
  const title = el('h3', {}, 'Not kept');
  if (isCapturing) return [title, 'What was said in this call is no longer kept, or it was said on a socket.'];
  return [
    title,
    'The mock keeps neither headers nor bodies. To see them here, start it with ',
    el('code', {}, 'lp-auth-mock start --capture'),
    ', or make it with the option ',
    el('code', {}, 'capture: true'),
    '.',
  ];
}

function side(
  line: string,
  title: string,
  part: { readonly headers: CapturedExchange['request']['headers']; readonly body: Body },
  entry: JournalEntry,
): HTMLElement {
  const body = el('pre');
  const pretty = prettyOf(part.body);
  const toggle = el(
    'button',
    { type: 'button', class: 'pretty', 'aria-pressed': String(pretty !== undefined) },
    'Pretty',
  );
  const show = (): void => {
    const isPretty = toggle.getAttribute('aria-pressed') === 'true' && pretty !== undefined;
    body.replaceChildren(...withChips(isPretty ? pretty : part.body.text, entry));
  };
  toggle.addEventListener('click', () => {
    toggle.setAttribute('aria-pressed', String(toggle.getAttribute('aria-pressed') !== 'true'));
    show();
  });
  show();
  return el(
    'section',
    { class: 'card', 'aria-label': title },
    el('header', {}, el('h3', {}, title), el('span', { class: 'grow' }), pretty !== undefined && toggle),
    el(
      'div',
      {},
      el('pre', {}, ...withChips(line, entry)),
      ...part.headers.map(([name, value]) =>
        el('div', { class: 'mono' }, el('span', { class: 'dim' }, `${name}: `), ...withChips(value, entry)),
      ),
      body,
      ...remarksOn(part.body),
    ),
  );
}

function remarksOn({ text, characters, isCut, isUtf8 }: Body): HTMLElement[] {
  const remarks = [
    text === '' && 'No body.',
    isCut && `Cut: the whole body has ${characters.toLocaleString('en')} characters.`,
    !isUtf8 && 'Its bytes were no UTF-8; what could not be read is shown as \ufffd.',
    looksLikeJson(text) && prettyOf({ text }) === undefined && !isCut && `Not JSON: ${whyNot(text)}`,
  ];
  return remarks.flatMap((remark) => (remark === false ? [] : [el('p', { class: 'dim' }, remark)]));
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function whyNot(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Undefined for what is no JSON. */
function prettyOf({ text }: Pick<Body, 'text'>): string | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

const PLACE = /(<[\w ]+ [\da-f]{16}>|<token not of this mock>|<not kept>)/;

/** A text in which tokens are chips. */
function withChips(text: string, { tokens, atMs }: JournalEntry): (Node | string)[] {
  return text.split(PLACE).map((part) => {
    if (!PLACE.test(part)) return document.createTextNode(visibleText(part));
    const token = tokenIn(part, tokens);
    return token === undefined ? el('mark', {}, part.slice(1, -1)) : tokenChip(token, atMs);
  });
}

function visibleText(text: string): string {
  return el('span', {}, text).textContent;
}

function tokenIn(part: string, tokens: Tokens): Tokens[number] | undefined {
  return tokens.find(({ id }) => id !== undefined && part.endsWith(` ${id}>`));
}
