import { expect, it } from '@jest/globals';
import * as paths from '../../../mock-server/admin/path.ts';

it.each([
  ['/__admin', true],
  ['/__admin/', true],
  ['/__admin/journal', true],
  ['/__administration', false],
  ['/api/__admin/journal', false],
  ['/', false],
])('the path %j is of the admin API: %s', (path, isOfAdmin) => {
  expect(paths.isAdminPath(path)).toBe(isOfAdmin);
});

it('bodies may have 64 KiB, with a token 256 KiB, with a fault 1 MiB, with a snapshot 32 MiB', () => {
  const { MAX_ADMIN_BODY_BYTES, MAX_TOKEN_BODY_BYTES, MAX_FAULT_BODY_BYTES, MAX_SNAPSHOT_BODY_BYTES } = paths;
  const most = [MAX_ADMIN_BODY_BYTES, MAX_TOKEN_BODY_BYTES, MAX_FAULT_BODY_BYTES, MAX_SNAPSHOT_BODY_BYTES];
  expect(most.map((bytes) => bytes / 1024)).toEqual([64, 256, 1024, 32 * 1024]);
});
