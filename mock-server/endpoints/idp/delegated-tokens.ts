import { refuse } from '../../errors/refusal.ts';
import type { EndpointHandler } from '../endpoint.ts';

/**
 * Reads a consumer's tokens with a delegated token of Sentinel V2. Not part of this mock: 404, as the page lists it.
 */
export const delegatedTokens: EndpointHandler = {
  handle: () => refuse('not_found', 'not-mocked', 'reading delegated tokens is not part of this mock'),
};
