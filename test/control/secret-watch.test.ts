import { describe, expect, it } from '@jest/globals';
import { watchSecrets } from '../support/secret-watch.ts';

const SIGNATURE = 's'.repeat(43);
const SECRET = '0123456789abcdefghijklmnop';

/** A mock that writes into its journal whatever it is told to. */
function leakyDoor(journal: string): ReturnType<typeof watchSecrets> {
  return watchSecrets({
    send: () => Promise.resolve({ status: 200, headers: {}, text: `{"token":"aaaaaaaa.bbbbbbbb.${SIGNATURE}"}` }),
    control: (path) => Promise.resolve(path === 'journal.find' ? [{ journal }] : {}),
    close: () => Promise.resolve(),
  });
}

const request = { method: 'POST', url: `http://localhost/?client_secret=${SECRET}`, headers: {}, body: 'w'.repeat(1_000_000) };

describe('the watch for secrets that every test through a door stands under', () => {
  it.each([
    ['the signature of an issued token', `x ${SIGNATURE} x`, [SIGNATURE]],
    ['a client secret of the query', SECRET, [SECRET]],
    ['nothing', 'aaaaaaaa.bbbbbbbb', []],
  ])('finds %s that was written down', async (_, journal, leaked) => {
    const door = leakyDoor(journal);
    await door.send(request);
    expect(await door.leaked()).toEqual(leaked);
  });
});
