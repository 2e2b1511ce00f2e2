import { el } from './dom.ts';
import type { TabbedView, View } from './view.ts';

/** What leads to a view. */
export type Tab = Pick<TabbedView, 'path' | 'name' | 'icon'>;

/**
 * A view that is loaded when it is shown for the first time: whoever only reads calls never waits for it.
 *
 * @param onReady - called once, when it is loaded
 */
export function viewLater(tab: Tab, load: () => Promise<View>, onReady: (view: TabbedView) => void): TabbedView {
  const place = el('div', { class: 'empty' });
  let view: View | undefined;
  let isLoading = false;
  const open = async (): Promise<void> => {
    isLoading = true;
    place.replaceChildren();
    try {
      view = await load();
    } catch {
      place.replaceChildren(
        el('h2', {}, `${tab.name} could not be loaded`),
        el('p', {}, 'The mock does not answer, or another version of it does.'),
        el('button', { type: 'button', click: () => void open() }, 'Try again'),
        el('button', { type: 'button', click: reloadPage }, 'Reload the page'),
      );
    }
    isLoading = false;
    if (view !== undefined) onReady(later);
  };
  const later: TabbedView = {
    ...tab,
    get element() {
      return view?.element ?? place;
    },
    show: (rest) => {
      if (view !== undefined) view.show(rest);
      else if (!isLoading) void open();
    },
    refresh: () => {
      view?.refresh();
    },
    get keys() {
      return view?.keys ?? [];
    },
    get commands() {
      return view?.commands ?? [];
    },
  };
  return later;
}

/** A browser may keep that a file could not be loaded. */
function reloadPage(): void {
  location.reload();
}
