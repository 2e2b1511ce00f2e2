import { createCallsView } from './calls-view.ts';
import type { ConsoleContext, TabbedView, ViewMaker } from './view.ts';
import type { Tab } from './view-later.ts';
import { viewLater } from './view-later.ts';

/** The views that are loaded when they are opened for the first time. */
const LATER: readonly (Tab & { readonly load: () => Promise<ViewMaker> })[] = [
  {
    path: 'picture',
    name: 'Picture',
    icon: 'M3 2v12M13 2v12M3 6h9M13 11H4',
    load: async () => (await import('./picture/view.ts')).createPictureView,
  },
  {
    path: 'conversation',
    name: 'Conversation',
    icon: 'M2 3h12v8H7l-3 3v-3H2z',
    load: async () => (await import('./conversation/view.ts')).createConversationView,
  },
  {
    path: 'controls',
    name: 'Controls',
    icon: 'M2 5h6m4 0h2M8 3v4M2 11h2m4 0h6M4 9v4',
    load: async () => (await import('./controls/view.ts')).createControlsView,
  },
  {
    path: 'tour',
    name: 'Tour',
    icon: 'M4 14V2h8l-2 3 2 3H4',
    load: async () => (await import('./tour/view.ts')).createTourView,
  },
];

/**
 * All views in the order of their tabs.
 *
 * @param onReady - a view that was opened before it was loaded can be shown now
 */
export function createTabs(
  context: ConsoleContext,
  onReady: (view: TabbedView) => void,
): readonly [TabbedView, ...TabbedView[]] {
  return [
    { path: 'calls', name: 'Calls', icon: 'M2 4h12M2 8h12M2 12h8', ...createCallsView(context) },
    ...LATER.map(({ load, ...tab }) => viewLater(tab, async () => (await load())(context), onReady)),
  ];
}
