import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { ask, listOfWhatGoes } from './dialogs.ts';

/** What takes everything away. */
export function createResetCard(): Card {
  const nothing = (): Promise<void> => Promise.resolve();
  const frame = createCardFrame({
    title: 'Start over',
    body: [
      el(
        'div',
        { class: 'buttons' },
        actionButton(
          'Clear the journal…',
          () => {
            ask(frame.element, {
              title: 'Clear the journal',
              content: listOfWhatGoes(
                ['the calls that the mock remembers, of every account', 'what was said in them, where it was kept'],
                'Tokens, conversations, faults and the clock stay. So do the calls that this page shows: clear them in Calls.',
              ),
              action: 'Clear the journal',
              isDangerous: true,
              run: async () => {
                await askAdmin('journal', undefined, 'DELETE');
              },
            });
          },
          'danger',
        ),
        actionButton(
          'Reset the mock…',
          () => {
            ask(frame.element, {
              title: 'Reset the mock',
              content: listOfWhatGoes(
                [
                  'the clock, back to real time',
                  'all conversations and open sockets',
                  'all faults, revoked tokens and agents’ sessions',
                  'keys that were rotated in: their tokens are refused then',
                  'the journal',
                ],
                'Accounts and options stay, and the tokens of the first keys are good until they expire. The calls on this page stay until you clear them.',
              ),
              action: 'Reset the mock',
              isDangerous: true,
              run: async () => {
                await askAdmin('reset', {});
              },
            });
          },
          'danger',
        ),
      ),
    ],
    done: nothing,
  });
  return { element: frame.element, read: nothing };
}
