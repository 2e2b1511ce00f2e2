import { expect, it } from '@jest/globals';
import type { EarlierFile, Uploads } from '../../../mock-server/domain/uploads.ts';
import { createUploads, MAX_FILES } from '../../../mock-server/domain/uploads.ts';
import { createIds } from '../../../mock-server/ids.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';

const uploads = (seed: string, earlier?: readonly EarlierFile[]): Uploads =>
  createUploads(createIds(seed), uncounted(), earlier);

it('a file is kept as it was when it came, in a snapshot too', () => {
  const files = uploads('seed');
  const bytes = Uint8Array.of(1, 2, 3);
  expect(files.keep({ path: '/a', type: 'image/png', bytes })).toBe(true);
  files.keep({ path: '/b', type: 'text/plain', bytes: Uint8Array.of(4) });
  bytes[0] = 9;
  const [first, second] = [
    { path: '/a', type: 'image/png', bytes: Uint8Array.of(1, 2, 3) },
    { path: '/b', type: 'text/plain', bytes: Uint8Array.of(4) },
  ];
  const list = [
    { path: '/a', type: 'image/png', base64: 'AQID' },
    { path: '/b', type: 'text/plain', base64: 'BA==' },
  ];
  for (const each of [files, uploads('seed', list)]) {
    expect([each.find('/a'), each.find('/b'), each.find('/c')]).toEqual([first, second, undefined]);
    expect([...each.all()]).toEqual([
      ['/a', first],
      ['/b', second],
    ]);
    expect([each.list(), each.bytes()]).toEqual([list, 4]);
  }
});

it('the older half of the files goes for want of memory', () => {
  const files = uploads('seed');
  for (const path of ['/a', '/b', '/c']) files.keep({ path, type: '', bytes: new Uint8Array(5) });
  expect([files.forgetOlder(), files.bytes(), files.list().map(({ path }) => path)]).toEqual([2, 5, ['/c']]);
  expect([files.forgetOlder(), files.forgetOlder(), files.bytes()]).toEqual([1, 0, 0]);
});

it('an account keeps ten thousand files, and then no other', () => {
  const files = uploads('seed');
  const kept = Array.from({ length: MAX_FILES }, (_, index) =>
    files.keep({ path: String(index), type: '', bytes: new Uint8Array() }),
  );
  expect(kept.every(Boolean)).toBe(true);
  expect(files.keep({ path: 'one more', type: '', bytes: new Uint8Array() })).toBe(false);
  expect([files.find('one more'), [...files.all()].length]).toEqual([undefined, MAX_FILES]);
});

it('the key of the temporary URLs stays, follows from the seed, and moves no id', () => {
  const [ids, untouched] = [createIds('seed'), createIds('seed')];
  const files = createUploads(ids, uncounted());
  const key = files.key();
  expect(key).toMatch(/^[\da-f]{64}$/);
  expect([files.key(), uploads('seed').key()]).toEqual([key, key]);
  expect(uploads('other').key()).not.toBe(key);
  expect(untouched.fork('').hex(64)).not.toBe(key);
  expect(ids.uuid()).toBe(untouched.uuid());
});
