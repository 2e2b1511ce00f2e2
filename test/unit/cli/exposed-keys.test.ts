import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { exposedKeysOf } from '../../../mock-server/cli/exposed-keys.ts';
import { createScratchFolder } from '../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const onUnix = process.platform === 'win32' ? it.skip : it;
let count = 0;

/** A folder with such files, by the name that it has in the folder of the tests. */
function folderOf(modes: Readonly<Record<string, number>>): string {
  const name = `my keys ${String((count += 1))}`;
  mkdirSync(join(scratch.path, name));
  for (const [file, mode] of Object.entries(modes)) {
    writeFileSync(join(scratch.path, name, `${file}.json`), '');
    chmodSync(join(scratch.path, name, `${file}.json`), mode);
  }
  return name;
}

onUnix('keys that others may use are named, with what closes them, in the order of the keys', async () => {
  const folder = folderOf({ idp: 0o604, customerLogin: 0o700, sentinelV2: 0o610, sentinelV1: 0o600, another: 0o644 });
  expect(await exposedKeysOf(folder, scratch.path, 'linux')).toBe(
    `by their mode other users of this machine may read or change sentinelV2.json, idp.json, and sign for this mock; make them yours alone: chmod 600 '${folder}/sentinelV2.json' '${folder}/idp.json'`,
  );
  expect(await exposedKeysOf(folder, scratch.path, 'win32')).toBeUndefined();
});

onUnix('nothing is said of keys that are closed, or not there', async () => {
  expect(await exposedKeysOf(folderOf({ idp: 0o600, sentinelV1: 0o400 }), scratch.path, 'linux')).toBeUndefined();
  expect(await exposedKeysOf('nowhere', scratch.path)).toBeUndefined();
});
