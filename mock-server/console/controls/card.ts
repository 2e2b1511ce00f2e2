import { el } from '../dom.ts';
import { troubleOf } from './trouble.ts';

/** One part of the page. */
export interface Card {
  readonly element: HTMLElement;
  /** Shows how things stand in the mock now. @throws Refused in the words of the admin API */
  read(): Promise<void>;
}

/** What surrounds the content of a card: its title, and the lines that say what was done or refused. */
export interface CardFrame {
  readonly element: HTMLElement;
  /**
   * Asks the mock for something. What it refuses stands in the card, in the words of the admin API.
   *
   * @param what - answers what was done, for a screen reader
   * @returns whether it was done
   */
  attempt(what: () => Promise<string>): Promise<boolean>;
}

/** How a card begins. */
export interface CardParts {
  readonly title: string;
  /** Behind the title. */
  readonly header?: readonly (Node | false)[];
  readonly body: readonly Node[];
  /** Of the card, beside `card`. */
  readonly className?: string;
  /** Reads the card again, once something was done. */
  readonly done: () => Promise<void>;
}

export function createCardFrame({ title, header = [], body, className = '', done }: CardParts): CardFrame {
  const refused = el('p', { role: 'alert', class: 'trouble' });
  const said = el('p', { role: 'status', class: 'sr' });
  const element = el(
    'section',
    { class: `card ${className}`, 'aria-label': title },
    el('header', {}, el('h3', {}, title), ...header),
    ...body,
    refused,
    said,
  );
  return {
    element,
    attempt: async (what) => {
      refused.textContent = '';
      try {
        said.textContent = await what();
        await done();
        return true;
      } catch (error) {
        refused.textContent = troubleOf(error);
        return false;
      }
    },
  };
}

/** A button that does something. */
export function actionButton(label: string, click: () => void, className?: string): HTMLButtonElement {
  return el('button', { type: 'button', class: className, click }, label);
}
