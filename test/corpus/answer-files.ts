import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CommonHeaders, OutcomeLine, PairLine } from './pair.ts';

/** A change made on purpose: what a pair is answered since, and why. `gone` for a pair that is not made any more. */
export type ChangeLine = { readonly id: string; readonly reason: string } & (OutcomeLine | { readonly gone: true });

/** A change of the common headers, made by hand: its id is `*`. */
interface CommonLine {
  readonly id: '*';
  readonly reason: string;
  readonly headers: CommonHeaders;
}

const ANSWERS = new URL('./answers/', import.meta.url);
const CHANGES = new URL('./changes/', import.meta.url);

/** As they were when the first answers were recorded. */
const RECORDED_COMMON: CommonHeaders = {
  'access-control-allow-origin': '*',
  'content-type': 'application/json',
  'access-control-expose-headers': 'etag, retry-after, lp-mock-reason, lp-mock-deviation',
};

/** Everything in `answers/` and `changes/`. */
export interface AnswerFiles {
  /** The common headers today: what lines leave out. */
  readonly common: CommonHeaders;
  readonly recorded: ReadonlyMap<string, PairLine>;
  readonly changes: ReadonlyMap<string, ChangeLine>;
  /** Pairs that two topics speak of, as two branches leave them that were merged. */
  readonly disputed: ReadonlySet<string>;
}

/** @throws Error when two lines of `answers/` have one id. */
export function readAnswerFiles(): AnswerFiles {
  const recorded = new Map<string, PairLine>();
  for (const name of jsonLinesIn(ANSWERS)) {
    for (const line of readLines<PairLine>(ANSWERS, name)) {
      if (recorded.has(line.id))
        throw new Error(`${line.id} is recorded twice: give one of the scenarios another name`);
      recorded.set(line.id, line);
    }
  }
  const changes = new Map<string, ChangeLine>();
  const disputed = new Set<string>();
  let common = RECORDED_COMMON;
  for (const name of jsonLinesIn(CHANGES)) {
    for (const line of readLines<ChangeLine | CommonLine>(CHANGES, name)) {
      if (isCommon(line)) {
        common = { ...common, ...line.headers };
        continue;
      }
      if (changes.has(line.id)) disputed.add(line.id);
      changes.set(line.id, line);
    }
  }
  return { common, recorded, changes, disputed };
}

/** Writes pairs that were never recorded to a file of their own. @throws Error when there is one of that name. */
export function writeAnswers(name: string, lines: readonly PairLine[]): void {
  if (existsSync(new URL(`${name}.jsonl`, ANSWERS)))
    throw new Error(`answers/${name}.jsonl is there already; recorded answers are never edited`);
  write(new URL(`${name}.jsonl`, ANSWERS), lines);
}

/** Adds changes to a topic, in the place of what any topic said of the same pairs. */
export function addChanges(topic: string, lines: readonly ChangeLine[], settled: readonly string[] = []): void {
  const ids = new Set([...lines.map(({ id }) => id), ...settled]);
  const files = new Map<string, readonly ChangeLine[]>([[`${topic}.jsonl`, []]]);
  for (const name of jsonLinesIn(CHANGES)) files.set(name, readLines<ChangeLine>(CHANGES, name));
  for (const [name, old] of files) {
    const kept = [...old.filter(({ id }) => !ids.has(id)), ...(name === `${topic}.jsonl` ? lines : [])];
    if (kept.length > 0) write(new URL(name, CHANGES), kept);
    else rmSync(new URL(name, CHANGES), { force: true });
  }
}

function isCommon(line: ChangeLine | CommonLine): line is CommonLine {
  return line.id === '*';
}

function jsonLinesIn(folder: URL): string[] {
  return existsSync(folder)
    ? readdirSync(fileURLToPath(folder))
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
    : [];
}

function readLines<Line>(folder: URL, name: string): Line[] {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function write(url: URL, lines: readonly object[]): void {
  // The first change makes the folder: git keeps no empty ones.
  mkdirSync(new URL('./', url), { recursive: true });
  writeFileSync(url, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
