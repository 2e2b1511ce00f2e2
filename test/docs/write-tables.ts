import { readFileSync, writeFileSync } from 'node:fs';
import { configFileSchema } from './config-schema.ts';
import { fill } from './tables.ts';

// `npm run docs`: brings what follows from the code up to date: the tables of the pages, and the schema of config files.
for (const page of ['README.md', 'docs/errors.md', 'docs/options.md']) writeFileSync(page, fill(readFileSync(page, 'utf8')));
writeFileSync('mock-server/config/config.schema.json', configFileSchema());
