import { json } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { findService, requireSite } from './services.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Where one service of an account lives. The newest page prints the list here; real answers are this bare object.
 *
 * Source: Domain API, "Retrieve a single base URI".
 */
export const oneService: EndpointHandler = {
  handle: (context) =>
    json(
      200,
      findService(
        context,
        requireSite(context),
        context.parameters['service'] ?? '',
      ) satisfies SuccessBody<'csds.service'>,
    ),
};
