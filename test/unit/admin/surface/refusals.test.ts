import { expect, it } from '@jest/globals';
import type { ErrorTable } from '../../../../mock-server/admin/surface/refusals.ts';
import { bodyOfErrors, errorTable, refusalsOf } from '../../../../mock-server/admin/surface/refusals.ts';
import type { EndpointRow } from '../../../../mock-server/endpoints/endpoint.ts';
import type { ErrorName } from '../../../../mock-server/errors/catalogue.ts';
import type { Envelope, Service } from '../../../../mock-server/errors/error-row.ts';
import { catalogue, errorRow } from '../../../../mock-server/errors/catalogue.ts';

const ALL = Object.keys(catalogue) as ErrorName[];

function rowOf(service: Service, changes: Partial<EndpointRow> = {}): EndpointRow {
  return { id: `${service}.call`, service, method: 'GET', paths: ['/'], title: 'calls', ...changes };
}

/** A table in which a row can answer with these errors. */
function tableOf(names: readonly ErrorName[]): ErrorTable {
  return { names: ALL, rowOf: errorRow, canAnswer: (_, name) => names.includes(name) };
}

const statusesOf = (row: EndpointRow, ...names: ErrorName[]): unknown =>
  Object.fromEntries(refusalsOf(row, tableOf(names)));

/** Some error of each envelope, that is of a service. */
function errorIn(envelope: Envelope): ErrorName {
  const found = ALL.find(
    (name) => errorRow(name).envelope === envelope && !['any', 'mock'].includes(errorRow(name).service),
  );
  if (found === undefined) throw new Error(`no error in ${envelope}`);
  return found;
}

it('an error is told of at its status, at that of the row, and at those that an option gives it', () => {
  expect(statusesOf(rowOf('sentinel'), 'invalid_client')).toEqual({
    [errorRow('invalid_client').status]: ['invalid_client'],
    400: ['invalid_client'],
    403: ['invalid_client'],
  });
  expect(statusesOf(rowOf('sentinel'), 'invalid_site')).toMatchObject({ 400: ['invalid_site'], 404: ['invalid_site'] });
  expect(statusesOf(rowOf('asyncMessagingEnt'), '40001')).toEqual({
    [errorRow('40001').status]: ['40001'],
    401: ['40001'],
  });
  const ofIdp = errorIn('idp');
  expect(statusesOf(rowOf('idp'), ofIdp)).toEqual({ [errorRow(ofIdp).status]: [ofIdp], 500: [ofIdp] });
  expect(statusesOf(rowOf('asyncMessagingEnt'), 'BAD_REQUEST')).toEqual({
    [errorRow('BAD_REQUEST').status]: ['BAD_REQUEST'],
  });
  expect(statusesOf(rowOf('asyncMessagingEnt', { id: 'send-api.create' }), 'BAD_REQUEST')).toEqual({
    [errorRow('BAD_REQUEST').status]: ['BAD_REQUEST'],
    200: ['BAD_REQUEST'],
  });
  const moved = rowOf('asyncMessagingEnt', { statuses: { BAD_REQUEST: 418 } });
  expect(statusesOf(moved, 'BAD_REQUEST')).toEqual({ 418: ['BAD_REQUEST'] });
});

it('errors of one status are told of together, and those of the mock itself never', () => {
  const ofMock = ALL.filter((name) => errorRow(name).service === 'mock');
  expect(ofMock).not.toEqual([]);
  expect(statusesOf(rowOf('idp'), ...ofMock)).toEqual({});
  const unauthorised = ALL.filter((name) => errorRow(name).envelope === 'error-resp' && errorRow(name).status === 401);
  expect(statusesOf(rowOf('asyncMessagingEnt'), ...unauthorised)).toEqual(
    unauthorised.length === 0 ? {} : { 401: unauthorised },
  );
});

const $ref = (type: string) => ({ $ref: `#/components/schemas/${type}` });

it.each([
  ['oauth', 'OAuthErrorBody'],
  ['idp', 'IdpErrorBody'],
  ['error-resp', 'SendApiErrorBody'],
  ['command', 'FailedCommandBody'],
  ['csds', 'PlainErrorBody'],
  ['account-config', 'PlainErrorBody'],
  ['agent', 'AgentErrorBody'],
  ['functions', 'FunctionsErrorBody'],
  ['plain', 'PlainErrorBody'],
] as const)('the body of an error in the envelope %s is %s, by itself or among others', (envelope, type) => {
  const name = errorIn(envelope);
  const table = tableOf([name]);
  const row = rowOf('msgHist');
  expect(bodyOfErrors(row, $ref(type), [name], table)).toEqual($ref(type));
  const anyOf = [$ref('OtherBody'), $ref(type)];
  expect(bodyOfErrors(row, { anyOf }, [name], table)).toEqual($ref(type));
  const batch = { type: 'array', items: $ref(type) };
  expect(bodyOfErrors(row, { anyOf: [$ref(type), batch] }, [name], table)).toEqual(batch);
  expect(() => bodyOfErrors(row, $ref('OtherBody'), [name], table)).toThrow(
    `msgHist.call can answer ${name}: add ${type} to its ErrorBodies in wire-bodies.ts`,
  );
});

it.each([
  ['sentinel', 'OAuthErrorBody'],
  ['idp', 'IdpErrorBody'],
  ['asyncMessagingEnt', 'FailedCommandBody'],
  ['agentVep', 'AgentErrorBody'],
  ['faasGW', 'FunctionsErrorBody'],
  ['swift', 'PlainErrorBody'],
] as const)('the limit of calls is told at %s as a %s, never item by item', (service, type) => {
  const table = tableOf(['TOO_MANY_REQUESTS']);
  const batch = { type: 'array', items: $ref(type) };
  expect(bodyOfErrors(rowOf(service), { anyOf: [batch, $ref(type)] }, ['TOO_MANY_REQUESTS'], table)).toEqual(
    $ref(type),
  );
  expect(() => bodyOfErrors(rowOf(service), batch, ['TOO_MANY_REQUESTS'], table)).toThrow(`add ${type} to`);
});

it('errors of several envelopes have any of their bodies, in the order of the types', () => {
  const [oauth, idp] = [errorIn('oauth'), errorIn('idp')];
  const anyOf = [$ref('IdpErrorBody'), $ref('PlainErrorBody'), $ref('OAuthErrorBody')];
  expect(bodyOfErrors(rowOf('swift'), { anyOf }, [oauth, idp, oauth], tableOf([]))).toEqual({
    anyOf: [$ref('IdpErrorBody'), $ref('OAuthErrorBody')],
  });
});

it.each(['none', 'never'] as const)('a row that says %s of its refusals must have none', (refusal) => {
  expect(() => bodyOfErrors(rowOf('swift'), refusal, [errorIn('plain')], tableOf([]))).toThrow(
    'swift.call refuses, and ErrorBodies of wire-bodies.ts says it never does',
  );
});

it('all that is known of each error is told, and what it is called where its name is a number', () => {
  const [ofIdp, other] = [errorIn('idp'), 'invalid_client'] as const;
  const [known, ofOther] = [errorRow(ofIdp), errorRow(other)];
  expect(errorTable({ ...tableOf([]), names: [ofIdp, other] })).toEqual({
    [ofIdp]: { service: 'idp', status: known.status, name: known.text, when: known.when, 'x-provenance': known.basis },
    [other]: { service: 'sentinel', status: ofOther.status, when: ofOther.when, 'x-provenance': ofOther.basis },
  });
});
