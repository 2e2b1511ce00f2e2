import { expect, it } from '@jest/globals';
import { createOperations } from '../../../../mock-server/admin/surface/operations.ts';
import { createSharedParts } from '../../../../mock-server/admin/surface/shared-parts.ts';
import type { PrintedCall, TypedCall } from '../../../../mock-server/admin/surface/wire-types.ts';
import type { EndpointRow } from '../../../../mock-server/endpoints/endpoint.ts';
import type { ErrorName } from '../../../../mock-server/errors/catalogue.ts';
import { catalogue, errorRow } from '../../../../mock-server/errors/catalogue.ts';

const ROW: EndpointRow = {
  id: 'swift.read-file',
  service: 'swift',
  method: 'GET',
  paths: ['/v1/{account}/{file}', '/v2/{account}/{other}'],
  title: 'reads a file',
};
const CALL: TypedCall = {
  basis: 'observed',
  auth: [[]],
  success: 'none',
  refusal: { $ref: '#/components/schemas/PlainErrorBody' },
};
const TEXT = { type: 'string' };
const BODY = { $ref: '#/components/schemas/FileBody' };

/** An operation of one row, with all that it refers to. */
function described(
  call: Partial<TypedCall> = {},
  row: Partial<EndpointRow> = {},
  {
    errors = [],
    printed = {},
    path,
  }: { errors?: readonly ErrorName[]; printed?: Readonly<Record<string, PrintedCall>>; path?: string } = {},
) {
  const [parameters, responses, headers] = [
    createSharedParts('parameters'),
    createSharedParts('responses'),
    createSharedParts('headers'),
  ];
  const table = {
    names: Object.keys(catalogue) as ErrorName[],
    rowOf: errorRow,
    canAnswer: (_: EndpointRow, name: ErrorName) => errors.includes(name),
  };
  const operations = createOperations({ printed, errors: table, parameters, responses, headers });
  const whole = { ...ROW, ...row };
  const operation = operations.of(whole, path ?? whole.paths[0] ?? '', { ...CALL, ...call });
  return { operation, parameters: parameters.all(), responses: responses.all(), headers: headers.all() };
}

const PARAMETERS = [{ $ref: '#/components/parameters/account' }, { $ref: '#/components/parameters/file' }];
const OWN = { $ref: '#/components/responses/Mock' };

it('an operation says what it is of, how sure that is, and what is answered', () => {
  const { operation, parameters, responses, headers } = described();
  expect(operation).toEqual({
    operationId: 'swiftReadFile',
    tags: ['swift'],
    summary: 'reads a file',
    'x-endpoint': 'swift.read-file',
    'x-provenance': 'observed',
    parameters: PARAMETERS,
    responses: { 200: { description: 'Reads a file' }, default: OWN },
    security: [],
  });
  expect(parameters).toEqual({
    account: { name: 'account', in: 'path', required: true, description: 'The account id', schema: TEXT },
    file: {
      name: 'file',
      in: 'path',
      required: true,
      description: 'The name of the file, as the URL has it',
      schema: TEXT,
    },
  });
  expect(headers).toEqual({ Reason: { description: 'Why, by this mock: a slug and a sentence', schema: TEXT } });
  expect(responses).toEqual({
    Mock: {
      description: "The mock's own, about the call as such: 400, 404, 405, 426, 500 or 501",
      'x-provenance': 'ours',
      headers: { 'LP-Mock-Reason': { $ref: '#/components/headers/Reason' } },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/MockErrorBody' } } },
    },
  });
});

it('an operation at another path is called by what differs, and a parameter without a word has none', () => {
  const { operation, parameters } = described({}, {}, { path: '/v2/{account}/{other}' });
  expect(operation['operationId']).toBe('swiftReadFileAtV2');
  expect(parameters['other']).toEqual({ name: 'other', in: 'path', required: true, schema: TEXT });
  expect(described({}, { paths: ['/healthz'] }).operation).not.toHaveProperty('parameters');
});

