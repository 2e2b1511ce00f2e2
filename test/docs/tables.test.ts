import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PAGES } from './snippets.ts';
import { fill, nameCell, statusCell } from './tables.ts';

const ROOT = new URL('../../', import.meta.url);

describe('the tables of the pages follow from the code (npm run docs)', () => {
  it.each(PAGES)('%s', (page) => {
    const text = readFileSync(new URL(page, ROOT), 'utf8');
    expect(text).toBe(fill(text));
  });
});

describe('the name of an error in its table', () => {
  it.each([
    ['a code of the IDP has its name beside it', '9012', 'INPUT_VALIDATION_ERROR', '`9012` INPUT_VALIDATION_ERROR'],
    ['a code of the IDP that is a name is there once', 'TEXT_TOO_LONG', 'TEXT_TOO_LONG', '`TEXT_TOO_LONG`'],
    ['a code of the IDP without a text stands alone', '9016', undefined, '`9016`'],
  ])('%s', (_, name, text, cell) => {
    expect(nameCell(name, { envelope: 'idp', ...(text === undefined ? {} : { text }) })).toBe(cell);
  });

  it('has no text beside it at other services, whose bodies say it', () => {
    expect(nameCell('invalid_scope', { envelope: 'oauth', text: 'The scope is not held' })).toBe('`invalid_scope`');
  });
});

it('the status of an error is followed by those that it has at single URLs', () => {
  const rows = [
    { id: 'idp.consumer', statuses: { 9011: 401 } },
    { id: 'idp.authenticate' },
    { id: 'idp.echo', statuses: { 9011: 401, 9012: 400 } },
    { id: 'idp.other', statuses: { 9011: 500 } },
  ];
  expect(statusCell('9011', { status: 500 }, rows)).toBe('500; 401 at `idp.consumer`; 401 at `idp.echo`');
  expect(statusCell('9007', { status: 500 }, rows)).toBe('500');
});
