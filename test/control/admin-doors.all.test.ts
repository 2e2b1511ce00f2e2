import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remoteDoor } from '../support/door-http.ts';
import { chooseDoors } from '../support/through-every-door.ts';

// The tests of the controls once more: the same bodies, with connectMock in the place of the mock itself.
chooseDoors([remoteDoor]);
const folder = import.meta.dirname;
const goesThroughDoors = (name: string): boolean => readFileSync(join(folder, name), 'utf8').includes('\ndescribeThroughEveryDoor(');
const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && !name.startsWith('admin-') && goesThroughDoors(name));
for (const name of names) await import(new URL(name, import.meta.url).href);
