import { json } from '../../http/answer.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { listServices, requireSite } from './services.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Where all services of an account live, one entry a service.
 *
 * Source: Domain API, "Retrieve all base URIs"; the spelling without `.json` and the one under `/csdr` are sent by
 * clients in use.
 */
export const allServices: EndpointHandler = {
  handle: (context) =>
    json(200, { baseURIs: listServices(context, requireSite(context)) } satisfies SuccessBody<'csds.services'>),
};
