import { json } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Sentinel's public keys. There is no dot before `well-known`. The V2 key stands first: a verifier of LivePerson's own
 * takes `keys[0]` whatever the kid (decision D28).
 *
 * Source: Sentinel V2, "Verify the token"; that the V1 key is listed at all is this mock's choice.
 */
export const jwks: EndpointHandler = {
  handle: ({ keys, settings }) =>
    json(200, { keys: keys.published(settings.sentinel.jwksIncludesV1) } satisfies SuccessBody<'sentinel.jwks'>),
};
