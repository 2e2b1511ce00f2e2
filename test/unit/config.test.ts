import { describe, expect, it } from '@jest/globals';
import { ConfigError, settle, settleAccount } from '../../mock-server/config/settle.ts';

/** What the error says, or that there was none. */
function app(clientId: string): object {
  return { client_id: clientId, client_secret: 's' };
}

function complaint(options: unknown): string {
  try {
    settle(options);
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
  return 'no complaint';
}

describe('the defaults', () => {
  it('are those of the options table', () => {
    expect(settle({})).toMatchObject({
      closed: false,
      csds: { baseUri: 'auto', extraServices: [], unknownAccountStatus: 401 },
      idp: {
        defaultConnectorId: null,
        errorStatus: 'byCode',
        extJwtLifetimeSeconds: 600,
        lpJwtLifetimeSeconds: null,
        refreshWindowAnchor: 'firstIssue',
        refreshWindowHours: 730,
        signupLifetimeSeconds: 410_240_040,
      },
      reasonHeader: true,
      sendApi: {
        acceptV2AppJwt: true,
        duplicateConversationStatus: 400,
        errorRespReqId: false,
        foreignConversation: '40103',
        maxRequestChars: 5000,
        missingAppJwtErrorCode: 40105,
        missingClaimStatus: 400,
        requiredScope: 'msg.consumer',
        strictBatch: true,
        strictVersion: false,
      },
      sentinel: {
        acceptBasicAuth: false,
        appJwtLifetimeSeconds: 3600,
        includeExpiresIn: false,
        invalidClientStatus: 401,
        jwksIncludesV1: true,
        strictVersion: false,
      },
      server: { cors: true, host: 'localhost', port: 4407 },
      strict: false,
      tokens: { clockToleranceSeconds: 0 },
    });
  });

  it('fill in around what is given, and leave it as it was', () => {
    const given = { sentinel: { appJwtLifetimeSeconds: 60 }, sendApi: undefined };
    const { sentinel, sendApi } = settle(given);
    expect([sentinel.appJwtLifetimeSeconds, sentinel.invalidClientStatus, sendApi.maxRequestChars]).toEqual([
      60, 401, 5000,
    ]);
    expect(given).toEqual({ sentinel: { appJwtLifetimeSeconds: 60 }, sendApi: undefined });
  });

  it('of an account are an app of scope msg.consumer and anonymous messaging', () => {
    expect(
      settleAccount({ accountId: '1', apps: [{ client_id: 'a', client_secret: 'b' }], connectors: [{ id: 0 }] }),
    ).toMatchObject({
      accountId: '1',
      apps: [
        {
          client_id: 'a',
          client_secret: 'b',
          grant_types: ['client_credentials'],
          scope: 'msg.consumer',
          enabled: true,
          deleted: false,
        },
      ],
      connectors: [{ id: 0, deleted: false, name: '', description: '', type: 1, configuration: {} }],
      unAuthMessaging: true,
    });
  });

  it('are the same whether they are taken as they stand or filled in by the schema', () => {
    expect(JSON.stringify(settle({}))).toBe(JSON.stringify(settle({ seed: undefined })));
  });
});

describe('settled options', () => {
  it('are frozen, and so is each section', () => {
    const settings = settle({});
    expect(Object.isFrozen(settings)).toBe(true);
    expect(() => {
      (settings.sentinel as { appJwtLifetimeSeconds: number }).appJwtLifetimeSeconds = 1;
    }).toThrow(TypeError);
  });

  it('leave a clock that was handed in free to tick', () => {
    const clock = {
      nowMs: 0,
      now() {
        return this.nowMs;
      },
    };
    settle({ clock });
    clock.nowMs = 5;
    expect(settle({ clock }).clock?.now()).toBe(5);
  });

  it('of two mocks share no section', () => {
    expect(settle({}).sentinel).not.toBe(settle({}).sentinel);
  });

  it('turn every strict option on when the mock is strict', () => {
    const { sendApi, sentinel } = settle({ strict: true, sendApi: { strictBatch: false } });
    expect([sendApi.strictBatch, sendApi.strictVersion, sentinel.strictVersion]).toEqual([true, true, true]);
  });
});

/** The complaint about a member that is none, with the names of those that are. */
const unknown = (path: string, ...known: readonly string[]): string =>
  `${path}: unknown option; known here: ${known.join(', ')}`;
const TOP_LEVEL = [
  'accounts',
  'admin',
  'agent',
  'autoLogin',
  'capture',
  'clock',
  'closed',
  'csds',
  'functions',
  'idp',
  'instance',
  'journal',
  'keys',
  'limits',
  'onExchange',
  'reasonHeader',
  'seed',
  'sendApi',
  'sentinel',
  'server',
  'strict',
  'tokens',
  'ums',
  'uploads',
  'wait',
  'webhooks',
];

describe('a bad option is named with its path', () => {
  it.each([
    [{ sentinal: {} }, unknown('sentinal', ...TOP_LEVEL)],
    [
      { sentinel: { lifetime: 1 } },
      unknown(
        'sentinel.lifetime',
        'acceptBasicAuth',
        'appJwtLifetimeSeconds',
        'includeExpiresIn',
        'invalidClientStatus',
        'jwksIncludesV1',
        'strictVersion',
      ),
    ],
    [
      { sentinel: { invalidClientStatus: 402 } },
      'sentinel.invalidClientStatus: Invalid type: Expected (401 | 400 | 403) but received 402',
    ],
    [
      { sentinel: { appJwtLifetimeSeconds: -1 } },
      'sentinel.appJwtLifetimeSeconds: Invalid value: Expected >=0 but received -1',
    ],
    [{ sentinel: { appJwtLifetimeSeconds: 0.5 } }, 'sentinel.appJwtLifetimeSeconds: Invalid integer: Received 0.5'],
    [{ idp: { errorStatus: 500 } }, 'idp.errorStatus: Invalid type: Expected ("byCode" | "all500") but received 500'],
    [{ server: { port: 65_536 } }, 'server.port: Invalid value: Expected <=65535 but received 65536'],
    [{ server: { host: '' } }, 'server.host: Invalid length: Expected >=1 but received 0'],
    [
      { csds: { baseUri: { idp: 'https://a.b' } } },
      'csds.baseUri.idp: Expected a host, optionally host:port, without https:// and without a path',
    ],
    [{ admin: true }, 'admin: Expected false, or an object with hosts'],
    [{ admin: { host: [] } }, unknown('admin.host', 'hosts')],
    [
      { admin: { hosts: ['http://a.b'] } },
      'admin.hosts[0]: Expected a host, optionally host:port, without https:// and without a path',
    ],
    [{ closed: 'yes' }, 'closed: Invalid type: Expected boolean but received "yes"'],
    [{ clock: {} }, 'clock: Expected an object with a now() that answers epoch milliseconds'],
    [{ clock: null }, 'clock: Expected an object with a now() that answers epoch milliseconds'],
    [{ onExchange: 'log' }, 'onExchange: Expected a function'],
    [{ seed: {} }, expect.stringMatching(/^seed: Invalid type/)],
    [{ accounts: {} }, 'accounts: Invalid type: Expected Array but received Object'],
    [{ accounts: [{}] }, 'accounts[0].accountId: missing'],
    [
      { accounts: [{ accountId: 'a b' }] },
      'accounts[0].accountId: Expected letters, digits, _ or -, 64 at most, and none of __proto__, prototype, constructor',
    ],
    [{ accounts: [{ accountId: '1', apps: [{ client_id: 'a' }] }] }, 'accounts[0].apps[0].client_secret: missing'],
    [
      { accounts: [{ accountId: '1', connectors: [{ id: '4' }] }] },
      'accounts[0].connectors[0].id: Invalid type: Expected number but received "4"',
    ],
    [{ keys: { idp: { kty: 'EC' } } }, expect.stringContaining('keys.idp.kty: Invalid type: Expected "RSA"\n')],
    [null, 'the options: Invalid type: Expected Object but received null'],
    [[], 'the options: Expected an object but received an array'],
    [
      { accounts: [{ accountId: '1' }, { accountId: '2' }, { accountId: '1' }] },
      'accounts[2].accountId: 1 is there twice',
    ],
    // Where an object belongs, a text may be a secret.
    ['strict', 'the options: Invalid type: Expected Object'],
    [{ accounts: [{ accountId: '1', apps: ['my-secret'] }] }, 'accounts[0].apps[0]: Invalid type: Expected Object'],
    [
      { accounts: [{ accountId: '1', agents: [{ username: 'a', password: 12_345_678 }] }] },
      'accounts[0].agents[0].password: Invalid type: Expected string',
    ],
    [
      { accounts: [{ accountId: '1', apps: [app('a'), app('b'), app('a')] }] },
      'accounts[0].apps[2].client_id: a is there twice',
    ],
    [
      { accounts: [{ accountId: '1' }, { accountId: '2', connectors: [{ id: 4 }, { id: 4 }] }] },
      'accounts[1].connectors[1].id: 4 is there twice',
    ],
    [
      {
        accounts: [
          {
            accountId: '1',
            agents: [
              { username: 'a', password: 'p' },
              { username: 'a', password: 'q' },
            ],
          },
        ],
      },
      'accounts[0].agents[1].username: a is there twice',
    ],
  ])('(%j)', (options, message) => {
    expect(complaint(options)).toEqual(message);
  });

  it('and every other one with it, a line each', () => {
    expect(complaint({ closed: 1, sentinel: { strictVersion: 1 }, typo: true }).split('\n')).toEqual([
      'closed: Invalid type: Expected boolean but received 1',
      'sentinel.strictVersion: Invalid type: Expected boolean but received 1',
      unknown('typo', ...TOP_LEVEL),
    ]);
  });

  it('without quoting a secret, even one in the wrong place or of the wrong type', () => {
    expect(
      complaint({ accounts: [{ accountId: '1', apps: [{ client_id: 'a', client_secret: 'hush', scop: 'x' }] }] }),
    ).toBe(
      unknown(
        'accounts[0].apps[0].scop',
        'client_id',
        'client_secret',
        'client_name',
        'description',
        'grant_types',
        'response_types',
        'redirect_uris',
        'scope',
        'enabled',
        'deleted',
        'capabilities',
      ),
    );
    expect(complaint({ accounts: [{ accountId: '1', apps: [{ client_id: 'a', client_secret: 8_765_309 }] }] })).toBe(
      'accounts[0].apps[0].client_secret: Invalid type: Expected string',
    );
    expect(complaint({ keys: { idp: { d: 8_765_309, p: 'h u s h' } } })).not.toMatch(/8765309|h u s h/);
  });
});

describe('a hostile file of options', () => {
  it('cannot set an option by way of a prototype', () => {
    const settings = settle({ sentinel: JSON.parse('{"appJwtLifetimeSeconds":60}') as unknown });
    expect(settings.closed).toBe(false);
    expect(complaint(JSON.parse('{"__proto__":{"closed":true}}'))).toBe(unknown('__proto__', ...TOP_LEVEL));
    expect(complaint(JSON.parse('{"constructor":1}'))).toBe(unknown('constructor', ...TOP_LEVEL));
  });

  it('that is nested without end is refused like any other', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    expect(complaint({ sentinel: { strictVersion: deep } })).toBe(
      'sentinel.strictVersion: Invalid type: Expected boolean but received Array',
    );
  });
});
