import { parseArgs } from 'node:util';
import type { ChangeLine } from './answer-files.ts';
import { addChanges, readAnswerFiles, writeAnswers } from './answer-files.ts';
import { compare, describeDifferences } from './compare.ts';
import { toLine } from './pair.ts';
import { playAll } from './scenarios/index.ts';

const USAGE = `Replays the recorded calls and lists each that is answered otherwise.

  npm run corpus -- [--only <pattern>]
  npm run corpus -- --accept <topic> --reason "<why>" [--only <pattern>]
      writes what differs to test/corpus/changes/<topic>.jsonl, each with the reason
  npm run corpus -- --record <name> [--only <pattern>]
      writes the answers to calls that were never recorded to test/corpus/answers/<name>.jsonl

<pattern> is a regular expression for the ids of pairs, for instance ^idp/consumer/.`;

const { values } = parseArgs({
  options: {
    accept: { type: 'string' },
    reason: { type: 'string' },
    record: { type: 'string' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const only = new RegExp(values.only);
const isFileName = (text: string | undefined): text is string => text !== undefined && /^[\w-]+$/.test(text);

async function run(): Promise<number> {
  if (values.help) return say(USAGE);
  if (values.accept !== undefined && (!isFileName(values.accept) || values.reason === undefined)) return say(USAGE, 2);
  if (values.record !== undefined && !isFileName(values.record)) return say(USAGE, 2);
  const files = readAnswerFiles();
  const pairs = await playAll();
  const differences = compare(pairs, files).filter(({ id }) => only.test(id));
  if (values.record !== undefined) {
    const fresh = pairs.filter(({ id }) => only.test(id) && !files.recorded.has(id) && !files.changes.has(id));
    writeAnswers(
      values.record,
      fresh.map(({ id, digest, outcome }) => ({ id, digest, ...toLine(outcome, files.common) })),
    );
    return say(`recorded ${String(fresh.length)} answers`);
  }
  if (values.accept !== undefined) {
    const reason = values.reason ?? '';
    const changed = differences.filter(({ asRecorded }) => !asRecorded);
    const lines = changed.map(({ id, actual }): ChangeLine => ({ id, reason, ...(actual ?? { gone: true }) }));
    addChanges(
      values.accept,
      lines,
      differences.filter(({ asRecorded }) => asRecorded).map(({ id }) => id),
    );
    const settled = differences.length - lines.length;
    return say(`accepted ${String(lines.length)} changes; ${String(settled)} are answered as recorded again`);
  }
  if (differences.length === 0) return say(`${String(pairs.length)} calls are answered as written down`);
  return say(describeDifferences(differences, Infinity), 1);
}

function say(text: string, exitCode = 0): number {
  process.stdout.write(`${text}\n`);
  return exitCode;
}

process.exitCode = await run();
