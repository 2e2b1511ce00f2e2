import manifest from '../../../package.json' with { type: 'json' };
import type { Finding } from './finding.ts';

/** Whether this version of Node is one that the package asks for. */
export function checkNodeVersion(version: string = process.version): Finding {
  if (isSupported(version)) return { level: 'ok', line: `Node.js ${version}` };
  return {
    level: 'fail',
    line: `Node.js ${version} is not supported`,
    remedy: `use one that satisfies ${manifest.engines.node}`,
  };
}

/** As `engines` of package.json has it: alternatives, each `^` or `>=` with a version. */
function isSupported(version: string): boolean {
  const [major, ...rest] = numbersOf(version);
  return manifest.engines.node.split('||').some((alternative) => {
    const [wantedMajor, ...wantedRest] = numbersOf(alternative);
    if (major === wantedMajor) return !isLower(rest, wantedRest);
    return alternative.includes('>=') && (major ?? 0) > (wantedMajor ?? 0);
  });
}

function numbersOf(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function isLower(one: readonly number[], other: readonly number[]): boolean {
  const index = other.findIndex((value, at) => value !== (one[at] ?? 0));
  return index !== -1 && (one[index] ?? 0) < (other[index] ?? 0);
}
