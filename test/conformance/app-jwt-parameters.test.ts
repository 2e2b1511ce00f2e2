import { expect, it } from '@jest/globals';
import { askForAppJwt, decode, text, TOKEN_HEADERS } from '../support/flows.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;
const GRANT = 'grant_type=client_credentials';
const CREDENTIALS = `client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;

/** What clients write above their body, whatever the body is. */
const CONTENT_TYPES: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  { 'content-type': 'application/json' },
  {},
];

const IN_QUERY = `?v=1.0&${GRANT}&${CREDENTIALS}`;
const SPLIT = `?v=1.0&${GRANT}`;
const IN_BODY = '?v=1.0';

/** The same call with another content type each time. */
function askWithEachContentType(mock: OpenMock, query: string, body: string | undefined): Promise<Heard[]> {
  return Promise.all(
    CONTENT_TYPES.map((headers) => mock.post(`${PATH}${query}`, { headers, ...(body === undefined ? {} : { body }) })),
  );
}

/** A deviation is accepted all the same; which calls deviate is told elsewhere. */
function withoutDeviation(headers: Heard['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'lp-mock-deviation'));
}

describeThroughEveryAdapter('Parameters of an AppJWT call', (open) => {
  it.each([
    ['all in the query, no body', IN_QUERY, undefined],
    ['all in the query, an empty body', IN_QUERY, ''],
    ['all in the query, {}', IN_QUERY, '{}'],
    ['all in the query, null', IN_QUERY, 'null'],
    ['all in the query, white space', IN_QUERY, ' \r\n'],
    ['all in the query and again in a form', IN_QUERY, `${GRANT}&${CREDENTIALS}`],
    ['all in the query, a form that says something else', IN_QUERY, 'hello=world'],
    ['all in the query, a form of empty parameters', IN_QUERY, 'scope=&client_id=&client_secret='],
    ['the credentials in a form', SPLIT, CREDENTIALS],
    ['the credentials in a form that ends in a line break', SPLIT, `${CREDENTIALS}\n`],
    ['the credentials in a form, an empty scope', SPLIT, `${CREDENTIALS}&scope=`],
    ['the credentials in JSON', SPLIT, JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET })],
    [
      'the credentials in JSON, a null scope',
      SPLIT,
      JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, scope: null }),
    ],
    ['all but v in a form', IN_BODY, `${GRANT}&${CREDENTIALS}`],
    ['all but v in a form, an empty scope first', IN_BODY, `${GRANT}&scope=&${CREDENTIALS}`],
    [
      'all but v in JSON',
      IN_BODY,
      JSON.stringify({ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
    ],
    ['all in a form', '', `v=1.0&${GRANT}&${CREDENTIALS}`],
    ['one here, one there', `?client_id=${CLIENT_ID}&v=1.0`, `client_secret=${CLIENT_SECRET}&${GRANT}`],
    ['with parameters that mean nothing here', `?v=1.0&__d=1&_=2&_=3&${GRANT}`, `${CREDENTIALS}&state=1&state=2`],
  ])('are understood whatever the content type says: %s', async (_, query, body) => {
    const mock = await open();
    const { text: documented } = await askForAppJwt(mock);
    for (const answer of await askWithEachContentType(mock, query, body)) {
      expect(answer.status).toBe(200);
      expect(withoutDeviation(answer.headers)).toEqual(TOKEN_HEADERS);
      expect(answer.text).toBe(documented);
    }
  });

  it.each([
    ['a JSON array', '[]'],
    ['a JSON text', '"client_credentials"'],
    ['JSON that breaks off', '{"client_id":'],
  ])('are refused whatever the content type says when the body is %s', async (_, body) => {
    const mock = await open();
    for (const answer of await askWithEachContentType(mock, IN_QUERY, body)) {
      expect(answer.status).toBe(400);
      expect(answer.text).toBe(
        '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
      );
      expect(answer.headers).toEqual({
        ...TOKEN_HEADERS,
        'lp-mock-reason': 'body-not-json; the body is neither a form nor a JSON object',
      });
    }
  });

  it('are refused when one of them is a number in JSON', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}${SPLIT}`, { body: { client_id: 12345, client_secret: CLIENT_SECRET } });
    expect(answer.status).toBe(400);
    expect(answer.text).toBe(
      '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
    );
    expect(answer.headers).toEqual({
      ...TOKEN_HEADERS,
      'lp-mock-reason': 'parameter-not-text; client_id in the JSON body must be a string',
    });
  });

  it('are refused in a body of more than a megabyte', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}${SPLIT}`, { body: `${CREDENTIALS}&padding=${'x'.repeat(1_048_576)}` });
    expect(answer.status).toBe(400);
    expect(answer.text).toBe(
      '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
    );
    expect(answer.headers).toEqual({
      ...TOKEN_HEADERS,
      'lp-mock-reason': 'body-too-large; the request body is over 1048576 bytes',
    });
  });

  it('keep a plus, a percent sign and an ampersand that were encoded', async () => {
    const client = { client_id: 'a+b & c%', client_secret: 'd=e&f' };
    const mock = await open({ closed: true, accounts: [{ accountId: ACCOUNT, apps: [client] }] });
    const inForm = await askForAppJwt(mock, client);
    const inQuery = await mock.post(`${PATH}?v=1.0&${GRANT}&${new URLSearchParams(client).toString()}`);
    expect(inForm.status).toBe(200);
    expect(decode(text(inForm.json(), 'access_token')).claims).toMatchObject({ azp: 'a+b & c%' });
    expect(inQuery.text).toBe(inForm.text);
  });
});

describeThroughEveryAdapter('A parameter of an AppJWT call that is there twice', (open) => {
  it.each([
    ['v', `?v=7.0&${GRANT}`, `v=1.0&${CREDENTIALS}`],
    ['grant_type', '?v=1.0&grant_type=password', `${GRANT}&${CREDENTIALS}`],
    ['client_id', `${SPLIT}&client_id=nobody`, CREDENTIALS],
    ['client_secret', `${SPLIT}&client_secret=wrong`, CREDENTIALS],
    ['scope', `${SPLIT}&scope=faas.lambda.invoke`, `${CREDENTIALS}&scope=msg.consumer`],
    [
      'client_secret, the body in JSON',
      `${SPLIT}&client_secret=wrong`,
      JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
    ],
  ])('counts as the body says, not as the query says: %s', async (_, query, body) => {
    const mock = await open({ closed: true });
    const answer = await mock.post(`${PATH}${query}`, { body });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await askForAppJwt(mock)).text);
  });

  it('is refused when the body has the wrong one, though the query has the right one', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}${IN_QUERY}`, { body: 'client_secret=wrong' });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":"invalid_client","error_description":"Client authentication failed"}');
  });

  it.each(['v', 'grant_type', 'client_id', 'client_secret', 'scope'])(
    'is refused when both are in the query: %s',
    async (name) => {
      const mock = await open();
      const answer = await mock.post(`${PATH}?${name}=1.0&${name}=1.0`, { body: `${GRANT}&${CREDENTIALS}` });
      expect(answer.status).toBe(400);
      expect(answer.text).toBe(
        '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
      );
      expect(answer.headers).toEqual({
        ...TOKEN_HEADERS,
        'lp-mock-reason': `parameter-repeated; ${name} is there more than once (RFC 6749 section 3.2)`,
      });
    },
  );

  it.each(['v', 'grant_type', 'client_id', 'client_secret', 'scope'])(
    'is refused when both are in the form: %s',
    async (name) => {
      const mock = await open();
      const answer = await mock.post(`${PATH}${IN_QUERY}`, { body: `${name}=1.0&${name}=1.0` });
      expect(answer.status).toBe(400);
      expect(answer.text).toBe(
        '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
      );
      expect(answer.headers).toEqual({
        ...TOKEN_HEADERS,
        'lp-mock-reason': `parameter-repeated; ${name} is there more than once (RFC 6749 section 3.2)`,
      });
    },
  );
});
