import { fileURLToPath } from 'node:url';

// Node 20 has no global WebSocket; MSW only needs a class to replace.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition, @typescript-eslint/no-extraneous-class
globalThis.WebSocket ??= class {} as unknown as typeof WebSocket;

// Commands that a test starts in a shell find no mock that somebody else runs on this machine.
process.env['LP_AUTH_MOCK_URL'] ??= 'http://localhost:1';

// Development certificates of the tests, kept for the next run and away from those of whoever runs them.
process.env['LP_AUTH_MOCK_HOME'] = fileURLToPath(
  new URL('../../node_modules/.cache/lp-auth-mock-test', import.meta.url),
);
