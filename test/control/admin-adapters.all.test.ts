import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remoteAdapter } from '../support/adapter-http.ts';
import { chooseAdapters } from '../support/through-every-adapter.ts';

// The tests of the controls once more: the same bodies, with connectMock in the place of the mock itself.
chooseAdapters([remoteAdapter]);
const folder = import.meta.dirname;
const goesThroughAdapters = (name: string): boolean =>
  readFileSync(join(folder, name), 'utf8').includes('\ndescribeThroughEveryAdapter(');
const names = readdirSync(folder).filter(
  (name) => name.endsWith('.test.ts') && !name.startsWith('admin-') && goesThroughAdapters(name),
);
for (const name of names) await import(new URL(name, import.meta.url).href);
