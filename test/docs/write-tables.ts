import { readFileSync, writeFileSync } from 'node:fs';
import { fill } from './tables.ts';

// `npm run docs`: brings the tables of the pages up to date with the code.
for (const page of ['README.md', 'docs/errors.md', 'docs/options.md']) writeFileSync(page, fill(readFileSync(page, 'utf8')));
