import type { Exchange, Reply } from '../../../mock-server/index.ts';
import type { JournalEntry } from '../../../mock-server/control/journal/entry.ts';
import { errorRow } from '../../../mock-server/errors/catalogue.ts';
import { isObject, readJson } from '../../../mock-server/http/body.ts';
import type { Answer, Call } from '../../../mock-server/http/call.ts';

/** What the document says of one status of one call. */
interface DocumentedAnswer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
}

interface DocumentedCall {
  readonly 'x-endpoint': string;
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly requestBody?: { readonly required?: true; readonly content: Readonly<Record<string, { schema?: object }>> };
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedCall | readonly object[]>>>>;
}

interface SharedValidator {
  readonly document: Document | undefined;
  readonly adminDocument: object | undefined;
  /** What of a value is not as a part of the document says. */
  complaint: (which: 'open' | 'closed' | 'admin', pointer: string, value: unknown) => string | undefined;
  /** The same for a document of one's own. */
  readonly complaintBy: (documents: Readonly<Record<string, object>>) => SharedValidator['complaint'];
}

/** A call as the document has it, and its place there. */
interface Place {
  readonly call: DocumentedCall;
  readonly pointer: string;
}

/** By the way of node, so that it is loaded once for all test files of a worker. */
export const sharedValidator = process.getBuiltinModule('node:module').createRequire(import.meta.url)(
  './shared-validator.cjs',
) as SharedValidator;

/** By the id of the row: its first path. */
const places = new Map<string, Place>();
for (const [path, methods] of Object.entries(sharedValidator.document?.paths ?? {}))
  for (const [method, call] of Object.entries(methods))
    if ('x-endpoint' in call && !places.has(call['x-endpoint']))
      places.set(call['x-endpoint'], { call, pointer: `/paths/${escaped(path)}/${method}` });

/** A call as it was written down. */
export type WrittenCall = Exchange & Partial<Pick<JournalEntry, 'error' | 'verdict'>>;

/** What of a call and its answer the OpenAPI document of LivePerson's calls has not, in words. */
export function undocumentedIn(call: Call, reply: Reply, entry: WrittenCall): readonly string[] {
  if (!('body' in reply) || isBeside(call, entry)) return [];
  const place = places.get(entry.endpointId ?? '');
  if (place === undefined || isOwn(entry)) return bodyComplaints(reply, '/components/responses/Mock');
  const status = statusIn(place, reply, entry);
  const documented = place.call.responses[status];
  if (documented === undefined) return [`${String(entry.endpointId)} has no status ${status}`];
  const pointer = documented.$ref?.slice(1) ?? `${place.pointer}/responses/${status}`;
  const isTaken = entry.reason === undefined && entry.deviations.length === 0 && reply.status < 400;
  return [...bodyComplaints(reply, pointer), ...(isTaken ? requestComplaints(call, place) : [])];
}

/** What is refused by the mock itself, in the place of a service. */
function isOwn({ error }: WrittenCall): boolean {
  return error !== undefined && errorRow(error).service === 'mock';
}

/** A function answers with any status. */
function statusIn({ call }: Place, { status }: Answer, { reason }: WrittenCall): string {
  const isTesters = reason === undefined && call.responses['default']?.$ref === undefined;
  return isTesters ? 'default' : String(status);
}

/**
 * What the document does not have: HEAD, preflights, which are of no row and refuse nobody, and an answer that a fault
 * has in full, which is the tester's.
 */
function isBeside({ method }: Call, { endpointId, reason, error }: WrittenCall): boolean {
  const isPreflight = endpointId === undefined && error === undefined;
  const isTesters = reason?.slug === 'fault-injected' && error === undefined;
  return sharedValidator.document === undefined || method === 'HEAD' || isPreflight || isTesters;
}

