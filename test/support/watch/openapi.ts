import type { AdminReply } from '../../../mock-server/admin/admin.ts';
import { openApiDocument } from '../../../mock-server/admin/openapi.ts';
import { routes } from '../../../mock-server/admin/routes/index.ts';
import type { Call } from '../../../mock-server/index.ts';
import { sharedValidator } from './liveperson.ts';

/** What the document says of one status of one call. */
interface DocumentedResponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

/** A call that the document has, and its place there. */
interface DocumentedCall extends Operation {
  readonly template: string;
  readonly method: string;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, DocumentedResponse>> };
}

interface Documented {
  readonly document: Document;
  readonly complaint: typeof sharedValidator.complaint;
}

let documented: Documented | undefined;

/** Written before all tests; where that was not done, it is made here for who asks first, in a tenth of a second. */
function asDocumented(): Documented {
  return (documented ??= readDocument(sharedValidator.adminDocument));
}

function readDocument(written: object | undefined): Documented {
  if (written !== undefined) return { document: written as Document, complaint: sharedValidator.complaint };
  const document = JSON.parse(JSON.stringify(openApiDocument(routes))) as Document;
  return { document, complaint: sharedValidator.complaintBy({ admin: document }) };
}

/** The admin API's own document. */
export const adminDocument = (): Document => asDocumented().document;

/** The verbs that were answered without a refusal so far in this test file. */
export const answeredVerbs = new Set<string>();

/** What the document says of a call; undefined when it has no such path or method. */
export function operationOf({ method, path }: Pick<Call, 'method' | 'path'>): DocumentedCall | undefined {
  const document = adminDocument();
  // A path that is written out comes before one with a name in its place.
  const template = path in document.paths ? path : (Object.keys(document.paths).find((each) => fits(each, path)) ?? '');
  const operations = document.paths[template] ?? {};
  const asked = method === 'HEAD' ? 'get' : method.toLowerCase();
  const operation = operations[asked];
  return operation === undefined ? undefined : { ...operation, template, method: asked };
}

function fits(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith('{') || segment === given[index])
  );
}

/** What of an answer the document has not, in words: status, type or body; and what of a body that was taken. */
export function undocumentedIn(call: Call, reply: AdminReply): readonly string[] {
  const operation = operationOf(call);
  const { status } = reply;
  if (operation === undefined) {
    return [403, 404, 405].includes(status)
      ? complaints('/components/schemas/Error', bodyOf(reply))
      : [`${String(status)} for a call that it does not have`];
  }
  if (!(String(status) in operation.responses)) return [`the status ${String(status)} of ${operation.operationId}`];
  if (status >= 400) return complaints('/components/schemas/Error', bodyOf(reply));
  answeredVerbs.add(operation.operationId);
  const hasNoBody = call.body === '' || operation.method === 'get';
  return [
    ...(hasNoBody
      ? []
      : complaints(placeIn(operation, 'requestBody', 'content', 'application/json', 'schema'), JSON.parse(call.body))),
    ...undocumentedSuccess(operation, reply),
  ];
}

function undocumentedSuccess(operation: DocumentedCall, reply: AdminReply): readonly string[] {
  const { content = {} } = operation.responses[String(reply.status)] ?? {};
  const [type] = Object.keys(content);
  if (reply.headers['content-type'] !== type)
    return [`the type ${String(reply.headers['content-type'])}, and not ${String(type)}`];
  // The events of a stream are compared as they come.
  if (!('body' in reply) || type === 'text/event-stream') return [];
  if (type === undefined) return reply.body === '' ? [] : ['a body, where there is none'];
  return complaints(placeIn(operation, 'responses', String(reply.status), 'content', type, 'schema'), bodyOf(reply));
}

function bodyOf(reply: AdminReply): unknown {
  return 'body' in reply ? JSON.parse(reply.body) : undefined;
}

/** To a part of one operation (RFC 6901). */
function placeIn({ template, method }: DocumentedCall, ...names: readonly string[]): string {
  return `/${['paths', template, method, ...names].map((name) => name.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`;
}

/** What is not as a part of the document says, for instance `/components/schemas/Error`. */
export function complaints(place: string, value: unknown): readonly string[] {
  const complaint = asDocumented().complaint('admin', place, value);
  return complaint === undefined ? [] : [`${place}: ${complaint}`];
}

const eventOf = (path: string): string =>
  `/paths/~1__admin~1${path}/get/responses/200/content/text~1event-stream/schema/x-event`;
const [ENTRY, EVENT] = [eventOf('journal~1stream'), eventOf('events')];

/** What of a piece of a stream the document has not. Comments only keep the connection. */
export function documentedEvent(piece: string): readonly string[] {
  if (/^: .*\n\n$/.test(piece)) return [];
  const [, change, data] = /^id: \d+((?:\.\d+){1,2})?\ndata: (.*)\n\n$/.exec(piece) ?? [];
  if (data === undefined) return [`no event: ${piece}`];
  return complaints(change === undefined ? ENTRY : EVENT, JSON.parse(data));
}
