import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { runs } from '../support/everything.ts';
import { brokenJson, json } from './arbitraries.ts';
import { flowFaults, indecencies } from './refusal-shape.ts';
import type { PostCall } from './post-calls.ts';
import { NOT_TRIED, POST_IDS, postCall, withBody } from './post-calls.ts';

const MEBIBYTE = 1_048_576;

/**
 * Without an id_token the first issue is asked for, which is granted; without agentIds, everybody; without a payload, a
 * function is invoked all the same.
 */
const NEED_NOTHING = [
  'idp.anonymous-authorize',
  'history.agent-status',
  'messaging-rest.open-conversation',
  'functions.invoke',
  'functions.invoke-event',
];

let mock: Mock;
let calls: readonly PostCall[];
beforeEach(async () => {
  mock = createMock({ seed: 'bodies' });
  mock.clock.freeze(NOON);
  calls = await Promise.all(POST_IDS.map((id) => postCall(mock, id)));
});

function find(id: string): PostCall {
  const call = calls.find((each) => each.id === id);
  if (call === undefined) throw new Error(`no call for ${id}`);
  return call;
}

/** Status, body and slug of the reason, for a call with this body. */
async function hear(
  id: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<[number, string, string | undefined]> {
  const answer = await ask(mock, withBody(find(id), body, headers));
  expect(indecencies(answer)).toEqual([]);
  return [answer.status, answer.body, answer.headers['lp-mock-reason']?.split(';')[0]];
}

it('every endpoint that takes a POST is described in test/properties/post-calls.ts', () => {
  const posts = endpoints.filter(({ method }) => method === 'POST').map(({ id }) => id);
  const described = [...POST_IDS, ...Object.keys(NOT_TRIED)];
  expect({
    'add a good call to CALLS in test/properties/post-calls.ts': posts.filter((id) => !described.includes(id)),
    'no such POST in the endpoint table': described.filter((id) => !posts.includes(id)),
    'both in CALLS and in NOT_TRIED': POST_IDS.filter((id) => id in NOT_TRIED),
  }).toEqual({
    'add a good call to CALLS in test/properties/post-calls.ts': [],
    'no such POST in the endpoint table': [],
    'both in CALLS and in NOT_TRIED': [],
  });
});

describe.each(POST_IDS.map((id) => [id]))('%s', (id) => {
  it('accepts its good body, whatever the content type says (D35)', async () => {
    const { good, accepted } = find(id);
    for (const type of [
      '',
      'application/json',
      'application/x-www-form-urlencoded',
      'text/html',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
      ';;;',
      '*/*',
    ]) {
      expect(await hear(id, good, { 'content-type': type })).toEqual([accepted, expect.any(String), undefined]);
      mock.reset();
      mock.clock.freeze(NOON);
    }
  });

  it.each([
    ['{', 'body-not-json'],
    ['[{}', 'body-not-json'],
    ['{"a":1}}', 'body-not-json'],
    ["{'a':1}", 'body-not-json'],
    ['"', 'body-not-json'],
    ['{"a":\u0000}', 'body-not-json'],
  ])('refuses the broken JSON %j', async (body, slug) => {
    expect(await hear(id, body)).toEqual([...find(id).refused, slug]);
    expect(await flowFaults(mock)).toEqual([]);
  });

  it('refuses an array where an object belongs, and the other way round', async () => {
    const { good, refused } = find(id);
    const turned = good.startsWith('[') ? '{"0":{},"length":2}' : `[{},${good}]`;
    const [status, body, slug] = await hear(id, turned);
    expect([status, body]).toEqual(refused);
    expect(['body-wrong-shape', 'body-not-json', 'id-token-missing']).toContain(slug);
  });

  it('refuses a text where a structure belongs', async () => {
    expect((await hear(id, JSON.stringify('a text'))).slice(0, 2)).toEqual(find(id).refused);
  });

  it('takes a body of 1 MiB and refuses one byte more', async () => {
    const { good, accepted, refused } = find(id);
    const padded = (bytes: number): string => good + ' '.repeat(bytes - Buffer.byteLength(good));
    const fits = await ask(mock, withBody(find(id), padded(MEBIBYTE)));
    // The Send API has a limit of its own, 5000 characters on /send.
    expect([fits.status, fits.headers['lp-mock-reason']?.split(';')[0]]).toEqual(
      id === 'send-api.send' ? [400, 'request-too-long'] : [accepted, undefined],
    );
    mock.reset();
    mock.clock.freeze(NOON);
    expect(await hear(id, padded(MEBIBYTE + 1))).toEqual([...refused, 'body-too-large']);
    expect(await hear(id, `{"a":"${'€'.repeat(MEBIBYTE / 3)}"}`)).toEqual([...refused, 'body-too-large']);
    expect(await flowFaults(mock)).toEqual([]);
  });

  it('does not mind a __proto__ member, wherever it stands', async () => {
    const { good, accepted } = find(id);
    const braces = Array.from(good.matchAll(/\{/g), ({ index }) => index);
    for (const at of braces) {
      const hostile =
        `${good.slice(0, at + 1)}"__proto__":{"type":"x","brandId":"x","client_id":"x","id_token":null},"constructor":{"prototype":{"a":1}},${good.slice(at + 1)}`.replace(
          /,\}/g,
          '}',
        );
      const answer = await ask(mock, withBody(find(id), hostile));
      expect([answer.status, answer.headers['lp-mock-reason']]).toEqual([accepted, undefined]);
      mock.reset();
      mock.clock.freeze(NOON);
    }
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
    expect(braces.length).toBeGreaterThan(0);
  });

  it('does not take what it needs from a __proto__ member', async () => {
    const { good, accepted } = find(id);
    const item = good.startsWith('[') ? '[{"__proto__":$},{"__proto__":$}]' : '{"__proto__":$}';
    const answer = await ask(mock, withBody(find(id), item.replaceAll('$', good)));
    expect(indecencies(answer)).toEqual([]);
    expect(answer.status === accepted).toBe(NEED_NOTHING.includes(id));
  });

  it('answers any JSON in its documented form, and ordinary calls go on', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (body) => {
        expect(indecencies(await ask(mock, withBody(find(id), body)))).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
    expect(await flowFaults(mock)).toEqual([]);
  });

  it('answers its good body in a documented form with any part of it replaced', async () => {
    const good = JSON.parse(find(id).good) as unknown;
    await fc.assert(
      fc.asyncProperty(fc.nat(), json, async (at, replacement) => {
        expect(indecencies(await ask(mock, withBody(find(id), replaceNode(good, at, replacement))))).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
    expect(await flowFaults(mock)).toEqual([]);
  });

  it('answers broken texts in a documented form', async () => {
    await fc.assert(
      fc.asyncProperty(brokenJson, async (body) => {
        expect(indecencies(await ask(mock, withBody(find(id), body)))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });
});

/** The text of a JSON value in which one node, counted in order of writing, is another text. */
function replaceNode(value: unknown, at: number, replacement: string): string {
  let seen = 0;
  const marker = '\uFFFFhere\uFFFF';
  const count = countNodes(value);
  const marked = JSON.stringify(value, (_key, node: unknown) => {
    seen += 1;
    return seen - 1 === at % count ? marker : node;
  });
  return marked.replace(JSON.stringify(marker), () => replacement);
}

function countNodes(value: unknown): number {
  let count = 0;
  JSON.stringify(value, (_key, node: unknown) => {
    count += 1;
    return node;
  });
  return count;
}

describe('the parameters of a token call', () => {
  const path = `/sentinel/api/account/${ACCOUNT}/app/token`;

  it.each([
    ['v', '?v=1.0&v=1.0', ''],
    ['v', '?v=1.0&v=2.0', ''],
    ['grant_type', '?grant_type=client_credentials&grant_type=client_credentials', ''],
    ['client_id', '?v=1.0', 'client_id=a&client_id=b'],
    ['client_secret', '?v=1.0', 'client_secret=a&client_secret=a'],
    ['scope', '?scope=a&scope=b', ''],
  ])('are refused when %s is there twice (%s %s)', async (name, query, body) => {
    const { status, headers } = await ask(mock, { method: 'POST', target: `${path}${query}`, body });
    expect([status, headers['lp-mock-reason']]).toEqual([
      400,
      `parameter-repeated; ${name} is there more than once (RFC 6749 section 3.2)`,
    ]);
  });

  it.each([
    ['v', '1.0'],
    ['client_id', '["a"]'],
    ['client_secret', '{"a":"b"}'],
    ['grant_type', 'true'],
  ])('are refused when %s in JSON is %s and no text', async (name, value) => {
    const { status, headers } = await ask(mock, { method: 'POST', target: path, body: `{"${name}":${value}}` });
    expect([status, headers['lp-mock-reason']]).toEqual([
      400,
      `parameter-not-text; ${name} in the JSON body must be a string`,
    ]);
  });

  it('with a broken percent-encoding are taken as they stand', async () => {
    const { status, headers } = await ask(mock, {
      method: 'POST',
      target: `${path}?v=%zz&grant_type=client_credentials&client_id=%&client_secret=%2`,
      body: '',
    });
    expect([status, headers['lp-mock-reason']?.split(';')[0]]).toEqual([400, 'version-unknown']);
  });
});
