import { describe, expect, it } from '@jest/globals';
import { visible } from '../../mock-server/cli/visible-text.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { run } from './captured-terminal.ts';

/** Every control of C0 but the line feed, DEL, C1, and what turns the direction of a text or breaks lines. */
const STEERING = [
  ...Array.from({ length: 0x20 }, (_, code) => code).filter((code) => code !== 0x0a),
  ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  0x061c,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
  0xfeff,
  0xd800,
  0xe0001,
].map((code) => String.fromCodePoint(code));

describe('A text for a terminal', () => {
  it('has escapes in the place of whatever would steer it', () => {
    for (const character of STEERING) {
      expect(visible(`a${character}b`)).toMatch(/^a(?:\\u[\da-f]{4}){1,2}b$/);
    }
  });

  it('stays the same JSON', () => {
    const value = { [STEERING.join('')]: STEERING, names: ['J\u00fcrgen', '\u540d\u524d', '\ud83d\ude00'] };
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
      expect(JSON.parse(visible(text))).toEqual(value);
  });

  it('is otherwise as it was', () => {
    const text = 'a line\nand \u00fc, \u540d, \ud83d\ude00, \u05d0 and "quotes"\n';
    expect(visible(text)).toBe(text);
  });
});

describe('What a command prints', () => {
  const EVIL = 'a\u009b31m\u202e\u2066\u007f\u2028b';

  it.each([
    [['journal', '--json']],
    [['journal']],
    [['conversations']],
    [['conversations', '--json']],
    [['conversations', EVIL]],
    [['say', EVIL, EVIL]],
    [['fault']],
    [['fault', EVIL]],
    [['clock', 'set', EVIL]],
    [['journal', '--account', EVIL]],
    [[EVIL]],
    [['endpoints', `--${EVIL}`]],
  ])('%j steers no terminal', async (argv) => {
    const mock = createMock();
    const server = await startServer(mock, { port: 0, tls: false });
    await ask(mock, { target: `/${EVIL}` });
    await ask(mock, { target: `/api/account/12345678/consumer/${EVIL}` });
    await mock.mint.appJwt({ scope: EVIL });
    const consumer = await mock.consumer({ consumerId: EVIL });
    await consumer.requestConversation();
    await consumer.say(EVIL);
    mock.faults.add({ error: { status: 503 }, account: '12345678', match: { path: EVIL } });
    const { stdout, stderr } = await run(argv, { env: { LP_AUTH_MOCK_URL: server.url } });
    expect(stdout + stderr).not.toMatch(/[^\n\P{C}]|[\p{Zl}\p{Zp}]/u);
    await server.close();
  });

  it('--json is the journal all the same', async () => {
    const mock = createMock();
    const server = await startServer(mock, { port: 0, tls: false });
    await ask(mock, { target: `/${EVIL}` });
    const { stdout } = await run(['journal', '--json'], { env: { LP_AUTH_MOCK_URL: server.url } });
    expect((JSON.parse(stdout) as { path: string }).path).toBe(mock.journal.find()[0]?.path);
    expect(stdout).toContain('\\u009b31m\\u202e\\u2066\\u007f\\u2028');
    await server.close();
  });
});
