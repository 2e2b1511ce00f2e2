import type { KeyState } from '../../control/keys/keys.ts';
import type { KeyUse } from '../../tokens/key-ring.ts';
import { askAdmin } from '../admin-api.ts';
import { backend } from '../backend.ts';
import { copyButton, el } from '../dom.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { ask, labelled, listOfWhatGoes } from './dialogs.ts';
import type { KeyedItem } from './keyed-list.ts';
import { createKeyedList } from './keyed-list.ts';

const USES: Readonly<Record<KeyUse, string>> = {
  sentinelV1: 'Sentinel, V1',
  sentinelV2: 'Sentinel, V2',
  sentinelIdToken: 'Sentinel, id tokens',
  idp: 'IDP',
};

/** Where the mock publishes its keys. */
const JWKS_PATH = '/sentinel/well-known/jwks';

/** The keys in force, and what one can do to them. */
export function createKeysCard(): Card {
  const list = el('ul', { class: 'key-list', 'aria-label': 'Keys' });
  const show = createKeyedList<KeyState>(
    list,
    ({ use, kid }) => `${use} ${kid}`,
    (key) => keyItem(key, () => ({ place: frame.element, done: read })),
  );
  const read = async (): Promise<void> => {
    const { keys } = await askAdmin<{ readonly keys: readonly KeyState[] }>('keys');
    show(keys);
  };
  const frame = createCardFrame({
    title: 'Keys',
    body: [
      el('div', {}, list),
      el(
        'div',
        { class: 'buttons' },
        actionButton('Rotate…', () => {
          askToRotate(frame.element, read);
        }),
        ...jwksAddress(),
        copyButton('Copy JWKS', async () => (await backend().fetch(JWKS_PATH)).text()),
      ),
    ],
    done: read,
  });
  return { element: frame.element, read };
}

/** A mock in the page publishes nothing: its JWKS can be copied, but has no address. */
function jwksAddress(): readonly HTMLElement[] {
  const { address, isInPage } = backend();
  if (isInPage === true) return [];
  const url = `${address}${JWKS_PATH}`;
  return [el('a', { href: url, target: '_blank', rel: 'noopener' }, 'JWKS'), copyButton('Copy its address', () => url)];
}

interface KeyPlace {
  readonly place: HTMLElement;
  readonly done: () => Promise<void>;
}

function keyItem({ use, kid }: KeyState, where: () => KeyPlace): KeyedItem<KeyState> {
  const state = el('span', { class: 'dim' });
  const retire = actionButton(
    'Retire…',
    () => {
      const { place, done } = where();
      ask(place, {
        title: `Retire ${kid}`,
        content: listOfWhatGoes(
          [`every token that it signed (${SIGNS[use]}): refused from now on`, 'the key in the JWKS'],
          'Other keys stay. The last one that signs cannot be retired: rotate first.',
        ),
        action: 'Retire the key',
        isDangerous: true,
        run: async () => {
          await askAdmin('keys/retire', { use, kid });
          await done();
        },
      });
    },
    'danger',
  );
  retire.setAttribute('aria-description', `${USES[use]}, ${kid}`);
  const element = el(
    'li',
    {},
    el('span', { class: 'dim' }, USES[use]),
    el('span', { class: 'kid' }, el('code', {}, kid), state),
    retire,
  );
  return {
    element,
    update: (key) => {
      state.textContent = stateWords(key);
      retire.hidden = key.state === 'retired';
    },
  };
}

const SIGNS: Readonly<Record<KeyUse, string>> = {
  sentinelV1: 'AppJWTs and ConsumerJWSs',
  sentinelV2: 'AppJWTs of V2',
  sentinelIdToken: 'id tokens of the code flow',
  idp: 'LP_EXT_JWTs and LP_JWTs',
};

function stateWords({ state, endsAt, signsFrom }: KeyState): string {
  const words = {
    next: typeof signsFrom === 'string' ? `signs from ${signsFrom}` : 'published, does not sign yet',
    signing: 'signs',
    accepted: 'its tokens are accepted',
    retired: 'retired: its tokens are refused',
  }[state];
  return endsAt === null || state === 'retired' ? words : `${words} until ${endsAt}`;
}

function askToRotate(place: HTMLElement, done: () => Promise<void>): void {
  const use = el(
    'select',
    {},
    ...Object.entries(USES).map(([value, words]) => el('option', { value }, `${words}: ${SIGNS[value as KeyUse]}`)),
  );
  const overlap = el(
    'select',
    {},
    el('option', { value: '' }, 'accepted until it is retired'),
    el('option', { value: '24h' }, 'accepted for another 24 h'),
    el('option', { value: '0s' }, 'refused at once'),
  );
  ask(place, {
    title: 'Rotate a key',
    content: [labelled('Key', use), labelled('Tokens of the old one', overlap)],
    action: 'Rotate',
    run: async () => {
      await askAdmin('keys/rotate', { use: use.value, ...(overlap.value === '' ? {} : { overlap: overlap.value }) });
      await done();
    },
  });
}
