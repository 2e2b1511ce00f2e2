import type * as v from 'valibot';
import { cut } from '../memory/cut.ts';
import { checkFirst, issueLines } from '../config/first-issues.ts';
import { isObject, readJson } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { AdminError } from './admin-error.ts';
import { excessOf } from './json-shape.ts';
import { MAX_ADMIN_BODY_BYTES } from './path.ts';

/**
 * What a call brought, unchecked: its query for GET and DELETE, its JSON body for POST; no body counts as `{}`.
 *
 * @throws AdminError 400 or 413 when it cannot be read.
 */
export function readInput(call: Call, maxBodyBytes = MAX_ADMIN_BODY_BYTES): unknown {
  if (call.method !== 'POST') return readQuery(call.query);
  const [name] = call.query.keys();
  if (name !== undefined)
    throw new AdminError(400, `${cut(name)}: put the members of a change in the body, not in the query`, {
      path: cut(name),
    });
  const excess = call.body.length > maxBodyBytes ? undefined : excessOf(call.body);
  if (excess !== undefined) throw new AdminError(400, `the request body ${excess}`);
  const body = readJson(call, maxBodyBytes);
  if (!body.ok) throw new AdminError(body.slug === 'body-too-large' ? 413 : 400, body.sentence);
  if (body.value !== undefined && !isObject(body.value))
    throw new AdminError(400, 'the request body is not a JSON object');
  return body.value ?? {};
}

function readQuery(query: URLSearchParams): Readonly<Record<string, string>> {
  for (const name of query.keys()) {
    if (query.getAll(name).length > 1)
      throw new AdminError(400, `${cut(name)}: given more than once`, { path: cut(name) });
  }
  return Object.fromEntries(query);
}

/**
 * The input as its schema gives it out, defaults and all.
 *
 * @throws AdminError 400 naming each wrong member and what was expected there; none quotes what was sent.
 */
export function checkInput<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = checkFirst(schema, input);
  if (result.success) return result.output;
  // What is there and wrong comes before what is missing: often the one was meant to be the other.
  const wrong = result.issues.find((issue) => !isMissing(issue)) ?? result.issues[0];
  throw new AdminError(
    400,
    issueLines(result, (issue) => describe(issue, schema)),
    { path: pathOf(wrong) },
  );
}

function isMissing({ type, received }: v.BaseIssue<unknown>): boolean {
  return (type === 'strict_object' || type === 'loose_object') && received === 'undefined';
}

function describe(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  const path = pathOf(issue);
  return `${path === undefined ? '' : `${path}: `}${complaintOf(issue, schema)}`;
}

/** Where it is, as `match.path`; names in it may have come with the call, and are cut. */
function pathOf({ path }: v.BaseIssue<unknown>): string | undefined {
  return path?.map(({ key }) => cut(String(key))).join('.');
}

function complaintOf(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `unknown member${expectedInstead(issue, schema)}`;
  if (isMissing(issue)) return 'missing';
  return issue.message.replace(/^Invalid \w+: /, '').replace(/ but received .*$/s, '');
}

function expectedInstead(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  if (issue.path?.length !== 1 || !('entries' in schema)) return '';
  const known = Object.keys(schema.entries as object);
  return known.length === 0 ? '; none is taken here' : `; expected ${known.join(', ')}`;
}
