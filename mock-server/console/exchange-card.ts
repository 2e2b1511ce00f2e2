import type { CapturedExchange, JournalEntry } from './admin-api.ts';
import { jsonFault, prettyOf } from './body-text.ts';
import { tokenChip } from './chips.ts';
import { el, visible } from './dom.ts';
import type { SaidFrame } from './kept.ts';

type Body = CapturedExchange['request']['body'];
type Tokens = JournalEntry['tokens'];

/** Request and answer beside each other, or why they are not there. */
export function exchangeCard(
  said: CapturedExchange | undefined,
  isCapturing: boolean,
  entry: JournalEntry,
): HTMLElement {
  if (said === undefined) return el('section', { class: 'card' }, el('div', {}, ...notKept(isCapturing, entry)));
  const { request, answer } = said;
  return el(
    'div',
    { class: 'said' },
    side({ title: 'Request', start: [request.method, request.target], part: request, entry }),
    'abort' in answer
      ? el('section', { class: 'card', 'aria-label': 'Answer' }, el('div', {}, abortWords(answer.abort)))
      : side({ title: 'Answer', status: answer.status, part: answer, entry }),
  );
}

/** What was said in a frame and in the answer to it. */
export function frameCard({ frame: { received, sent } }: SaidFrame, entry: JournalEntry): HTMLElement {
  const isEnd = entry.method === 'CLOSE';
  const part = (title: string, body: Body | undefined, none: string): HTMLElement =>
    body === undefined
      ? el('section', { class: 'card', 'aria-label': title }, el('div', { class: 'dim' }, none))
      : side({ title, part: { headers: [], body }, entry });
  const parts = [
    ...(entry.method === 'SEND'
      ? []
      : [part(isEnd ? 'The client said' : 'Received', received, 'The client said nothing.')]),
    part(isEnd ? 'The mock said' : 'Sent', sent, 'Nothing was sent.'),
  ];
  return el('div', { class: 'said' }, ...parts);
}

function abortWords(abort: 'reset' | 'timeout'): string {
  return abort === 'reset' ? 'No answer: the connection was dropped.' : 'No answer: the call was left to wait.';
}

function notKept(isCapturing: boolean, { frame }: JournalEntry): (HTMLElement | string)[] {
  const title = el('h3', {}, 'Not kept');
  if (isCapturing)
    return [
      title,
      frame === undefined
        ? 'What was said in this call is no longer kept: the last 2,000 are, or 32 MB.'
        : 'What was said in this frame is not kept, or no longer.',
    ];
  return [
    title,
    'The mock keeps neither headers nor bodies. To see them here, start it with ',
    el('code', {}, 'lp-auth-mock start --capture'),
    ', or make it with the option ',
    el('code', {}, 'capture: true'),
    '.',
  ];
}

/** What of an entry a text needs in which tokens are chips. */
type Told = Pick<JournalEntry, 'tokens' | 'atMs' | 'checks' | 'reason' | 'durationMs'>;

/** One side of an exchange. */
export interface Side {
  readonly title: string;
  readonly start?: readonly [method: string, target: string];
  readonly status?: number;
  readonly part: { readonly headers: CapturedExchange['request']['headers']; readonly body: Body };
  readonly entry: Told;
}

/** Headers and body, which one can read raw. */
export function side({ title, start, status, part: { headers, body }, entry }: Side): HTMLElement {
  const pretty = prettyOf(body.text);
  const shown = el('code', { class: 'body' });
  const show = (isPretty: boolean): void => {
    shown.replaceChildren(...withChips(isPretty && pretty !== undefined ? pretty : body.text, entry));
  };
  show(true);
  return el(
    'section',
    { class: 'card', 'aria-label': title },
    el(
      'header',
      {},
      el('h3', {}, title),
      status !== undefined && el('span', { class: status >= 400 ? 'mono bad' : 'mono' }, String(status)),
      status !== undefined && el('span', { class: 'dim' }, `${entry.durationMs.toFixed(1)} ms`),
      el('span', { class: 'grow' }),
      pretty !== undefined && prettySwitch(show),
    ),
    el(
      'div',
      { class: 'text' },
      start !== undefined && el('div', { class: 'mono' }, el('b', {}, `${start[0]} `), ...withChips(start[1], entry)),
      ...headers.map(([name, value]) => headerLine(name, value, entry)),
      body.text !== '' && el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Its body' }, shown),
      ...remarksOn(body),
    ),
  );
}

