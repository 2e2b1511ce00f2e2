import { json } from '../../http/answer.ts';
import type { Endpoint } from '../endpoint.ts';
import { findService, requireSite } from './services.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Where one service of an account lives. The newest page prints the list here; real answers are this bare object.
 *
 * Source: Domain API, "Retrieve a single base URI".
 */
export const oneService: Endpoint = {
  id: 'csds.service',
  service: 'csds',
  method: 'GET',
  paths: [
    '/api/account/{account}/service/{service}/baseURI.json',
    '/csdr/account/{account}/service/{service}/baseURI.json',
  ],
  title: 'where one service lives',
  query: 'version=1.0',
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
