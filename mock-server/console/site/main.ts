import { createMock } from '../../index.ts';
import { startConsole } from '../app.ts';
import { el } from '../dom.ts';
import type { Keeper } from './keeper.ts';
import { createKeeper } from './keeper.ts';
import type { KeptState } from './kept-state.ts';
import { openKeptState } from './kept-state.ts';
import type { Notice } from './notice.ts';
import { createNotice, keptWords } from './notice.ts';
import { becomeOwner } from './owned-tab.ts';
import { createPageBackend } from './page-backend.ts';

type PageMock = ReturnType<typeof createMock>;

/** One for each place on a host: two sites beside each other share nothing. */
const NAME = `lp-auth-mock ${new URL('.', location.href).pathname}`;

/** Says something in the place of the console, before there is one. */
function tell(words: string): void {
  document.querySelector('.opening')?.replaceChildren(el('h1', {}, 'lp-auth-mock'), el('p', { role: 'status' }, words));
}

async function open(): Promise<void> {
  // Without it a browser has no keys to sign with, either.
  if (!isSecureContext) {
    tell('This page needs https, or localhost: over plain http a browser lets no page sign tokens.');
    return;
  }
  await becomeOwner(NAME, () => {
    tell('Another tab runs this mock. When you close that one, this one takes over.');
  });
  const notice = createNotice();
  const mock = createMock({ capture: true, agent: 'echo' });
  const kept = await openKeptState(NAME).catch((error: unknown) => {
    notice.tellKept(keptWords.notKept(error));
    return undefined;
  });
  if (kept !== undefined) notice.tellKept(await takeUp(mock, kept));
  const keeper = kept === undefined ? undefined : keepUp(mock, kept, notice);
  const backend = createPageBackend(mock, { after: await lastEvent(mock), onChange: () => keeper?.changed() });
  document.querySelector('.opening')?.remove();
  startConsole(backend, notice.element);
}

/** Answers what to say about it. */
async function takeUp(mock: PageMock, kept: KeptState): Promise<string> {
  try {
    const state = await kept.read();
    if (state === undefined) return keptWords.kept;
    const { snapshot } = Object(state) as { readonly snapshot: Parameters<PageMock['restore']>[0] };
    // What it really is, this finds out; it changes nothing unless all of it fits.
    mock.restore(snapshot);
    return keptWords.kept;
  } catch (error) {
    return keptWords.notTakenUp(error);
  }
}

/** Keeps the state from now on. What testers do by the admin API is to be told to the keeper. */
function keepUp(mock: PageMock, kept: KeptState, notice: Notice): Keeper {
  const keeper = createKeeper(mock, kept, (error) => {
    notice.tellKept(error === undefined ? keptWords.kept : keptWords.notWritten(error));
  });
  mock.journal.watch(() => {
    keeper.changed();
  });
  addEventListener('pagehide', () => {
    keeper.flush();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keeper.flush();
  });
  return keeper;
}

/** That the state was taken up is no event of its own: the notice says so. */
async function lastEvent(mock: PageMock): Promise<string> {
  const response = await createPageBackend(mock).fetch('/__admin/overview');
  return ((await response.json()) as { readonly last: string }).last;
}

open().catch((error: unknown) => {
  tell(`The mock could not be opened: ${String(error)}`);
  reportError(error);
});
