import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import type { ProgramCall, TrustedCertificate, TrustPlace, TrustSurroundings } from './trust-places.ts';

/** What a program that was run has said. */
export interface ProgramOutcome {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a program to its end. Resolves to undefined when there is no such program. */
export type RunProgram = (call: ProgramCall) => Promise<ProgramOutcome | undefined>;

/** A change that was made: what was run, in its order. */
export interface TrustChange {
  readonly place: string;
  readonly calls: readonly ProgramCall[];
}

/** A place could not be looked at or changed. */
export class TrustNotChanged extends Error {
  override readonly name = 'TrustNotChanged';
}

/** Makes a certificate trusted in a place. @throws TrustNotChanged with what is missing or went wrong. */
export async function trustIn(
  place: TrustPlace,
  certificate: TrustedCertificate,
  runProgram: RunProgram,
): Promise<TrustChange> {
  return runAll(place, [...place.make, ...place.add(certificate)], runProgram);
}

/**
 * Removes every certificate of this program from a place; others are left alone.
 *
 * @returns the change, without a call when there was none.
 * @throws TrustNotChanged with what is missing or went wrong.
 */
export async function distrustIn(place: TrustPlace, runProgram: RunProgram): Promise<TrustChange> {
  if (place.make.length > 0) return { place: place.name, calls: [] };
  const { exitCode, output } = await runOne(place.list, runProgram);
  if (exitCode !== 0 && !place.failsWhenEmpty) throw failed(place, [place.list], output);
  const found = new Set([...output.matchAll(place.found)].map(([, name = '']) => name));
  return runAll(place, [...found].flatMap(place.remove), runProgram);
}

async function runAll(place: TrustPlace, calls: readonly ProgramCall[], runProgram: RunProgram): Promise<TrustChange> {
  for (const [index, call] of calls.entries()) {
    const { exitCode, output } = await runOne(call, runProgram);
    if (exitCode !== 0) throw failed(place, calls.slice(index), output);
  }
  return { place: place.name, calls };
}

async function runOne(call: ProgramCall, runProgram: RunProgram): Promise<ProgramOutcome> {
  const outcome = await runProgram(call);
  if (outcome !== undefined) return outcome;
  const [program] = call;
  throw new TrustNotChanged(`${program} is not installed${PACKAGES[program] ?? ''}`);
}

/** What has a program that may be missing. */
const PACKAGES: Readonly<Record<string, string>> = {
  certutil:
    '; Debian and Ubuntu have it in libnss3-tools, Fedora in nss-tools, Arch and Homebrew in nss. Install it, then repeat this',
  'update-ca-certificates': '; it is in the package ca-certificates',
};

/** @param rest - the call that failed, and those that were to follow */
function failed({ name, needsRoot }: TrustPlace, rest: readonly ProgramCall[], output: string): TrustNotChanged {
  const [call = ['']] = rest;
  const said = output.trim().split('\n')[0] ?? '';
  const what = `${name} was not changed: ${showCall(call)}: ${said === '' ? 'failed' : said.slice(0, 300)}`;
  const asRoot = rest.map((each) => `sudo ${showCall(each)}`).join(' && ');
  return new TrustNotChanged(needsRoot ? `${what}\nOnly root may change it; type: ${asRoot}` : what);
}

/** A call as it is typed in a shell. */
export function showCall(call: ProgramCall): string {
  return call.map((word) => (/^[\w%+,./:=@\\-]+$/.test(word) ? word : `"${word.replace(/["$`]/g, '\\$&')}"`)).join(' ');
}

/** How long a program may take: a person may have to answer the system's question first. */
const PATIENCE_MS = 300_000;

/** Runs programs of this machine, without a shell and without anything to read. */
export const runHere: RunProgram = ([program, ...args]) =>
  new Promise((resolve) => {
    const child = execFile(program, args, { timeout: PATIENCE_MS }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') resolve(undefined);
      else if (error === null) resolve({ exitCode: 0, output: stdout });
      else resolve({ exitCode: 1, output: `${stderr}\n${stdout}`.trim() || error.message });
    });
    child.stdin?.on('error', () => undefined).end();
  });

/** This machine, for {@link trustPlaces}. */
export function trustSurroundings(
  env: TrustSurroundings['env'],
  homeFolder: string,
  platform = process.platform,
): TrustSurroundings {
  return {
    platform,
    homeFolder,
    env,
    isThere: existsSync,
    foldersIn: (folder) => {
      try {
        return readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => name)
          .sort();
      } catch {
        return [];
      }
    },
  };
}
