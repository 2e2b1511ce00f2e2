// `npm run mutation [files or folders]`: changes the code in every place, and says which changes no test notices.
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Everything } from './code.ts';
import { CACHE, ROOT, transpileEverything } from './code.ts';
import { writeDocuments } from './documents.ts';
import { EQUIVALENTS } from './equivalents.ts';
import { askListedAgain } from './listed-again.ts';
import { bestTests, BEST_TESTS, judgeOneByOne } from './one-by-one.ts';
import { Progress } from './progress.ts';
import type { Rehearsal } from './rehearsal.ts';
import { isCurrent, recallRehearsals, rehearse } from './rehearsal.ts';
import { complaintsAbout, folderOf, LEAST_PER_CENT, scoresOf, shortfallsOf, survivorsOf } from './score.ts';
import { candidatesFor, groupsOf, sweep } from './sweep.ts';
import { Trust } from './trial.ts';
import { Verdicts } from './verdicts.ts';
import type { Worker } from './workers.ts';
import { openWorkers, share } from './workers.ts';

/** So many mutants of a file are one piece of work: a single file is shared too. */
const MUTANTS_AT_ONCE = 25;
const MOST_SHOWN = 80;
/** What is known so far outlives an interruption. */
const KEPT_EVERY_MS = 60_000;

async function main(asked: readonly string[]): Promise<number> {
  const wanted = asked.map((path) => relative(ROOT, resolve(path)));
  const lost = wanted.find((path) => !existsSync(join(ROOT, path)) || !path.startsWith('mock-server/'));
  if (lost !== undefined) {
    console.error(`${lost} is no file or folder of mock-server/: name some, or none for all that have a threshold.`);
    return 2;
  }
  // All files have their switches, whatever is asked for: what tests reach is then learnt once for all of them.
  const everything = await transpileEverything((path) => folderOf(path) in LEAST_PER_CENT);
  const isWanted = (path: string): boolean =>
    wanted.length === 0 || wanted.some((each) => path === each || path.startsWith(`${each}/`));
  const all = [...everything.judged.values()]
    .filter(({ path, mutants }) => isWanted(path) && mutants.length > 0)
    .map((judged) => new Verdicts(judged, everything.tests));
  if (all.length === 0) {
    console.error(`Nothing there has a threshold; ${Object.keys(LEAST_PER_CENT).join(', ')} do.`);
    return 2;
  }
  Object.assign(process.env, await writeDocuments());
  const workers = await openWorkers(
    Number(process.env['LP_MUTATION_WORKERS'] ?? 2 * cpus().length),
    everything.manifest,
  );
  try {
    await judge(workers, everything, all);
  } finally {
    for (const worker of workers) worker.end();
    for (const verdicts of all) verdicts.keep();
  }
  const isWhole = (folder: string): boolean =>
    wanted.length === 0 ||
    wanted.some((path) => statSync(join(ROOT, path)).isDirectory() && path === `mock-server/${folder}`);
  return tell(all, isWhole);
}