it('what is sent in the query and in headers is listed behind the path, each with its type', () => {
  const query = [
    { name: 'v', isRequired: true, schema: { const: '1.0' }, description: 'The version' },
    { name: 'file' },
  ] as const;
  const { operation, parameters } = described({ query, headers: [{ name: 'X-Own-Header' }] });
  expect(operation['parameters']).toEqual([
    ...PARAMETERS,
    ...['v', 'fileOfSwift', 'XOwnHeader'].map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ]);
  expect(parameters).toMatchObject({
    v: { name: 'v', in: 'query', required: true, description: 'The version', schema: { const: '1.0' } },
    fileOfSwift: { name: 'file', in: 'query', schema: TEXT },
    XOwnHeader: { name: 'X-Own-Header', in: 'header', schema: TEXT },
  });
  expect(Object.keys(parameters['fileOfSwift'] as object)).toEqual(['name', 'in', 'schema']);
});

it('a parameter that is not alike everywhere is called by its service, else by its row', () => {
  const query = [{ name: 'v' }, { name: 'v', schema: { const: 1 } }, { name: 'v', schema: { const: 2 } }];
  const names = ['account', 'file', 'v', 'vOfSwift', 'vOfSwiftReadFile'];
  expect(Object.keys(described({ query }).parameters)).toEqual(names);
});

it.each([
  [
    { type: 'application/json', isRequired: true, schema: BODY },
    { required: true, content: { 'application/json': { schema: BODY } } },
  ],
  [{ type: 'application/octet-stream', isRequired: false }, { content: { 'application/octet-stream': {} } }],
])('a body that is sent is described: %j', (body, requestBody) => {
  expect(described({ body }).operation['requestBody']).toEqual(requestBody);
});

const PRINTED: Readonly<Record<string, PrintedCall>> = {
  read: { id: ROW.id, summary: 'a page', status: 200, request: { a: 1 }, answer: { b: 1 } },
  refused: { id: ROW.id, summary: 'a page', status: 404, answer: { c: 1 } },
  silent: { id: ROW.id, summary: 'a page', status: 299, request: {} },
  other: { id: 'swift.other', summary: 'a page', status: 200, request: {}, answer: {} },
};
const example = (name: string) => ({ [name.split('.')[0] ?? '']: { $ref: `#/components/examples/${name}` } });

it('what the pages print is an example of what it is printed for', () => {
  const body = { type: 'application/json', isRequired: true };
  const { operation } = described({ body, success: BODY }, {}, { printed: PRINTED });
  expect(operation).toMatchObject({
    requestBody: {
      content: { 'application/json': { examples: { ...example('read.request'), ...example('silent.request') } } },
    },
    responses: { 200: { content: { 'application/json': { schema: BODY, examples: example('read.answer') } } } },
  });
  expect((operation['responses'] as { 200: { content: object } })[200].content).toEqual({
    'application/json': { schema: BODY, examples: example('read.answer') },
  });
});

it.each([101, 204, 302])('an answer of the status %i has no body', (status) => {
  const { responses } = described({ statuses: [status], success: BODY }).operation as { responses: object };
  expect(responses).toEqual({
    [status]: { description: status === 101 ? 'A WebSocket: reads a file' : 'Reads a file' },
    default: OWN,
  });
});

it.each<[what: string, call: Partial<TypedCall>, responses: object]>([
  [
    'of a file, of any type',
    { type: '*/*', success: BODY },
    { 200: { description: 'Reads a file', content: { '*/*': {} } } },
  ],
  ['that does not exist', { success: 'never' }, {}],
  ['of a socket alone', { success: 'never', statuses: [101] }, { 101: { description: 'A WebSocket: reads a file' } }],
  [
    'of several statuses',
    { success: BODY, statuses: [200, 201] },
    Object.fromEntries(
      [200, 201].map((status) => [
        status,
        { description: 'Reads a file', content: { 'application/json': { schema: BODY } } },
      ]),
    ),
  ],
])('an answer %s is described', (_, call, responses) => {
  expect(described(call).operation['responses']).toEqual({ ...responses, default: OWN });
});

