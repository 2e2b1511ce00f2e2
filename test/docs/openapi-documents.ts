import { livePersonOpenApi } from '../../mock-server/admin/liveperson-openapi.ts';
import { openApiDocument } from '../../mock-server/admin/openapi.ts';
import { routes } from '../../mock-server/admin/routes/index.ts';

interface Document {
  readonly info: { readonly version: string };
}

/** Where the document of LivePerson's calls says that the mock is: the default address. */
export const ORIGIN = 'http://localhost:4407';

/**
 * The OpenAPI documents of `docs/openapi/` by file name, as a mock serves them but for its version, so that a release
 * changes neither and a diff shows what has changed in the API.
 */
export const openApiDocuments = {
  'admin.json': (): Promise<string> => Promise.resolve(textOf(openApiDocument(routes))),
  'liveperson.json': async (): Promise<string> => textOf(await livePersonOpenApi(ORIGIN)),
};

function textOf(document: object): string {
  const { info } = document as Document;
  return `${JSON.stringify({ ...document, info: { ...info, version: 'that of the mock' } }, null, 2)}\n`;
}
