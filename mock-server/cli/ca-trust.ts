import type { RunProgram, TrustChange } from '../tls/change-trust.ts';
import { homeFolderOf } from '../tls/data-folder.ts';
import type { TrustedCertificate, TrustPlace, TrustStore } from '../tls/trust-places.ts';
import { UsageError } from './command.ts';
import type { Terminal } from './terminal.ts';
import { typedAs } from './typed-as.ts';

/** What the stores are called in sentences. */
const READERS: Readonly<Record<TrustStore, string>> = {
  chromium: 'Chromium, Chrome and Edge',
  firefox: 'Firefox',
  system: 'Programs that ask the system',
};

/**
 * Has browsers or the system trust the CA, and prints what was run.
 *
 * @param runProgram - default: runs them on this machine
 * @throws UsageError when a program is missing or fails; what was done until then is printed.
 */
export async function trust(
  store: TrustStore,
  certificate: TrustedCertificate,
  terminal: Pick<Terminal, 'env' | 'print'>,
  runProgram?: RunProgram,
): Promise<number> {
  const { trustIn, runHere } = await import('../tls/change-trust.ts');
  await changeEach(store, terminal, (place) => trustIn(place, certificate, runProgram ?? runHere), 'trusted in');
  const undo = `${typedAs(terminal.env)} ca --untrust ${store}`;
  terminal.print(`${READERS[store]} trust "${certificate.name}" from their next start on. To undo it: ${undo}`);
  return 0;
}

/**
 * Removes every CA of this program from where {@link trust} has put it, and prints what was run.
 *
 * @throws UsageError as {@link trust} does.
 */
export async function untrust(
  store: TrustStore,
  terminal: Pick<Terminal, 'env' | 'print'>,
  runProgram?: RunProgram,
): Promise<number> {
  const { distrustIn, runHere } = await import('../tls/change-trust.ts');
  const changes = await changeEach(
    store,
    terminal,
    (place) => distrustIn(place, runProgram ?? runHere),
    'removed from',
  );
  if (changes.every(({ calls }) => calls.length === 0))
    terminal.print(`${changes.map(({ place }) => place).join(' and ')}: no CA of lp-auth-mock is there`);
  return 0;
}

async function changeEach(
  store: TrustStore,
  terminal: Pick<Terminal, 'env' | 'print'>,
  change: (place: TrustPlace) => Promise<TrustChange>,
  done: string,
): Promise<TrustChange[]> {
  const { showCall, TrustNotChanged, trustSurroundings } = await import('../tls/change-trust.ts');
  const { trustPlaces } = await import('../tls/trust-places.ts');
  const places = trustPlaces(store, trustSurroundings(terminal.env, terminal.env['HOME'] ?? homeFolderOf()));
  if ('none' in places) throw new UsageError(places.none);
  const changes: TrustChange[] = [];
  for (const place of places) {
    const made = await change(place).catch((error: unknown) => {
      throw error instanceof TrustNotChanged ? new UsageError(error.message) : error;
    });
    if (made.calls.length > 0)
      terminal.print([`${done} ${made.place}:`, ...made.calls.map((call) => `  ${showCall(call)}`)].join('\n'));
    changes.push(made);
  }
  return changes;
}