it('an answer of any status is the one of all others too, with each that the pages print', () => {
  const answered = (...names: readonly string[]): object => ({
    description: 'Reads a file',
    content: { 'application/json': { schema: BODY, examples: Object.assign({}, ...names.map(example)) as object } },
  });
  const printed = {
    ...PRINTED,
    made: { id: ROW.id, summary: 'a page', status: 201, answer: 1 },
    moved: { id: ROW.id, summary: 'a page', status: 300, answer: 1 },
  };
  expect(described({ success: BODY, statuses: ['any'] }, {}, { printed }).operation['responses']).toEqual({
    200: answered('read.answer', 'made.answer'),
    default: answered('read.answer', 'made.answer'),
  });
});

it('headers of an answer are listed with their types', () => {
  const answerHeaders = [
    { name: 'ac-revision', isRequired: true, description: 'Counts changes' },
    { name: 'ETag' },
  ] as const;
  const { operation, headers } = described({ answerHeaders });
  expect(operation['responses']).toMatchObject({
    200: {
      description: 'Reads a file',
      headers: {
        'ac-revision': { $ref: '#/components/headers/acRevision' },
        ETag: { $ref: '#/components/headers/ETag' },
      },
    },
  });
  expect(headers).toMatchObject({
    acRevision: { description: 'Counts changes', required: true, schema: TEXT },
    ETag: { schema: TEXT },
  });
  expect(described().operation['responses']).not.toHaveProperty('200.headers');
});

const LIMIT = 'TOO_MANY_REQUESTS';

it('a refusal is described once for its service, with its errors, headers and what the pages print', () => {
  const status = errorRow(LIMIT).status;
  const printed = { limit: { id: ROW.id, summary: 'a page', status, answer: 1 }, ...PRINTED };
  const { operation, responses, headers } = described({ success: BODY }, {}, { errors: [LIMIT], printed });
  expect(operation['responses']).toMatchObject({ [status]: { $ref: `#/components/responses/Swift${String(status)}` } });
  expect(responses[`Swift${String(status)}`]).toEqual({
    description: LIMIT,
    'x-errors': [LIMIT],
    headers: {
      'LP-Mock-Reason': { $ref: '#/components/headers/Reason' },
      'retry-after': { $ref: '#/components/headers/RetryAfter' },
    },
    content: { 'application/json': { schema: CALL.refusal, examples: example('limit.answer') } },
  });
  expect(headers['RetryAfter']).toEqual({ description: 'In seconds', schema: TEXT });
});

it('a refusal whose status is the row alone its own is called by the row', () => {
  const { operation } = described({}, { statuses: { [LIMIT]: 418 } }, { errors: [LIMIT] });
  expect(operation['responses']).toEqual({
    200: { description: 'Reads a file' },
    418: { $ref: '#/components/responses/Swift418OfSwiftReadFile' },
    default: OWN,
  });
});

it('errors of the IDP are told with what their numbers mean, others by their names', () => {
  const ofIdp = (Object.keys(catalogue) as ErrorName[]).filter((name) => errorRow(name).envelope === 'idp');
  const [first = LIMIT] = ofIdp;
  const { status, text = '' } = errorRow(first);
  const refusal = {
    anyOf: ['IdpErrorBody', 'PlainErrorBody'].map((type) => ({ $ref: `#/components/schemas/${type}` })),
  };
  const { responses } = described({ refusal }, {}, { errors: [first] });
  expect(responses[`Swift${String(status)}`]).toMatchObject({ description: `${first} ${text}` });
  expect(text).not.toBe('');
});

it('an error that an option answers with the status of a success is one of its bodies', () => {
  const { operation } = described({ success: BODY }, { statuses: { [LIMIT]: 200 } }, { errors: [LIMIT] });
  expect(operation['responses']).toEqual({
    200: { description: 'Reads a file', content: { 'application/json': { schema: { anyOf: [BODY, CALL.refusal] } } } },
    default: OWN,
  });
});

it('JSONP refuses by a script, in the status of its success', () => {
  const script = { type: 'application/javascript', success: TEXT, refusal: TEXT };
  expect(described(script, {}, { errors: [LIMIT] }).operation['responses']).toEqual({
    200: { description: 'Reads a file', content: { 'application/javascript': { schema: TEXT } } },
    default: OWN,
  });
});
