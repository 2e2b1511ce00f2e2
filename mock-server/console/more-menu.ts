import { el } from './dom.ts';

/** Buttons that stand in the bar where there is room, and behind one button on a phone. */
export function moreMenu(buttons: readonly HTMLElement[]): readonly HTMLElement[] {
  const menu = el('div', { class: 'more-menu', popover: 'auto', id: 'more-menu' }, ...buttons);
  const close = (): void => {
    if (menu.matches(':popover-open')) menu.hidePopover();
  };
  menu.addEventListener('click', close);
  menu.addEventListener('toggle', () => {
    if (menu.matches(':popover-open')) buttons[0]?.focus();
  });
  const button = el('button', { type: 'button', class: 'more', popovertarget: menu.id }, 'More');
  return [button, menu];
}
