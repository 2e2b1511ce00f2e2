import { askAdmin, Refused } from '../admin-api.ts';
import { el } from '../dom.ts';
import type { Card } from './card.ts';
import { createCardFrame } from './card.ts';

/** An option as the admin API tells it. */
interface ShownOption {
  readonly name: string;
  readonly value?: unknown;
  readonly source: 'default' | 'file' | 'environment' | 'flag' | 'code';
  /** The file, the variable or the flag. */
  readonly writtenAs?: string;
}

/** What the mock was started with, and where each of it was written. */
export function createOptionsCard(): Card {
  const count = el('span', { class: 'dim beside' });
  const body = el('div', { class: 'option-list' });
  const { element } = createCardFrame({
    title: 'Options in force',
    header: [count],
    body: [body],
    done: () => Promise.resolve(),
  });
  let isRead = false;
  // They stay what they are as long as the mock is the same.
  const read = async (): Promise<void> => {
    if (isRead) return;
    const options = await optionsOf();
    element.hidden = options === undefined;
    isRead = true;
    if (options === undefined) return;
    const changed = options.filter(({ source }) => source !== 'default');
    const others = options.filter(({ source }) => source === 'default');
    count.textContent = `${String(changed.length)} of ${String(options.length)} are not the default`;
    body.replaceChildren(
      listOf(changed),
      el(
        'details',
        {},
        el('summary', {}, `The other ${String(others.length)}, as they are by default`),
        listOf(others),
      ),
    );
  };
  return { element, read };
}

/** Undefined: this mock does not tell them. */
async function optionsOf(): Promise<readonly ShownOption[] | undefined> {
  try {
    return (await askAdmin<{ readonly options: readonly ShownOption[] }>('options')).options;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function listOf(options: readonly ShownOption[]): HTMLElement {
  const lines = options.flatMap((option) => [
    el('dt', {}, el('code', {}, option.name)),
    el('dd', {}, el('code', {}, valueWords(option.value)), el('span', { class: 'dim' }, ` ${sourceWords(option)}`)),
  ]);
  return el('dl', {}, ...lines);
}

const LONGEST_VALUE = 200;

function valueWords(value: unknown): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function sourceWords({ source, writtenAs }: ShownOption): string {
  if (source === 'default') return 'default';
  return source === 'code' ? 'from your code' : `from ${writtenAs ?? source}`;
}
