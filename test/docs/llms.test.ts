import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { describe, expect, it } from '@jest/globals';
import { PAGES } from './snippets.ts';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/llms.txt', ROOT), 'utf8');

/** A page in a list of pages: `- [name](url): what it is about`. */
const ENTRY = /^- \[([^\]]+)\]\(([^)]+)\): (\S.*)$/;
const entries = text.split('\n').filter((line) => line.startsWith('- '));
const linked = entries.map((line) => join('docs', ENTRY.exec(line)?.[2] ?? ''));

describe('docs/llms.txt, the list of pages for coding assistants,', () => {
  it('has a title, a summary in a quote, and lists alone under its headings, as llmstxt.org asks for', () => {
    const [head = '', ...sections] = text.split(/^## /m);
    expect(head).toMatch(/^# lp-auth-mock\n\n(?:> .+\n)+\n/);
    expect(sections.length).toBeGreaterThan(1);
    for (const section of sections) expect(section).toMatch(/^.+\n\n(?:- .+\n)+\n?$/);
    expect(entries.filter((line) => !ENTRY.test(line))).toEqual([]);
  });

  it('names every page once, and nothing else', () => {
    expect([...linked].sort()).toEqual([...PAGES].sort());
  });

  it('leads to what is there', () => {
    expect(linked.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
  });
});
