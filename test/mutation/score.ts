import type { Mutant } from './mutants.ts';
import type { Equivalent } from './equivalents.ts';
import type { Verdicts } from './verdicts.ts';

/** How many per cent of the mutants of a folder the tests must notice. */
export const LEAST_PER_CENT: Readonly<Record<string, number>> = {
  endpoints: 95,
  tokens: 95,
  errors: 95,
  http: 95,
  domain: 95,
  pipeline: 95,
  messaging: 95,
  control: 92,
  admin: 92,
  webhooks: 92,
  adapters: 92,
  cli: 90,
};

/** So many of the mutants of a folder may be listed as equivalents. */
export const MOST_LISTED_PER_CENT = 4;

export interface Score {
  /** The folder of `mock-server/`. */
  readonly folder: string;
  readonly made: number;
  readonly killed: number;
  readonly survived: number;
  readonly listed: number;
  /** killed / (made - listed), in per cent. */
  readonly perCent: number;
}

export interface Survivor {
  readonly path: string;
  readonly mutant: Mutant;
  /** What it replaces, on one line. */
  readonly code: string;
  readonly isListed: boolean;
}

export function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** @param list - the listed equivalents */
export function survivorsOf({ judged, ...verdicts }: VerdictsOfFile, list: readonly Equivalent[]): Survivor[] {
  return verdicts.alive.map((mutant) => ({
    path: judged.path,
    mutant,
    code: onOneLine(judged.source.slice(mutant.from, mutant.to)),
    isListed: isListed(list, judged, mutant),
  }));
}

type VerdictsOfFile = Pick<Verdicts, 'judged'> & { readonly alive: readonly Mutant[] };

/** Whether a mutant is one of the listed equivalents. */
export function isListed(list: readonly Equivalent[], judged: Verdicts['judged'], mutant: Mutant): boolean {
  return list.some((entry) => fits(entry, judged, mutant));
}

function fits(entry: Equivalent, { path, source }: Verdicts['judged'], mutant: Mutant): boolean {
  return (
    entry.file === path &&
    entry.code === onOneLine(source.slice(mutant.from, mutant.to)) &&
    entry.becomes === onOneLine(mutant.replacement) &&
    (entry.line === undefined || entry.line === (source.split('\n')[mutant.line - 1] ?? '').trim())
  );
}

export function scoresOf(all: readonly Verdicts[], list: readonly Equivalent[]): readonly Score[] {
  const folders = [...new Set(all.map(({ judged }) => folderOf(judged.path)))];
  return folders.map((folder) => {
    const ofFolder = all.filter(({ judged }) => folderOf(judged.path) === folder);
    const made = ofFolder.reduce((sum, { judged }) => sum + judged.mutants.length, 0);
    const survivors = ofFolder.flatMap((verdicts) =>
      survivorsOf({ judged: verdicts.judged, alive: verdicts.alive() }, list),
    );
    const listed = survivors.filter(({ isListed }) => isListed).length;
    const killed = made - survivors.length;
    const perCent = made === listed ? 100 : (100 * killed) / (made - listed);
    return { folder, made, killed, survived: survivors.length - listed, listed, perCent };
  });
}

/** What is wrong with the list: an entry that fits nothing, or fits what a test has noticed. */
export function complaintsAbout(list: readonly Equivalent[], all: readonly Verdicts[]): readonly string[] {
  return list.flatMap((entry) => {
    const verdicts = all.find(({ judged }) => judged.path === entry.file);
    if (verdicts === undefined) return [];
    const { judged } = verdicts;
    const title = `${entry.file}: \`${entry.code}\` as \`${entry.becomes}\``;
    const fitting = judged.mutants.filter((mutant) => fits(entry, judged, mutant));
    if (fitting.length === 0) return [`${title} is listed as an equivalent, and there is no such change`];
    return fitting.flatMap(({ id, line }) => {
      const killer = verdicts.killer(id);
      return killer === undefined
        ? []
        : [
            `${title} (line ${String(line)}) is listed as an equivalent, and ${killer.test} notices it: ${killer.title}`,
          ];
    });
  });
}

/** Why a score is too low; empty when it is not. Only a whole folder has to reach its threshold. */
export function shortfallsOf(scores: readonly Score[]): readonly string[] {
  return scores.flatMap(({ folder, made, listed, perCent }) => {
    const least = LEAST_PER_CENT[folder] ?? 0;
    return [
      ...(perCent < least ? [`${folder}: ${perCent.toFixed(1)} % is less than ${String(least)} %`] : []),
      ...(listed > (made * MOST_LISTED_PER_CENT) / 100
        ? [
            `${folder}: ${String(listed)} of ${String(made)} are listed as equivalents, more than ${String(MOST_LISTED_PER_CENT)} %`,
          ]
        : []),
    ];
  });
}