function headerLine(name: string, value: string, entry: Told): HTMLElement {
  const isOurs = name === 'lp-mock-reason' || name === 'lp-mock-deviation';
  return el(
    'div',
    { class: 'mono' },
    el('span', { class: 'dim' }, `${name}: `),
    isOurs
      ? el('b', { class: name === 'lp-mock-reason' ? 'bad' : undefined }, value)
      : el('span', {}, ...withChips(value, entry)),
  );
}

/** Two buttons, of which one is pressed; the key `b` presses the other. */
function prettySwitch(show: (isPretty: boolean) => void): HTMLElement {
  const press = (isPretty: boolean): void => {
    pretty.setAttribute('aria-pressed', String(isPretty));
    raw.setAttribute('aria-pressed', String(!isPretty));
    pretty.classList.toggle('other', !isPretty);
    raw.classList.toggle('other', isPretty);
    show(isPretty);
  };
  const button = (words: string, isPretty: boolean): HTMLButtonElement =>
    el(
      'button',
      {
        type: 'button',
        click: () => {
          press(isPretty);
        },
      },
      words,
    );
  const [pretty, raw] = [button('Pretty', true), button('Raw', false)];
  press(true);
  return el('div', { class: 'segments', role: 'group', 'aria-label': 'How the body is shown' }, pretty, raw);
}

function remarksOn({ text, characters, isCut, isUtf8 }: Body): HTMLElement[] {
  const fault = isCut ? undefined : jsonFault(text);
  const remarks: (readonly [title: string, words: string] | undefined)[] = [
    text === '' ? ['No body.', ''] : undefined,
    isCut
      ? ['Cut.', `The whole body has ${characters.toLocaleString('en')} characters; ${kilobytes(text)} of it are kept.`]
      : undefined,
    isUtf8 ? undefined : ['No UTF-8.', 'What could not be read is shown as \ufffd.'],
    fault === undefined ? undefined : ['Not JSON after all.', `${fault} Shown raw.`],
  ];
  return remarks.flatMap((remark) =>
    remark === undefined ? [] : [el('p', { class: 'dim' }, el('b', {}, remark[0]), ` ${remark[1]}`)],
  );
}

function kilobytes(text: string): string {
  return `${(new Blob([text]).size / 1000).toFixed(1)} kB`;
}

const PLACE = /(<[\w ]+ [\da-f]{16}>|<token not of this mock>|<not kept>)/;

/** A text in which tokens are chips, and characters that hide or turn what one reads are marked. */
function withChips(text: string, { tokens, atMs, checks, reason }: Told): (Node | string)[] {
  return text.split(PLACE).flatMap((part): (Node | string)[] => {
    if (!PLACE.test(part)) return marked(part);
    const token = tokenIn(part, tokens) ?? unseenToken(part);
    if (token === undefined) return [el('mark', {}, part.slice(1, -1))];
    const isWhy =
      reason !== undefined && checks !== undefined && token.use === 'presented' && token.kind === checks.kind;
    return [tokenChip(token, atMs, { isNamed: true, isWhy })];
  });
}

/** What one does not see, or what turns the direction of what one does. */
const ODD = /([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])/;

function marked(text: string): (Node | string)[] {
  const parts = text.split(ODD);
  if (parts.length > MOST_MARKS) return [document.createTextNode(visible(text))];
  return parts.map((part, index) => (index % 2 === 1 ? el('mark', {}, part) : document.createTextNode(visible(part))));
}

/** Beyond them the codes alone stand in the text. */
const MOST_MARKS = 400;

function tokenIn(part: string, tokens: Tokens): Tokens[number] | undefined {
  return tokens.find(({ id }) => id !== undefined && part.endsWith(` ${id}>`));
}

/** A token of the mock that the call was not looked at for, because it was refused for another: no more is known. */
function unseenToken(part: string): Tokens[number] | undefined {
  const [, kind, id] =
    /^<(AppJWT|ConsumerJWS|LP_EXT_JWT|LP_JWT|(?:Sentinel )?id token) ([\da-f]{16})>$/.exec(part) ?? [];
  if (id === undefined) return undefined;
  const known = { kind: kind as NonNullable<Tokens[number]['kind']>, id, use: 'presented' } as const;
  return { ...known, header: undefined, claims: undefined, failure: undefined };
}
