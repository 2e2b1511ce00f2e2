import { createRequire } from 'node:module';
import { join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import type { Finding, Surroundings } from './finding.ts';

/** Whether the project in the working folder has an MSW that `lp-auth-mock/msw` goes with. */
export function checkMswVersion({ cwd }: Pick<Surroundings, 'cwd'>, nodeVersion = process.version): Finding {
  const version = installedVersion(cwd);
  if (version === undefined) return { level: 'ok', line: 'MSW is not installed here; only lp-auth-mock/msw needs it' };
  const range = manifest.peerDependencies.msw;
  if (!canRun(version, nodeVersion))
    return {
      level: 'fail',
      line: `MSW ${version} needs Node.js 22.12 or later, and this is ${nodeVersion}`,
      remedy: 'npm install --save-dev msw@2',
    };
  if (isInRange(version, range)) return { level: 'ok', line: `MSW ${version}` };
  return {
    level: 'fail',
    line: `MSW ${version} does not go with lp-auth-mock/msw`,
    remedy: `npm install --save-dev "msw@${range}"`,
  };
}

function installedVersion(cwd: string): string | undefined {
  try {
    return (createRequire(join(cwd, 'package.json'))('msw/package.json') as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** MSW 3 installs on an older Node with a warning, starts, and then fails at every call. */
function canRun(version: string, nodeVersion: string): boolean {
  const [nodeMajor = 0, nodeMinor = 0] = numbersOf(nodeVersion);
  return numbersOf(version)[0] !== 3 || nodeMajor > 22 || (nodeMajor === 22 && nodeMinor >= 12);
}

/** A range of alternatives that each name a lowest version of one major. */
function isInRange(version: string, range: string): boolean {
  const [major = 0, minor = 0] = numbersOf(version);
  return range
    .split('||')
    .map(numbersOf)
    .some(([wantedMajor, wantedMinor = 0]) => major === wantedMajor && minor >= wantedMinor);
}

function numbersOf(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}
