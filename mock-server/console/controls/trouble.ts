import { Refused } from '../admin-api.ts';
import { visible } from '../dom.ts';

/** Bad input in a field of the page, told before the mock is asked. */
export class BadField extends Error {}

/** What went wrong, for people: the admin API's own words, or that it did not answer. */
export function troubleOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isTold = error instanceof Refused || error instanceof BadField;
  return visible(isTold ? sentenceOf(message) : `The mock did not answer (${message}).`);
}

/** With a capital letter and an end: what the mock says begins small. The name of a member stays as it is. */
export function sentenceOf(words: string): string {
  const first = /^[\w.]+: /.test(words) ? words.charAt(0) : words.charAt(0).toUpperCase();
  return `${first}${words.slice(1)}${/[.?…”"]$/.test(words) ? '' : '.'}`;
}

/**
 * The JSON object of a field; undefined when it is empty.
 *
 * @param name - of the field, for the sentence
 * @throws BadField saying where it stops being JSON
 */
export function jsonField(name: string, text: string): object | undefined {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadField(`${name} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new BadField(`${name} is JSON, but no object: write it as {"name": "value"}`);
}

/**
 * The number of a field; undefined when it is empty.
 *
 * @throws BadField when there is something else
 */
export function numberField(name: string, text: string): number | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new BadField(`${name} is ${JSON.stringify(text.slice(0, 40))}: write a number`);
}
