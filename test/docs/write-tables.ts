import { readFileSync, writeFileSync } from 'node:fs';
import { apiPage } from './api-page.ts';
import { configFileSchema } from './config-schema.ts';
import { openApiDocuments } from './openapi-documents.ts';
import { PAGES } from './snippets.ts';
import { wireTypesText } from './surface/wire-types.ts';
import { fill } from './tables.ts';

// `npm run docs`: brings what follows from the code up to date: docs/api.md, the tables of the pages, the
// schema of config files, what the OpenAPI document of LivePerson's calls is made of, and both OpenAPI documents.
writeFileSync('docs/api.md', apiPage());
for (const page of PAGES) writeFileSync(page, fill(readFileSync(page, 'utf8')));
writeFileSync('mock-server/config/config.schema.json', configFileSchema());
writeFileSync('mock-server/admin/surface/wire-types.json', wireTypesText());
for (const [name, make] of Object.entries(openApiDocuments)) writeFileSync(`docs/openapi/${name}`, await make());
