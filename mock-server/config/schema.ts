import * as v from 'valibot';
import { once } from '../once.ts';
import type { TimeSource } from '../clock.ts';
import type { Settings } from './settings.ts';
import type { Exchange } from '../control/journal/exchange.ts';
import { DEFAULTS } from './defaults.ts';
import { accountSchema } from '../domain/account-schema.ts';
import { agentSchema } from '../domain/agent-script-schema.ts';
import { LONGEST_NAME_CHARS } from '../domain/name.ts';
import { privateJwkSchema } from '../tokens/jwk-schema.ts';

const { admin, csds, idp, journal, limits, sendApi, sentinel, server, tokens, ums, uploads, webhooks } = DEFAULTS;
const nonEmpty = () => v.pipe(v.string(), v.minLength(1));
/** What goes into a header as it is. */
const instanceName = () =>
  v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/, 'Expected 1 to 64 letters, digits, dots, underscores or hyphens'));
const boolean = (preset: boolean) => v.optional(v.boolean(), preset);
const seconds = (preset: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), preset);
const milliseconds = seconds;
const bytes = (preset: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000)), preset);
const timeout = (preset: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_600_000)), preset);
const hostAndPort = () =>
  v.pipe(
    v.string(),
    v.regex(
      /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i,
      'Expected a host, optionally host:port, without https:// and without a path',
    ),
  );

const adminObject = () =>
  v.strictObject({ hosts: v.optional(v.array(hostAndPort()), admin.hosts) }, 'Expected false, or an object with hosts');

/** The sections of the options, each under its own name. */
const sections = once(() => ({
  admin: v.lazy((given) => (given === false ? v.literal(false) : adminObject())),
  csds: v.strictObject({
    baseUri: v.optional(v.union([hostAndPort(), v.record(v.string(), hostAndPort())]), csds.baseUri),
    extraServices: v.optional(v.array(v.string()), csds.extraServices),
    unknownAccountStatus: v.optional(v.picklist([401, 400, 404]), csds.unknownAccountStatus),
  }),
  idp: v.strictObject({
    defaultConnectorId: v.optional(v.nullable(v.number()), idp.defaultConnectorId),
    errorStatus: v.optional(v.picklist(['byCode', 'all500']), idp.errorStatus),
    extJwtLifetimeSeconds: seconds(idp.extJwtLifetimeSeconds),
    lpJwtLifetimeSeconds: v.optional(
      v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
      idp.lpJwtLifetimeSeconds,
    ),
    refreshWindowAnchor: v.optional(v.picklist(['firstIssue', 'lastIssue']), idp.refreshWindowAnchor),
    refreshWindowHours: v.optional(v.pipe(v.number(), v.minValue(0)), idp.refreshWindowHours),
    signupLifetimeSeconds: seconds(idp.signupLifetimeSeconds),
  }),
  journal: v.strictObject({
    entriesPerAccount: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
      journal.entriesPerAccount,
    ),
  }),
  limits: v.strictObject({
    megabytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(1_000_000)), limits.megabytes),
    unconfiguredAccounts: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
      limits.unconfiguredAccounts,
    ),
  }),
  sendApi: v.strictObject({
    acceptV2AppJwt: boolean(sendApi.acceptV2AppJwt),
    duplicateConversationStatus: v.optional(v.picklist([400, 200]), sendApi.duplicateConversationStatus),
    errorRespReqId: boolean(sendApi.errorRespReqId),
    foreignConversation: v.optional(v.picklist(['40103', 'badRequest']), sendApi.foreignConversation),
    maxRequestChars: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), sendApi.maxRequestChars),
    missingAppJwtErrorCode: v.optional(v.picklist([40105, 40104]), sendApi.missingAppJwtErrorCode),
    missingClaimStatus: v.optional(v.picklist([400, 401]), sendApi.missingClaimStatus),
    requiredScope: v.optional(v.nullable(v.string()), sendApi.requiredScope),
    strictBatch: boolean(sendApi.strictBatch),
    strictVersion: boolean(sendApi.strictVersion),
  }),
  sentinel: v.strictObject({
    acceptBasicAuth: boolean(sentinel.acceptBasicAuth),
    appJwtLifetimeSeconds: seconds(sentinel.appJwtLifetimeSeconds),
    includeExpiresIn: boolean(sentinel.includeExpiresIn),
    invalidClientStatus: v.optional(v.picklist([401, 400, 403]), sentinel.invalidClientStatus),
    jwksIncludesV1: boolean(sentinel.jwksIncludesV1),
    strictVersion: boolean(sentinel.strictVersion),
  }),
  server: v.strictObject({
    cors: boolean(server.cors),
    host: v.optional(v.pipe(v.string(), v.minLength(1)), server.host),
    port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)), server.port),
    tls: v.optional(
      v.union(
        [v.boolean(), v.strictObject({ certificate: nonEmpty(), key: nonEmpty() })],
        'Expected true, false, or a certificate and its key',
      ),
      server.tls,
    ),
  }),
  tokens: v.strictObject({ clockToleranceSeconds: seconds(tokens.clockToleranceSeconds) }),
  ums: v.strictObject({
    closeOnExpiry: boolean(ums.closeOnExpiry),
    idleTimeoutMs: milliseconds(ums.idleTimeoutMs),
    initTimeoutMs: milliseconds(ums.initTimeoutMs),
  }),
  uploads: v.strictObject({
    maxAccountBytes: bytes(uploads.maxAccountBytes),
    maxFileBytes: bytes(uploads.maxFileBytes),
    urlLifetimeSeconds: seconds(uploads.urlLifetimeSeconds),
  }),
  webhooks: v.strictObject({
    connectTimeoutMs: timeout(webhooks.connectTimeoutMs),
    hosts: v.optional(v.array(hostAndPort()), webhooks.hosts),
    signature: v.optional(v.picklist(['sha1', 'sha256']), webhooks.signature),
    slowMs: milliseconds(webhooks.slowMs),
    timeoutMs: timeout(webhooks.timeoutMs),
  }),
}));

