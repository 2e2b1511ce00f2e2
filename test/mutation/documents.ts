import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { livePersonOpenApi } from '../../mock-server/admin/liveperson-openapi.ts';
import { openApiDocument } from '../../mock-server/admin/openapi.ts';
import { routes } from '../../mock-server/admin/routes/index.ts';
import { ORIGIN } from '../docs/openapi-documents.ts';
import { CACHE } from './code.ts';

/**
 * Writes what Jest has written before all tests: the OpenAPI documents that every answer is compared with. To make one
 * takes longer than most tests.
 *
 * @returns the variables that name their files
 */
export async function writeDocuments(): Promise<Readonly<Record<string, string>>> {
  mkdirSync(CACHE, { recursive: true });
  return {
    LP_TEST_DOCUMENT: write('liveperson.openapi.json', await livePersonOpenApi(ORIGIN)),
    LP_TEST_ADMIN_DOCUMENT: write('admin.openapi.json', openApiDocument(routes)),
  };
}

function write(name: string, document: object): string {
  const path = join(CACHE, name);
  writeFileSync(path, JSON.stringify(document));
  return path;
}
