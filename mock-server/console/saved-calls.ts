import { el } from './dom.ts';
import { asHar, asJson, readSaved } from './exported.ts';
import { iconButton } from './icons.ts';
import type { Command } from './keyboard.ts';
import type { Row, Rows } from './rows.ts';
import { showFile } from './shown-file.ts';
import type { ConsoleContext } from './view.ts';

/** What saving and loading needs of its view. */
export interface SavingSetup {
  readonly rows: Rows;
  readonly version: () => string;
  readonly tell: ConsoleContext['tell'];
  /** What the list shows when it shows less than all; undefined: all of it is saved. */
  readonly filtered: () => readonly Row[] | undefined;
  readonly onLoaded: () => void;
}

/** The part of the bar that saves and loads. */
export interface Saving {
  readonly buttons: readonly HTMLElement[];
  readonly chooser: HTMLElement;
  readonly commands: readonly Command[];
  /** Has the buttons say what they save. */
  refresh(): void;
}

/** The buttons that save what is in the list, and load what was saved; and the chooser of files behind one of them. */
export function createSaving(setup: SavingSetup): Saving {
  const { rows, version, filtered } = setup;
  const toSave = (): readonly Row[] => filtered() ?? rows.all();
  const chooser = el('input', { type: 'file', accept: '.json', hidden: true, 'aria-label': 'A file of calls' });
  chooser.addEventListener('change', () => {
    void load(chooser, setup);
  });
  const open = (): void => {
    chooser.click();
  };
  const saveJson = (): void => {
    save('lp-auth-mock-calls.json', asJson(toSave()));
  };
  const saveHar = (): void => {
    void asHar(toSave(), version()).then((text) => {
      save('lp-auth-mock-calls.har', text);
    });
  };
  const exports = [
    iconButton('Export', saveJson, { icon: 'out', class: 'wide', last: 'JSON' }),
    iconButton('Export', saveHar, { icon: 'out', class: 'wide', last: 'HAR' }),
  ];
  return {
    chooser,
    commands: [
      { words: 'Export JSON', run: saveJson },
      { words: 'Export HAR', run: saveHar },
      { words: 'Load saved calls', run: open },
    ],
    buttons: [
      iconButton('Load', open, { icon: 'in', class: 'quiet wide', title: 'Load calls that were saved as JSON' }),
      ...exports,
    ],
    refresh: () => {
      const count = filtered()?.length;
      for (const button of exports) {
        const words = button.querySelector('.words');
        if (words !== null)
          words.textContent = count === undefined ? 'Export' : `Export ${count.toLocaleString('en')} shown`;
        button.title = count === undefined ? 'Export all that is on this page' : 'Export what the filter leaves';
      }
    },
  };
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}

async function load(chooser: HTMLInputElement, { rows, tell, onLoaded }: SavingSetup): Promise<void> {
  const [file] = chooser.files ?? [];
  if (file === undefined) return;
  try {
    const saved = readSaved(await file.text());
    showFile(file.name);
    rows.take();
    addAll(rows, saved);
    tell(`These are the calls of ${file.name}, and not of this mock.`, 'change', {
      words: 'Back to the calls of this mock',
      run: () => {
        location.reload();
      },
    });
  } catch (error) {
    tell((error as Error).message);
  }
  chooser.value = '';
  onLoaded();
}

/** In the order in which they happened. */
function addAll(rows: Rows, { entries, changes, attempts }: ReturnType<typeof readSaved>): void {
  const others = [...changes, ...attempts].sort(byPlace);
  let next = 0;
  const addUntil = (entryId: number): void => {
    for (let other = others[next]; other !== undefined && other.afterEntry < entryId; other = others[(next += 1)])
      if ('verb' in other) rows.addChange(other);
      else rows.addAttempt(other);
  };
  for (const entry of entries) {
    addUntil(entry.id);
    rows.addEntry(entry);
  }
  addUntil(Infinity);
}

type Placed = ReturnType<typeof readSaved>['changes' | 'attempts'][number];

/** An attempt comes behind the change that it notes. */
function byPlace(one: Placed, other: Placed): number {
  const place = (each: Placed): number => ('verb' in each ? each.id : each.afterChange + 0.5);
  return one.afterEntry - other.afterEntry || place(one) - place(other);
}
