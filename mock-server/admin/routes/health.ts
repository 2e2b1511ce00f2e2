import * as v from 'valibot';
import manifest from '../../../package.json' with { type: 'json' };
import { ADMIN_PATH } from '../path.ts';
import { answers } from '../route.ts';

export const healthRoutes = [
  answers({
    verb: 'health',
    method: 'GET',
    path: `${ADMIN_PATH}/health`,
    summary: 'Whether the mock answers, and which one it is',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({
      status: v.literal('ok'),
      name: v.exactOptional(
        v.pipe(
          v.literal('lp-auth-mock'),
          v.description('Left out for callers that the admin API refuses, as is the version'),
        ),
      ),
      version: v.exactOptional(v.string()),
    }),
    // For probes from anywhere: that something is up and well, and nothing more.
    answerToAnybody: { status: 'ok' },
    run: () => ({ status: 'ok', name: 'lp-auth-mock', version: manifest.version }) as const,
  }),
];
