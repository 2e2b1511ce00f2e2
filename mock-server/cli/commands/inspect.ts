import type { Inspection } from '../../control/inspect.ts';
import { columns } from '../columns.ts';
import type { Terminal } from '../terminal.ts';
import { defineCommand, UsageError } from '../command.ts';
import { askedMockFlags, askMock } from '../asked-mock.ts';
import { engineFlags } from '../mock-options.ts';

/** What a mock is asked here, in this process or another. */
interface Inspector {
  inspect(token: string): Promise<Inspection>;
}

/** Says what a token holds, and whether and where the mock would accept it. */
export const inspect = defineCommand({
  usage: 'inspect [jwt]',
  summary: 'explain a token: what it says, and whether the mock would accept it',
  words: { jwt: { type: 'string', describe: 'the token; without it, stdin is read' } },
  flags: { json: { type: 'boolean', describe: 'as JSON' }, ...askedMockFlags, ...engineFlags },
  examples: [
    ['inspect eyJraWQiOi...', 'a token as argument'],
    ['token app | lp-auth-mock inspect', 'a token from stdin'],
  ],
  notes:
    'The mock that runs is asked, where there is one: its clock, keys and accounts decide. stderr says which was asked. ' +
    'The exit code is 0 for a token, accepted or not, and 1 for anything else.',
  run: async (typed, terminal) => {
    const token = bareToken(typed.jwt ?? (await readToken(terminal)));
    if (token === '') throw new UsageError('no token given; pass it as an argument or on stdin');
    const show = async (mock: Inspector): Promise<void> => {
      const inspection = await mock.inspect(token);
      if (inspection.claims === undefined) throw new UsageError(`not a token: ${inspection.reason?.sentence ?? ''}`);
      terminal.print(typed.json === true ? JSON.stringify(inspection, null, 2) : describe(inspection));
    };
    await askMock(typed, terminal, { running: show, own: show });
    return 0;
  },
});

function readToken(terminal: Terminal): Promise<string> | string {
  return terminal.isInputTyped ? '' : terminal.readInput();
}

/** The token of a pasted `Authorization` header or of a quoted text. */
function bareToken(text: string): string {
  return text
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(/^authorization:\s*/i, '')
    .replace(/^(?:bearer|jwt)\s+/i, '');
}

function describe(inspection: Inspection): string {
  const { kind, header, claims, accountId, times, meanings, accepted, where, notFor, reason, checks } = inspection;
  return [
    `${kind ?? 'a token of an unknown kind'}${accountId === undefined ? '' : ` of account ${accountId}`}`,
    '',
    `header ${JSON.stringify(header, null, 2)}`,
    `claims ${JSON.stringify(claims, null, 2)}`,
    ...columns(times.map(({ claim, at, words }) => [claim, at, words])),
    '',
    ...columns(Object.entries(meanings)),
    '',
    ...(checks === undefined ? [] : describeChecks(checks)),
    accepted ? 'accepted now, at:' : `not accepted: ${reason?.slug ?? ''}; ${reason?.sentence ?? ''}`,
    ...(accepted ? where : []).map((place) => `  ${place}`),
    ...notFor.map((place) => `not for ${place}`),
  ].join('\n');
}

function describeChecks({ passed, failed, notReached }: NonNullable<Inspection['checks']>): string[] {
  const parts = [
    ['passed', passed],
    ['failed', failed === undefined ? [] : [failed]],
    ['not reached', notReached],
  ] as const;
  const told = parts.filter(([, names]) => names.length > 0).map(([word, names]) => `${word}: ${names.join(', ')}`);
  return [`checks ${told.join('; ')}`];
}
