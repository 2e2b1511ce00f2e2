import firstAccount from '../../../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../../../fixtures/accounts/87654321.json' with { type: 'json' };
import { detached } from '../../../mock-server/memory/detached.ts';
import { signaturesIn } from './secrets.ts';

/** Known before anybody has said them. */
const FIXED = [firstAccount, secondAccount].flatMap(({ apps }) => apps.map((app) => app.client_secret));

/** Some files make a hundred thousand calls, and the tests of memory none that may be kept. */
const MOST_KEPT = 2000;

/** How many findings a failure shows: a fuzzer finds the same a thousand times. */
const MOST_TOLD = 20;

const kept = new Set<string>();
const found: string[] = [];
const lastLooks: (() => void)[] = [];

/** Has something done at the end of each test, before it is judged. */
export function lookAtTheEnd(look: () => void): void {
  lastLooks.push(look);
}

/** From the shortest secret to the signature of a key of 4096 bits. */
const KEPT = /^[\w-]{12,700}$/;
const WORD = /[\w-]{12,}/g;

/** Remembers secrets, to look for them in everything that is written from now on in this test file. */
export function learn(secrets: readonly string[]): void {
  for (const secret of secrets) if (!kept.has(secret) && KEPT.test(secret)) kept.add(detached(secret));
  for (const oldest of kept) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(oldest);
  }
}

/**
 * The secrets in something that was written. What was said in the same call is looked for as any part of it, what was
 * said before as a word: everything in everything would take the square of the suite.
 */
export function leakedIn(text: string, saidWithIt: readonly string[] = []): readonly string[] {
  const leaked = [...saidWithIt, ...FIXED].filter((secret) => text.includes(secret));
  const words =
    kept.size === 0 ? [] : Array.from(text.matchAll(WORD), ([word]) => word).filter((word) => kept.has(word));
  return [...new Set([...leaked, ...words, ...signaturesIn(text)])];
}

/** @param where - in words, for the finding */
export function searchWritten(where: string, text: string, saidWithIt?: readonly string[]): void {
  for (const secret of leakedIn(text, saidWithIt))
    report(`${where} holds the secret ${secret.slice(0, 60)}: ${text.slice(0, 300)}`);
}

/**
 * Clients and test code make errors too: only those of the mock are searched. The stack is long in the making, so it is
 * asked last.
 */
export function searchError(error: Error): void {
  if (leakedIn(error.message).length > 0 && error.stack?.includes('/mock-server/') === true)
    searchWritten("an error's message", error.message);
}

/** Writes down what the test must fail with. */
export function report(finding: string): void {
  found.push(finding);
}

/** What was found since this was last asked. */
export function takeFindings(): readonly string[] {
  return found.splice(0);
}

/** @throws Error when something was found since anybody asked. */
export function failIfFound(): void {
  for (const look of lastLooks) look();
  const findings = takeFindings();
  if (findings.length > 0)
    throw new Error(`the watch over the suite found:\n${[...new Set(findings)].slice(0, MOST_TOLD).join('\n')}`);
}
