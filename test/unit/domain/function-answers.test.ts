import { expect, it } from '@jest/globals';
import type { FunctionAnswer } from '../../../mock-server/domain/function-answers.ts';
import { createFunctionAnswers } from '../../../mock-server/domain/function-answers.ts';
import { textBytes } from '../../../mock-server/memory/heap-bytes.ts';

const answer = (id: string, accountId?: string, json = '{}'): FunctionAnswer => ({ id, accountId, status: 201, json });

it('a function answers what the account was told, else what every account was told, else what the options say', () => {
  const answers = createFunctionAnswers({ f: { a: 1 }, g: null });
  const [ofF, ofG] = [
    { id: 'f', accountId: undefined, status: 200, json: '{"a":1}' },
    { id: 'g', accountId: undefined, status: 200, json: 'null' },
  ];
  expect(answers.list()).toEqual([ofF, ofG]);
  answers.set(answer('f'));
  answers.set(answer('f', '100'));
  expect([answers.find('100', 'f'), answers.find('200', 'f'), answers.find('100', 'g')]).toEqual([
    answer('f', '100'),
    answer('f'),
    ofG,
  ]);
  expect(['h', 'toString'].map((id) => answers.find('100', id))).toEqual([undefined, undefined]);
  expect(answers.list()).toEqual([ofG, answer('f'), answer('f', '100')]);
  answers.forget('100');
  expect([answers.find('100', 'f'), answers.list()]).toEqual([answer('f'), [ofG, answer('f')]]);
  answers.forget();
  expect(answers.list()).toEqual([ofF, ofG]);
});

it('a thousand answers can be given, each again and again, and one more not', () => {
  const answers = createFunctionAnswers({});
  for (let count = 0; count < 1000; count += 1) answers.set(answer(String(count)));
  answers.set(answer('0', undefined, '[]'));
  expect(answers.find('100', '0')?.json).toBe('[]');
  expect(() => {
    answers.set(answer('0', '100'));
  }).toThrow(new RangeError('functions: at most 1000 answers; reset the mock to begin anew'));
  expect(answers.list()).toHaveLength(1000);
});

it('all answers together take ten million bytes at most, ids too', () => {
  const answers = createFunctionAnswers({});
  const [id, json] = ['i'.repeat(1000), 'x'.repeat(1_000_000)];
  for (const index of [1, 2, 3]) answers.set(answer(`${id}${String(index)}`, undefined, json));
  const left = 10_000_000 - 3 * (textBytes(`${id}1`) + textBytes(json)) - textBytes('last') - textBytes('');
  expect(() => {
    answers.set(answer('last', undefined, 'x'.repeat(left / 2 + 1)));
  }).toThrow(new RangeError('functions: all answers may take 10000000 bytes, these take 10000002'));
  answers.set(answer('last', undefined, 'x'.repeat(left / 2)));
  answers.set(answer(`${id}1`, undefined, json));
  expect(answers.list()).toHaveLength(4);
});
