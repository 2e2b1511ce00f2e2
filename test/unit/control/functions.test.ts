import { expect, it } from '@jest/globals';
import type { FunctionAnswerOptions } from '../../../mock-server/control/functions.ts';
import { createFunctions } from '../../../mock-server/control/functions.ts';
import type { FunctionAnswers } from '../../../mock-server/domain/function-answers.ts';
import { openAccounts } from '../domain/open-account.ts';

function open() {
  const kept: Parameters<FunctionAnswers['set']>[0][] = [];
  const answers = {
    set: (answer: (typeof kept)[number]) => kept.push(answer),
    list: () => kept,
  } as unknown as FunctionAnswers;
  return { functions: createFunctions(answers, () => openAccounts()), kept };
}

it('What a function answers is kept as JSON, and shown as it was given', () => {
  const { functions, kept } = open();
  const body = { a: [1, null] };
  functions.answer('f', body);
  functions.answer('x'.repeat(200), 'text', { accountId: '100', status: 599 });
  functions.answer('g', null, { status: 200 });
  body.a.length = 0;
  expect(kept[0]).toEqual({ id: 'f', accountId: undefined, status: 200, json: '{"a":[1,null]}' });
  expect(functions.answers()).toEqual([
    { id: 'f', accountId: undefined, status: 200, body: { a: [1, null] } },
    { id: 'x'.repeat(200), accountId: '100', status: 599, body: 'text' },
    { id: 'g', accountId: undefined, status: 200, body: null },
  ]);
});

const circular: Record<string, unknown> = {};
circular['self'] = circular;

const ID = 'functions: id must be a text of 1 to 200 characters: a UUID or an event';
const BODY = 'functions: body must be what JSON can hold: null, a text, a number, an array, an object';
const statusOf = (given: string): string => `functions: status must be a whole number from 200 to 599, not ${given}`;

it.each<[id: unknown, body: unknown, options: FunctionAnswerOptions, sentence: string]>([
  ['', 1, {}, ID],
  [5, 1, {}, ID],
  ['x'.repeat(201), 1, {}, ID],
  ['f', 1, { status: 199 }, statusOf('199')],
  ['f', 1, { status: 600 }, statusOf('600')],
  ['f', 1, { status: 200.5 }, statusOf('200.5')],
  ['f', 1, { accountId: '!' }, 'this mock has no account "!": that is not an account id'],
  ['f', undefined, {}, BODY],
  ['f', 1n, {}, BODY],
  ['f', circular, {}, BODY],
])('An answer of a function is refused: %p', (id, body, options, sentence) => {
  const { functions, kept } = open();
  expect(() => {
    functions.answer(id as string, body, options);
  }).toThrow(new TypeError(sentence));
  expect(kept).toEqual([]);
});