function bodyComplaints(reply: Answer, pointer: string): readonly string[] {
  const { content, headers = {} } = partAt(pointer) as DocumentedAnswer;
  return [...headerComplaints(reply, headers), ...contentComplaints(reply, content, pointer)];
}

function headerComplaints(reply: Answer, headers: NonNullable<DocumentedAnswer['headers']>): readonly string[] {
  const needed = Object.entries(headers).filter(([, { $ref }]) => 'required' in partAt($ref.slice(1)));
  return needed
    .filter(([name]) => !(name in reply.headers) && !(name === 'set-cookie' && (reply.cookies ?? []).length > 0))
    .map(([name]) => `the answer has no header ${name}`);
}

function contentComplaints(
  { headers, body }: Answer,
  content: DocumentedAnswer['content'],
  pointer: string,
): readonly string[] {
  const [found] = Object.entries(content ?? {});
  if (found === undefined) return body === '' ? [] : [`a body, where there is none: ${body.slice(0, 80)}`];
  const [type, { schema }] = found;
  const sent = (headers['content-type'] ?? '').replace(/;.*/, '');
  if (type === '*/*') return [];
  if (sent !== type) return [`the type is ${sent}, and not ${type}`];
  if (type !== 'application/json' || isAnything(schema)) return [];
  const complaint = sharedValidator.complaint('closed', `${pointer}/content/${escaped(type)}/schema`, JSON.parse(body));
  return complaint === undefined ? [] : [`the body: ${complaint}: ${body.slice(0, 200)}`];
}

/** What a function answers is the tester's. */
function isAnything(schema: object | undefined): boolean {
  return schema === undefined || Object.keys(schema).length === 0;
}

/** What was taken without a word is as the document says that it has to be. */
function requestComplaints(call: Call, { call: { parameters = [], requestBody }, pointer }: Place): readonly string[] {
  const missing = parameters
    .map(({ $ref }) => partAt($ref.slice(1)) as { name: string; in: string; required?: true })
    .filter(({ required }) => required === true)
    .filter(
      (each) =>
        (each.in === 'query' && !call.query.has(each.name)) ||
        (each.in === 'header' && !(each.name.toLowerCase() in call.headers)),
    );
  return [
    ...missing.map(({ name, in: where }) => `taken without ${name} in the ${where}, which is not required then`),
    ...(requestBody === undefined ? [] : takenComplaints(call, requestBody, pointer)),
  ];
}

function takenComplaints(
  call: Call,
  { required, content }: NonNullable<DocumentedCall['requestBody']>,
  pointer: string,
): readonly string[] {
  const [type = ''] = Object.keys(content);
  if (type === 'application/octet-stream') return [];
  const value = type === 'application/json' ? jsonIn(call) : formIn(call);
  if (value === undefined) return required === true ? ['taken without a body, which is not required then'] : [];
  const complaint = sharedValidator.complaint(
    'open',
    `${pointer}/requestBody/content/${escaped(type)}/schema`,
    withIds(value),
  );
  return complaint === undefined ? [] : [`what was taken: ${complaint}: ${call.body.slice(0, 200)}`];
}

function formIn({ body }: Call): unknown {
  return body.trim() === '' ? undefined : Object.fromEntries(new URLSearchParams(body));
}

/** As the mock reads it, which takes white space that JSON has not. */
function jsonIn(call: Call): unknown {
  const read = readJson(call);
  return read.ok ? read.value : undefined;
}

/** The id of a command may be anything at all, or be missing: what is no text is answered as `0` (decision D47). */
function withIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIds);
  return isObject(value) && 'kind' in value ? { ...value, id: '0' } : value;
}

/** A part of the document by its pointer (RFC 6901). */
function partAt(pointer: string): object {
  return pointer
    .split('/')
    .slice(1)
    .reduce<object>(
      (part, name) => (part as Record<string, object>)[name.replaceAll('~1', '/').replaceAll('~0', '~')] ?? {},
      sharedValidator.document ?? {},
    );
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
