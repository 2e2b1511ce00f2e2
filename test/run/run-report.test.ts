import { describe, expect, it } from '@jest/globals';
import { createRunReport } from '../../mock-server/cli/run-report.ts';
import { createMock } from '../../mock-server/index.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { CREATE_PATH, createBatch } from '../support/flows.ts';

/** What `run` would tell of the calls that a test makes. */
function reported(options: MockOptions = {}): {
  readonly mock: ReturnType<typeof createMock>;
  readonly lines: () => string[];
} {
  const report = createRunReport();
  return {
    mock: createMock({
      ...options,
      onExchange: (exchange) => {
        report.record(exchange);
      },
    }),
    lines: () => report.lines(),
  };
}

describe('what run tells of refusals', () => {
  it('is nothing where nothing was refused', async () => {
    const { mock, lines } = reported();
    await ask(mock, { target: '/sentinel/well-known/jwks' });
    expect(lines()).toEqual(['answered 1 call']);
  });

  it('is how many there were, and each by its endpoint and its reason', async () => {
    const { mock, lines } = reported();
    await post(mock, CREATE_PATH, createBatch(), { authorization: 'nonsense' });
    await post(mock, CREATE_PATH, createBatch());
    await post(mock, CREATE_PATH, createBatch());
    await ask(mock, { target: '/sentinel/well-known/jwks' });
    expect(lines()).toEqual([
      'answered 4 calls, refused 3 of them',
      'refused: send-api.create: app-jwt-malformed; the AppJWT has 1 part between dots instead of three',
      'refused: send-api.create: app-jwt-missing; the Authorization header is missing; send the AppJWT (2 times)',
    ]);
  });

  it('is one line for the same reason in other words', async () => {
    const { mock, lines } = reported();
    mock.clock.freeze('2026-11-20T12:00:00Z');
    for (const expiresInSeconds of [-1, -2, -3]) {
      const authorization = await mock.mint.appJwt({ expiresInSeconds });
      await post(mock, CREATE_PATH, createBatch(), { authorization });
    }
    expect(lines().slice(1)).toEqual([
      'refused: send-api.create: app-jwt-expired; expired 1 s ago at 2026-11-20T11:59:59Z (3 times)',
    ]);
  });

  it('names a call that no row has by its method and path', async () => {
    const { mock, lines } = reported();
    await ask(mock, { target: '/api/account/%zz/service/baseURI.json' });
    expect(lines()).toEqual([
      'answered 1 call, refused 1 of them',
      expect.stringMatching(/^refused: GET \/api\/account\/%zz\/service\/baseURI\.json: path-malformed; the path has /),
    ]);
  });

  it('counts what an armed fault answered as well', async () => {
    const { mock, lines } = reported();
    mock.faults.add({ error: 'invalid_client', times: 1 });
    await post(mock, '/sentinel/api/account/12345678/app/token?v=1.0', {});
    expect(lines()).toEqual([
      'answered 1 call, refused 1 of them',
      expect.stringMatching(/^refused: sentinel\.app-token(?:-v1)?: fault-injected; fault-1 answered this call/),
    ]);
  });
});
