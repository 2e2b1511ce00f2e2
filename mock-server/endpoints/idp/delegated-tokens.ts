import { refuse } from '../../errors/refusal.ts';
import type { Endpoint } from '../endpoint.ts';

/**
 * Reads a consumer's tokens with a delegated token of Sentinel V2. Not part of this mock: 404, as the page lists it.
 */
export const delegatedTokens: Endpoint = {
  id: 'idp.delegated-tokens',
  service: 'idp',
  method: 'GET',
  paths: ['/api/account/{account}/consumer/{consumer}/brand/tokens'],
  title: "a consumer's tokens: always 404, not part of the mock",
  handle: () => refuse('not_found', 'not-mocked', 'reading delegated tokens is not part of this mock'),
};
