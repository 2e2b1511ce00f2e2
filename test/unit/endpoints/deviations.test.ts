import { expect, it } from '@jest/globals';
import type { Answer, Mock, MockOptions } from '../../../mock-server/index.ts';
import { ask, post } from '../../support/calls.ts';
import { authenticatePath, AUTHORIZE_PATH, CUSTOMER_CONNECTOR } from '../../support/flows.ts';
import { ACCOUNT, CLIENT_ID } from '../../support/through-every-adapter.ts';
import { frozenMock } from '../told.ts';

/** What a lenient mock notes of a call, and a strict one refuses it for, with the IDP's code. */
async function noted(
  call: (mock: Mock) => Promise<Answer>,
  options: MockOptions = {},
): Promise<readonly [note: string | undefined, strict: string | undefined, code: string | undefined]> {
  const lenient = await call(frozenMock(options));
  expect(lenient.status).toBe(200);
  const { headers, body } = await call(frozenMock({ ...options, strict: true }));
  const { internalErrorCode } = JSON.parse(body) as { internalErrorCode?: string };
  return [lenient.headers['lp-mock-deviation'], headers['lp-mock-reason'], internalErrorCode];
}

const refusing = (slug: string, sentence: string, code?: string): readonly unknown[] => [
  `${slug}; ${sentence}`,
  `deviation-refused; ${sentence}`,
  code,
];

const NOTHING = [undefined, undefined, undefined];

it.each<[contentType: string | undefined, body: string, isNoted: boolean]>([
  ['application/json', '{"id_token":null}', false],
  ['Application/JSON ; charset=utf-8', '{"id_token":null}', false],
  ['text/plain', '{"id_token":null}', true],
  ['', '{"id_token":null}', true],
  [undefined, '{"id_token":null}', true],
  [undefined, '', false],
  ['text/plain', ' {}\n', false],
  ['text/plain', ' null ', false],
])('the content type %j over the body %j is noted: %s', async (contentType, body, isNoted) => {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  expect(await noted((mock) => post(mock, AUTHORIZE_PATH, body, headers))).toEqual(
    isNoted ? refusing('content-type', 'the content type is not application/json', '9012') : NOTHING,
  );
});

const MISSING = 'v is missing; the pages ask for v=3.0';
const OTHER = 'v is another one; the pages ask for v=3.0';

it.each<[query: string, sentence: string | undefined]>([
  ['?v=3.0', undefined],
  ['?v=3', undefined],
  ['?v=3.00', undefined],
  ['?v=03.0', undefined],
  ['', MISSING],
  ['?v=', OTHER],
  ['?v=2.0', OTHER],
  ['?v=3.1', OTHER],
  ['?v=%203', OTHER],
  ['?v=3%20', OTHER],
  ['?v=3e0', OTHER],
  ['?v=0x3', OTHER],
  ['?v=3.', OTHER],
])('the version %j is taken, and noted where it says another', async (query, sentence) => {
  const path = authenticatePath(CUSTOMER_CONNECTOR).replace('?v=3.0', query);
  const call = async (mock: Mock): Promise<Answer> => post(mock, path, { id_token: await mock.mint.idToken() });
  expect(await noted(call)).toEqual(sentence === undefined ? NOTHING : refusing('version', sentence, '9012'));
});

it.each(['undefined', 'null', 'NaN'])('an account id that was never set is noted: %s', async (id) => {
  const sentence = `the account id in the path is "${id}", most likely a variable that was never set; look where your client takes it from`;
  expect(await noted((mock) => post(mock, `/api/account/${id}/signup`))).toEqual(
    refusing('id-unset', sentence, '1050'),
  );
  expect(await noted((mock) => post(mock, `/api/account/${id}1/signup`))).toEqual(NOTHING);
});

it.each(['undefined', 'null', 'NaN'])('a client id that was never set is noted: %s', async (id) => {
  const sentence = `client_id is "${id}", most likely a variable that was never set; look where your client takes it from`;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: 'any' });
  const path = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`;
  expect(await noted((mock) => post(mock, path, form))).toEqual(refusing('id-unset', sentence));
});

it("another account's client is noted at an account that has none", async () => {
  const sentence =
    'this client is configured for another account; this account has no clients of its own and takes any, with any secret';
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: 'any' });
  expect(await noted((mock) => post(mock, '/sentinel/api/account/555/app/token?v=1.0', form))).toEqual(
    refusing('client-foreign-account', sentence),
  );
});

it('the version of the Domain API is noted as it is written', async () => {
  const call =
    (query: string) =>
    (mock: Mock): Promise<Answer> =>
      ask(mock, { target: `/api/account/${ACCOUNT}/service/idp/baseURI.json${query}` });
  expect(await noted(call('?version=1.0'))).toEqual(NOTHING);
  expect((await noted(call('?version=1')))[0]).toBe('version; version is another one; the pages ask for version=1.0');
  expect((await noted(call('')))[0]).toBe('version; version is missing; the pages ask for version=1.0');
});
