import { el, shape } from './dom.ts';
import { svg } from './drawing.ts';
import type { Rows } from './rows.ts';
import type { TabbedView } from './view.ts';

/** The place of the view that is shown, and the tabs that lead to the others. */
export interface Frame {
  readonly element: HTMLElement;
  readonly tabs: HTMLElement;
  shown(): TabbedView;
  /** Goes by the address. */
  route(): void;
  /** Has the shown view drawn, once a frame at the most, however much comes. */
  schedule(): void;
}

export function createFrame(views: readonly [TabbedView, ...TabbedView[]], rows: Rows): Frame {
  const element = el('main', {});
  const links = views.map(({ path, name, icon }) =>
    el('a', { href: `#/${path}` }, el('span', { class: 'drawn' }, shape(icon)), name),
  );
  const count = el('span', { class: 'count', hidden: true });
  links[0]?.append(count);
  let shown: TabbedView = views[0];
  let isDue = false;
  const countCalls = (): void => {
    const calls = rows.all().reduce((sum, { entry }) => sum + (entry === undefined ? 0 : 1), 0);
    count.hidden = calls === 0;
    count.textContent = calls.toLocaleString('en');
    count.title = `${calls.toLocaleString('en')} calls`;
  };
  const route = (): void => {
    const [, path = '', rest = ''] = /^#\/([a-z]+)\/?(.*)$/.exec(location.hash) ?? [];
    shown = views.find((view) => view.path === path) ?? views[0];
    for (const [index, link] of links.entries()) {
      if (views[index] === shown) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    document.title = `${shown.name} · lp-auth-mock`;
    if (shown.element.parentElement !== element) element.replaceChildren(shown.element);
    countCalls();
    shown.show(rest);
  };
  addEventListener('hashchange', route);
  return {
    element,
    tabs: el('nav', { class: 'tabs', 'aria-label': 'Views' }, ...links),
    shown: () => shown,
    route,
    schedule: () => {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        countCalls();
        shown.refresh();
      });
    },
  };
}

/** Three tokens. */
export function logo(): SVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 36 16', 'aria-hidden': 'true' },
    svg('path', { d: 'M8 .9 14.2 4.45v7.1L8 15.1 1.8 11.55v-7.1Z', class: 'node app' }),
    svg('circle', { cx: 18, cy: 8, r: 5.2, class: 'node consumer' }),
    svg('path', { d: 'M28.5 1.5 35 8l-6.5 6.5L22 8Z', class: 'node lp' }),
  );
}
