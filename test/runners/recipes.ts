import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snippetsOf } from '../docs/snippets.ts';

/** The block of docs/testing.md with these words after its fence. */
export function recipe(info: string): string {
  const [found] = snippetsOf('docs/testing.md').filter((snippet) => snippet.info === info);
  if (found === undefined) throw new Error(`docs/testing.md has no ${info}`);
  return found.code;
}

/** Writes files into a folder that is there. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** Code under test in place of the user's: it asks LivePerson's own host for a visitor's token. */
export const TOKEN_MODULE = `export async function visitorToken() {
  const url = 'https://va.idp.liveperson.net/api/account/12345678/anonymous/authorize';
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' } });
  return (await answer.json()).token;
}
`;