export const optionsSchema = once((): v.GenericSchema<unknown, Settings> => {
  const section = <Name extends keyof ReturnType<typeof sections>>(name: Name) => v.optional(sections()[name], {});
  return v.strictObject({
    accounts: v.optional(v.array(accountSchema())),
    admin: section('admin'),
    agent: v.optional(agentSchema(), DEFAULTS.agent),
    autoLogin: v.optional(v.pipe(nonEmpty(), v.maxLength(LONGEST_NAME_CHARS))),
    capture: boolean(DEFAULTS.capture),
    clock: v.optional(
      v.custom<TimeSource>(
        (value) => typeof (value as Partial<TimeSource> | null)?.now === 'function',
        'Expected an object with a now() that answers epoch milliseconds',
      ),
    ),
    closed: boolean(DEFAULTS.closed),
    csds: section('csds'),
    functions: v.optional(v.record(v.pipe(v.string(), v.minLength(1)), v.unknown()), DEFAULTS.functions),
    idp: section('idp'),
    instance: v.optional(instanceName()),
    journal: section('journal'),
    keys: v.optional(
      v.strictObject(
        {
          sentinelV1: v.optional(privateJwkSchema()),
          sentinelV2: v.optional(privateJwkSchema()),
          sentinelIdToken: v.optional(privateJwkSchema()),
          idp: v.optional(privateJwkSchema()),
          customerLogin: v.optional(privateJwkSchema()),
        },
        'Expected private keys as JWKs, each under what it signs; only the program reads a folder of them',
      ),
      {},
    ),
    limits: section('limits'),
    onExchange: v.optional(
      v.custom<(exchange: Exchange) => void>((value) => typeof value === 'function', 'Expected a function'),
    ),
    reasonHeader: boolean(DEFAULTS.reasonHeader),
    seed: v.optional(v.union([v.string(), v.number()])),
    sendApi: section('sendApi'),
    sentinel: section('sentinel'),
    server: section('server'),
    strict: boolean(DEFAULTS.strict),
    tokens: section('tokens'),
    ums: section('ums'),
    uploads: section('uploads'),
    wait: v.optional(
      v.custom<(ms: number) => Promise<void>>((value) => typeof value === 'function', 'Expected a function'),
    ),
    webhooks: section('webhooks'),
  });
});
