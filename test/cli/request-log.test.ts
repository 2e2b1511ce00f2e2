import { describe, expect, it } from '@jest/globals';
import { logLine } from '../../mock-server/cli/request-log.ts';
import type { Exchange } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';

const EXCHANGE: Exchange = {
  method: 'GET',
  path: '/a/b',
  endpointId: undefined,
  accountId: undefined,
  outcome: 200,
  reason: undefined,
  deviations: [],
  atMs: Date.parse('2026-11-20T12:00:00.250Z'),
  durationMs: 1.6,
};
const lineFor = (part: Partial<Exchange>): string => logLine({ ...EXCHANGE, ...part });
const pathFor = (path: string): string | undefined => lineFor({ path }).split(' ')[2];

describe('a line of the request log', () => {
  it('has time, method, path, status and duration', () => {
    expect(lineFor({})).toBe('2026-11-20T12:00:00.250Z GET /a/b 200 2ms');
  });

  it('ends in the reason of a refusal', () => {
    expect(lineFor({ outcome: 401, reason: { slug: 'app-jwt-expired', sentence: 'expired 1 s ago' } })).toBe(
      '2026-11-20T12:00:00.250Z GET /a/b 401 2ms app-jwt-expired; expired 1 s ago',
    );
  });

  it('names each deviation by its slug', () => {
    const deviations = [
      { slug: 'missing-v', sentence: 'a' },
      { slug: 'bearer-prefix', sentence: 'b' },
    ];
    expect(lineFor({ deviations })).toBe(
      '2026-11-20T12:00:00.250Z GET /a/b 200 2ms deviations: missing-v, bearer-prefix',
    );
  });

  it('says how a connection was dropped', () => {
    expect(lineFor({ outcome: 'reset' })).toBe('2026-11-20T12:00:00.250Z GET /a/b reset 2ms');
  });

  it('cannot be broken or coloured by what a caller sends', () => {
    expect(pathFor('/a\u009b31m\u2028b\u00e9')).toBe('/a?31m?b?');
  });

  it('cuts down tokens in the path, also encoded ones, and ids of consumers', async () => {
    const token = await createMock().mint.appJwt();
    const start = token.slice(0, 8);
    expect(pathFor(`/x/${token}/y`)).toBe(`/x/${start}.../y`);
    expect(pathFor(`/x/Bearer%20${token.replaceAll('.', '%2E')}`)).toBe('/x/Bearer%2...');
    expect(pathFor(`/consumer/${'0123456789abcdef'.repeat(4)}/brand`)).toBe('/consumer/01234567.../brand');
  });

  it('ends in what had to go for it', () => {
    const evicted = 'the conversation \u001b of le42 was given up';
    expect(lineFor({ evicted, reason: { slug: 'app-jwt-missing', sentence: 'b' } })).toBe(
      '2026-11-20T12:00:00.250Z GET /a/b 200 2ms app-jwt-missing; b the conversation ? of le42 was given up',
    );
  });

  it('shows 60 characters between two slashes, and cuts what is longer', () => {
    expect(pathFor(`/${'a'.repeat(60)}/${'b'.repeat(61)}`)).toBe(`/${'a'.repeat(60)}/bbbbbbbb...`);
  });

  it('is short, however long the path', () => {
    expect(lineFor({ path: '/a'.repeat(100_000) }).length).toBeLessThan(400);
  });

  it('leaves ordinary paths as they are', () => {
    const uuid =
      '/api/account/12345678/app/82c73053-d763-4751-9256-f3a799bc54c4/lpTag.taglets.unAuthMessaging/baseURI.json';
    expect(pathFor(uuid)).toBe(uuid);
  });
});
