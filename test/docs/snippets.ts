import { readdirSync, readFileSync } from 'node:fs';

/** A fenced block of a page, with the block that follows it when that shows its output. */
export interface Snippet {
  readonly page: string;
  readonly line: number;
  /** The words after the fence: the language, then whatever else. */
  readonly info: string;
  readonly code: string;
  /** What the page says it prints; `…` stands for anything on one line. */
  readonly output: string | undefined;
}

const ROOT = new URL('../../', import.meta.url);

/** What a user of the package reads: every page of it, as a path below the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(new URL('docs', ROOT))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
  'examples/README.md',
];

const FENCE = /^```([^\n]*)\n([\s\S]*?)^```$/gm;

/** Every fenced block of a page, in order. */
export function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(new URL(page, ROOT), 'utf8');
  const blocks = [...text.matchAll(FENCE)].map((match) => ({
    info: match[1] ?? '',
    code: match[2] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
  return blocks.map(({ info, code, start, end }, index): Snippet => {
    const next = blocks[index + 1];
    const follows = next?.info === 'text' && text.slice(end, next.start).trim() === '';
    return { page, line: text.slice(0, start).split('\n').length, info, code, output: follows ? next.code : undefined };
  });
}

/** The printed text as a pattern. */
export function asPattern(output: string): RegExp {
  const escaped = output
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('…', '.*');
  return new RegExp(`^${escaped}$`);
}
