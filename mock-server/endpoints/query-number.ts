import type { ErrorName } from '../errors/catalogue.ts';
import { refuse } from '../errors/refusal.ts';
import { cut } from '../memory/cut.ts';
import type { EndpointContext } from './endpoint.ts';

/** A whole number in the query; undefined where there is none. @throws Refusal with the given error otherwise. */
export function readWholeNumber(
  { call }: EndpointContext,
  name: string,
  least: number,
  error: ErrorName,
): number | undefined {
  const text = call.query.get(name);
  if (text === null || text === '') return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (number >= least) return number;
  const sentence = `${name} is ${JSON.stringify(cut(text, 40))}; it must be a whole number from ${String(least)}`;
  return refuse(error, 'parameter-invalid', sentence);
}
