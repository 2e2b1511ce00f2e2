import type { JournalEntry } from '../admin-api.ts';
import { tokenChip } from '../chips.ts';
import { el } from '../dom.ts';

/** The words of a step: `{AppJWT}` is the chip of that token once the tour has it, and its name before. */
export function withChips(words: string, entries: readonly (JournalEntry | undefined)[]): (Node | string)[] {
  return words.split(/(\{\w+\})/).flatMap((part) => {
    const [, kind] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (kind === undefined) return part === '' ? [] : [part];
    const issuing = entries.find((entry) =>
      entry?.tokens.some((token) => token.use === 'issued' && token.kind === kind),
    );
    const token = issuing?.tokens.find((each) => each.use === 'issued' && each.kind === kind);
    if (issuing === undefined || token === undefined) return [el('strong', {}, kind)];
    return [kind, ' ', tokenChip(token, issuing.atMs)];
  });
}
