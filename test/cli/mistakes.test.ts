import { describe, expect, it } from '@jest/globals';
import type { Outcome } from './captured-terminal.ts';
import { run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const folder = createScratchFolder();
folder.write(
  'bad-option.json',
  '{"sendApi":{"missingClaimStatus":500},"servr":{},"accounts":[{"apps":[{"client_id":"a"}]}]}',
);
folder.write('list.json', '[]');
folder.write('port.json', '{"server":{"port":"4407"}}');

/** What every mistake has in common: lines on stderr, nothing on stdout, exit code 1, and no stack. */
function refused(...lines: readonly string[]): Outcome {
  return { exitCode: 1, stdout: '', stderr: lines.map((line) => `lp-auth-mock: ${line}`).join('\n') };
}

const OPTIONS =
  'accounts, admin, agent, autoLogin, capture, clock, closed, csds, functions, idp, instance, journal, keys, limits, onExchange, reasonHeader, seed, sendApi, sentinel, server, strict, tokens, ums, uploads, wait, webhooks';
const SEND_API_OPTIONS =
  'acceptV2AppJwt, duplicateConversationStatus, errorRespReqId, foreignConversation, maxRequestChars, missingAppJwtErrorCode, missingClaimStatus, requiredScope, strictBatch, strictVersion';

describe('a mistake on the command line', () => {
  it.each<readonly [string, string]>([
    ['--prot 1', 'unknown option --prot; did you mean --port?'],
    ['start --josn', 'unknown option --josn; did you mean --json?'],
    ['start --config-file x', 'unknown option --config-file; did you mean --config?'],
    ['start --nothing-like-it', 'unknown option --nothing-like-it; see --help'],
    ['start -x', 'unknown option -x; see --help'],
    ['--no-json', 'unknown option --no-json; see --help'],
    ['endpoints --port 1', 'unknown option --port; see --help'],
    ['tokne app', 'unknown command tokne; did you mean token?'],
    ['strat', 'unknown command strat; did you mean start?'],
    ['bake', 'unknown command bake; see --help'],
    ['start now', 'start does not take the word now'],
    ['--port', '--port: expected a value'],
    ['--port --json', '--port: expected a value'],
    ['--port 1 --port 2', '--port was given more than once'],
    ['--port abc', '--port: expected a number; got "abc"'],
    ['--port 70000', '--port: expected at most 65535; got 70000'],
    ['--port -1', '--port: expected at least 0; got -1'],
    ['--port 4407.5', '--port: expected a whole number; got 4407.5'],
    ['--closed=maybe', '--closed: expected no value, or true or false'],
    ['--set closed', '--set closed: expected name=value'],
    ['--set =1', '--set =1: expected name=value'],
    ['--set sendApi.nothing=1', `--set sendApi.nothing: unknown option; known here: ${SEND_API_OPTIONS}`],
    ['--set sendApi=1', '--set sendApi: expected an object; got 1'],
    ['--set sendApi={"nothing":1}', `--set sendApi: sendApi.nothing: unknown option; known here: ${SEND_API_OPTIONS}`],
    [
      '--set sendApi.missingAppJwtErrorCode=40103',
      '--set sendApi.missingAppJwtErrorCode: expected 40105 or 40104; got 40103',
    ],
    ['--set servr.port=1', `--set servr.port: servr: unknown option; known here: ${OPTIONS}`],
    ['--set closed=maybe', '--set closed: expected true or false; got "maybe"'],
    ['--set __proto__.closed=true', `--set __proto__.closed: __proto__: unknown option; known here: ${OPTIONS}`],
    ['--config nowhere.json', 'nowhere.json: no such file'],
    ['--config list.json', 'list.json: expected an object of options'],
    ['--config port.json', 'port.json: server.port: expected a number; got "4407"'],
    ['--config port.json --port x', '--port: expected a number; got "x"'],
    ['token', 'a word is missing: token <kind>'],
    ['token foo', 'kind: expected "app", "consumer", "anonymous", "lp"; got "foo"'],
    ['token app --claim scope', '--claim scope: expected name=value'],
    ['token app --expires-in soon', '--expires-in: expected seconds, or a number with a unit such as 10m; got soon'],
    [
      'token consumer --expires-in 60',
      '--expires-in: a ConsumerJWS does not expire; to make it expire, use --claim exp=<epoch seconds>',
    ],
    ['token lp --scope msg.consumer', '--scope: only goes with token app'],
    ['token anonymous --consumer x', '--ext-consumer-id: only goes with token consumer'],
    ['token app --set accounts=[]', 'no account is configured; name one with --account'],
    ['token app --closed --account 77', '--account 77: this mock has no such account; configured: 12345678, 87654321'],
    ['token app --account a/b', '--account a/b: this mock has no such account; configured: 12345678, 87654321'],
    [
      'token lp --closed --account 77 --set accounts=[]',
      '--account 77: this mock has no such account; configured: none',
    ],
    ['start -5m', 'start does not take the word -5m'],
    ['token -5m', 'kind: expected "app", "consumer", "anonymous", "lp"; got "-5m"'],
    ['run ls', 'the command to run goes after --: run -- ls'],
    ['run npm test', 'the command to run goes after --: run -- npm test'],
    ['inspect', 'no token given; pass it as an argument or on stdin'],
    ['inspect abc', 'not a token: the text has 1 part between dots instead of three'],
    ['inspect a b', 'inspect does not take the word b'],
  ])('%s: one line, exit code 1', async (typed, line) => {
    expect(await run(typed.split(' '), { cwd: folder.path })).toEqual(refused(line));
  });

  it('is told in one line for each bad member of a config file, with its path', async () => {
    expect(await run(['--config', 'bad-option.json'], { cwd: folder.path })).toEqual(
      refused(
        'bad-option.json: accounts[0].accountId: missing',
        'bad-option.json: accounts[0].apps[0].client_secret: missing',
        'bad-option.json: sendApi.missingClaimStatus: expected 400 or 401; got 500',
        `bad-option.json: servr: unknown option; known here: ${OPTIONS}`,
      ),
    );
  });
});
