import manifest from '../../package.json' with { type: 'json' };
import { exampleHost } from '../domain/hosts.ts';
import { endpoints } from '../endpoints/index.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import { canAnswer, catalogue, errorRow } from '../errors/catalogue.ts';
import { inTurn } from '../lazily.ts';
import { AdminError } from './admin-error.ts';
import type { OpenApiDocument } from './openapi.ts';
import type { livePersonDocument as LivePersonDocument } from './surface/liveperson-document.ts';

/**
 * The OpenAPI document of LivePerson's calls, as the mock answers them. What it is made of is large, and loaded here.
 *
 * @param origin - where the mock answers, for instance `http://localhost:4407`; `/` in a document that it serves
 * @throws AdminError where that cannot be loaded
 */
export async function livePersonOpenApi(origin: string): Promise<OpenApiDocument> {
  const { livePersonDocument } = await load();
  return livePersonDocument({
    rows: endpoints,
    errors: { names: Object.keys(catalogue) as ErrorName[], rowOf: errorRow, canAnswer },
    hostOf: exampleHost,
    version: manifest.version,
    origin,
  });
}

async function load(): Promise<{ readonly livePersonDocument: typeof LivePersonDocument }> {
  try {
    return await inTurn(() => import('./surface/liveperson-document.ts'));
  } catch {
    // A page that loads the package without a bundler has no file behind the name.
    throw new AdminError(404, 'the document is not part of this page; the command `lp-auth-mock openapi` prints it');
  }
}
