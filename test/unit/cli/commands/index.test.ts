import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../../mock-server/cli/command.ts';
import { commands } from '../../../../mock-server/cli/commands/index.ts';
import { readOrdinary } from '../../../../mock-server/cli/ordinary-arguments.ts';
import { WEBHOOK_EVENTS } from '../../../../mock-server/control/webhooks/webhooks.ts';

const ENGINE = '--config= --set=... --agent= --auto-login= --keys= --closed --strict --seed=';
const START =
  `--port=(p) --host= --no-tls --capture --no-admin --instance= --no-reason-header ${ENGINE} ` +
  '--proxy= --state= --json --quiet';
const RUNNING = '--url= --account=';

/** What each takes: `=` for a text, `=a|b` for one of those, `...` for several, an alias in brackets. */
const SIGNATURES: readonly (readonly [usage: string, flags: string])[] = [
  ['start (default)', `${START} --open`],
  ['demo', `${START} --no-open`],
  ['run', `--account= ${ENGINE}`],
  ['proxy', `--port= ${ENGINE} --json --quiet`],
  ['ca', '--path --trust=chromium|firefox|system --untrust=chromium|firefox|system --uninstall'],
  ['keys <action=new> <folder>', ''],
  ['doctor', '--port='],
  ['endpoints', '--json'],
  ['openapi', '--url='],
  [
    'token <kind=app|consumer|anonymous|lp>',
    '--account= --client-id= --scope= --ext-consumer-id=(consumer) --expires-in= --claim=... --omit=... --tamper= ' +
      `--url= --offline ${ENGINE}`,
  ],
  ['inspect [jwt]', `--json --url= --offline ${ENGINE}`],
  ['clock [action=advance|freeze|set|reset] [value]', RUNNING],
  ['fault [error]', `--endpoint= --frame= --times= --every= --after= --delay-ms= --clear ${RUNNING}`],
  ['journal', `--follow --json --clear ${RUNNING}`],
  ['conversations [id]', `--json ${RUNNING}`],
  ['say <conversation> <text>', `--as=agent|consumer --json ${RUNNING}`],
  ['webhooks [action=list|resend|send] [what]', `--event=${WEBHOOK_EVENTS.join('|')} --client= --json ${RUNNING}`],
  ['reset', RUNNING],
  ['site <folder>', '--force'],
  ['healthcheck', '--url='],
];

const choicesOf = ({ choices }: { readonly choices?: unknown }): string =>
  Array.isArray(choices) ? choices.join('|') : '';

function signatureOf({ usage, isDefault = false, words = {}, flags }: Command): readonly [string, string] {
  const places = usage.replace(/[<[]([^>\]]+)/g, (place, name: string) => {
    const word = words[name] ?? {};
    // What must be there has no other sign of it than the brackets and this.
    expect({ place, isNeeded: word.demandOption === true }).toEqual({ place, isNeeded: place.startsWith('<') });
    return word.type === 'string' ? place : `${place}=${choicesOf(word)}`;
  });
  const signs = Object.entries(flags).map(([name, flag]) => {
    const value = flag.type === 'boolean' ? '' : `=${flag.type === 'string' ? '' : choicesOf(flag)}`;
    return `--${name}${value}${flag.array === true ? '...' : ''}${flag.alias === undefined ? '' : `(${String(flag.alias)})`}`;
  });
  return [`${places}${isDefault ? ' (default)' : ''}`, signs.join(' ')];
}

/** A line of help: it says something, and goes on from the word before it. */
const LINE = /^(?=.*\w{3})[^A-Z\s].*[^.\s]$|^(?:Chromium|Firefox|AppJWT|ConsumerJWS|OpenAPI)/s;

describe.each(SIGNATURES.map(([usage, flags], index) => ({ usage, flags, index })))(
  'the command $usage',
  ({ usage, flags, index }) => {
    const command = commands[index] ?? { usage: '', summary: '', flags: {}, run: () => 1 };

    it('takes these words and flags', () => {
      expect(signatureOf(command)).toEqual([usage, flags]);
    });

    it('says in its help what it does, and what each word and flag is', () => {
      const rows = [...Object.entries(command.words ?? {}), ...Object.entries(command.flags)];
      const described = [['', command.summary], ...rows.map(([name, { describe: text }]) => [name, text])] as const;
      expect(described.filter(([, text]) => !LINE.test(text ?? ''))).toEqual([]);
      expect(command.notes ?? 'nothing more').toMatch(/^\S.{10,}/);
    });

    it('shows examples that it understands, and what each is for', () => {
      const examples = command.examples ?? [];
      expect(examples).not.toEqual([]);
      for (const [typed, does] of examples) {
        expect(does).toMatch(/\w.{5}/);
        const [alone = ''] = typed.split(/ [|>] /);
        const words = [...alone.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
          ([, one, two, three = '']) => one ?? two ?? three,
        );
        expect([typed, words.length > 0 && readOrdinary(words, commands)]).toEqual([
          typed,
          expect.objectContaining({ command: expect.anything() }),
        ]);
      }
    });
  },
);

it('there is no other command', () => {
  expect(commands).toHaveLength(SIGNATURES.length);
});
