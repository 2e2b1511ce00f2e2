/** The element of one item, which stays the same however often the item is shown anew. */
export interface KeyedItem<Item> {
  readonly element: HTMLElement;
  update(item: Item): void;
}

/**
 * Shows items in an element without making anew what is there: the focus stays where it is.
 *
 * @param keyOf - tells one item from the others
 * @returns what shows items in the place of those before
 */
export function createKeyedList<Item>(
  element: HTMLElement,
  keyOf: (item: Item) => string,
  make: (item: Item) => KeyedItem<Item>,
): (items: readonly Item[]) => void {
  const shown = new Map<string, KeyedItem<Item>>();
  element.tabIndex = -1;
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const [key, { element: gone }] of shown) {
      if (keys.has(key)) continue;
      // Whoever pressed the button that took it away goes on from here, and not from the top of the page.
      if (gone.contains(document.activeElement)) element.focus();
      gone.remove();
      shown.delete(key);
    }
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      const there = shown.get(key) ?? make(item);
      shown.set(key, there);
      there.update(item);
      // A move would take the focus from it.
      if (element.children[index] !== there.element)
        element.insertBefore(there.element, element.children[index] ?? null);
    }
  };
}
