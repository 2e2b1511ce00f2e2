import { openApiDocument } from '../../mock-server/admin/openapi.ts';
import { livePersonOpenApi } from '../../mock-server/admin/liveperson-openapi.ts';
import { routes } from '../../mock-server/admin/routes/index.ts';

interface Document {
  readonly info: { readonly version: string };
}

/** Where the document of LivePerson's calls says that the mock is: the default address. */
const ORIGIN = 'http://localhost:4407';

/**
 * The OpenAPI documents of `docs/openapi/` by file name, as a mock serves them but for its version, so that a release
 * changes neither and a diff shows what has changed in the API.
 */
export async function openApiDocuments(): Promise<Readonly<Record<string, string>>> {
  const documents = {
    'admin.json': openApiDocument(routes),
    'liveperson.json': await livePersonOpenApi(ORIGIN),
  };
  return Object.fromEntries(Object.entries(documents).map(([name, document]) => [name, textOf(document)]));
}

function textOf(document: object): string {
  const { info } = document as Document;
  return `${JSON.stringify({ ...document, info: { ...info, version: 'that of the mock' } }, null, 2)}\n`;
}