async function judge(workers: readonly Worker[], everything: Everything, all: readonly Verdicts[]): Promise<void> {
  const trust = new Trust();
  const rehearsals = recallRehearsals(everything);
  const old = [...everything.tests.keys()].filter((test) => !isCurrent(rehearsals.get(test), everything));
  await rehearseAll('Rehearsing the tests', old);
  // A file that has changed: its best tests are looked at anew, the others need not be.
  const stale = all
    .filter((verdicts) => verdicts.alive().length > 0)
    .flatMap((verdicts) =>
      bestTests(verdicts, rehearsals)
        .slice(0, BEST_TESTS)
        .filter((rehearsal) => !isCurrent(rehearsal, everything, verdicts.judged.path)),
    );
  await rehearseAll('Rehearsing the tests of what has changed', [...new Set(stale.map(({ test }) => test))]);

  const chunks = all.flatMap((verdicts) => {
    const alive = verdicts.alive();
    return Array.from({ length: Math.ceil(alive.length / MUTANTS_AT_ONCE) }, (_, index) => ({
      verdicts,
      mutants: alive.slice(index * MUTANTS_AT_ONCE, (index + 1) * MUTANTS_AT_ONCE),
    }));
  });
  const single = new Progress(
    'One by one',
    chunks.reduce((sum, { mutants }) => sum + mutants.length, 0),
  );
  await share(workers, chunks, async (worker, { verdicts, mutants }) => {
    await judgeOneByOne(worker, trust, everything, verdicts, mutants, rehearsals, () => {
      single.add(1, () => `${String(aliveIn(all))} not noticed yet`);
    });
    verdicts.keep();
  });
  single.end();

  await sweepAll(workers, trust, everything, all, rehearsals);
  await Promise.all(workers.map((worker) => trust.settle(worker)));
  for (const worker of workers.slice(0, 1)) await askListedAgain(worker, all, EQUIVALENTS, rehearsals);

  async function rehearseAll(title: string, tests: readonly string[]): Promise<void> {
    const progress = new Progress(title, tests.length);
    await rehearse(workers, everything, tests, (rehearsal) => {
      rehearsals.set(rehearsal.test, rehearsal);
      for (const { title, error } of rehearsal.failing)
        console.log(
          `Not used, because it fails here without a change: ${rehearsal.test}: ${title}: ${error.slice(0, 200)}`,
        );
      progress.add(1);
    });
    progress.end();
  }
}

/** The quick test files first: what they notice the slow ones need not look at. */
async function sweepAll(
  workers: readonly Worker[],
  trust: Trust,
  everything: Everything,
  all: readonly Verdicts[],
  rehearsals: ReadonlyMap<string, Rehearsal>,
): Promise<void> {
  const inOrder = [...rehearsals.values()].sort((a, b) => a.ms - b.ms);
  const progress = new Progress(
    'Many at once',
    inOrder.reduce((sum, rehearsal) => sum + costOf(rehearsal), 0),
  );
  let kept = performance.now();
  await share(workers, inOrder, async (worker, rehearsal) => {
    for (const group of groupsOf(candidatesFor(rehearsal, everything, all)))
      await sweep(worker, trust, rehearsal, group);
    const now = performance.now();
    if (now - kept > KEPT_EVERY_MS) {
      kept = now;
      for (const verdicts of all) verdicts.keep();
    }
    progress.add(costOf(rehearsal), () => `${String(aliveIn(all))} not noticed yet`);
  });
  progress.end();
}

/** To load the file takes time too. */
const costOf = ({ ms }: Rehearsal): number => ms + 100;

const aliveIn = (all: readonly Verdicts[]): number => all.reduce((sum, each) => sum + each.alive().length, 0);

/** @param isWhole - whether all files of a folder were judged, so that its threshold counts */
function tell(all: readonly Verdicts[], isWhole: (folder: string) => boolean): number {
  const survivors = all
    .flatMap((verdicts) => survivorsOf({ judged: verdicts.judged, alive: verdicts.alive() }, EQUIVALENTS))
    .filter(({ isListed }) => !isListed);
  const lines = survivors.map(
    ({ path, mutant, code }) =>
      `${path}:${String(mutant.line)} ${mutant.mutator}: ${code.slice(0, 100)} => ${mutant.replacement.replace(/\s+/g, ' ').slice(0, 100)}`,
  );
  const report = join(CACHE, 'survivors.txt');
  writeFileSync(report, `${lines.join('\n')}\n`);
  console.log(lines.slice(0, MOST_SHOWN).join('\n'));
  console.log(`${String(lines.length)} changes that no test notices, all of them in ${relative(ROOT, report)}`);
  const scores = scoresOf(all, EQUIVALENTS);
  console.log('\n| Folder | Made | Killed | Survived | Listed | Score |\n| --- | --- | --- | --- | --- | --- |');
  for (const { folder, made, killed, survived, listed, perCent } of scores)
    console.log(`| ${[folder, made, killed, survived, listed, perCent.toFixed(1)].map(String).join(' | ')} |`);
  const complaints = [
    ...complaintsAbout(EQUIVALENTS, all),
    ...shortfallsOf(scores.filter(({ folder }) => isWhole(folder))),
  ];
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
