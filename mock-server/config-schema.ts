import * as v from 'valibot';
import type { TimeSource } from './clock.ts';
import type { Settings } from './config.ts';
import type { Exchange } from './control/exchange.ts';
import { DEFAULT_PORT } from './default-port.ts';
import { accountSchema } from './domain/account-schema.ts';
import { privateJwkSchema } from './tokens/jwk-schema.ts';

const nonEmpty = v.pipe(v.string(), v.minLength(1));
const boolean = (preset: boolean) => v.optional(v.boolean(), preset);
const seconds = (preset: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), preset);
const hostAndPort = v.pipe(
  v.string(),
  v.regex(/^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i, 'Expected a host, optionally host:port, without https:// and without a path'),
);

const adminObject = v.strictObject({ hosts: v.optional(v.array(hostAndPort), []) }, 'Expected false, or an object with hosts');

/** The sections of the options, each under its own name. */
export const sections = {
  admin: v.lazy((admin) => (admin === false ? v.literal(false) : adminObject)),
  csds: v.strictObject({
    baseUri: v.optional(v.union([hostAndPort, v.record(v.string(), hostAndPort)]), 'auto'),
    extraServices: v.optional(v.array(v.string()), []),
    unknownAccountStatus: v.optional(v.picklist([401, 400, 404]), 401),
  }),
  idp: v.strictObject({
    defaultConnectorId: v.optional(v.nullable(v.number()), null),
    errorStatus: v.optional(v.picklist(['byCode', 'all500']), 'byCode'),
    extJwtLifetimeSeconds: seconds(600),
    lpJwtLifetimeSeconds: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null),
    refreshWindowAnchor: v.optional(v.picklist(['firstIssue', 'lastIssue']), 'firstIssue'),
    refreshWindowHours: v.optional(v.pipe(v.number(), v.minValue(0)), 730),
    signupLifetimeSeconds: seconds(410_240_040),
  }),
  journal: v.strictObject({
    entriesPerAccount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)), 1000),
  }),
  limits: v.strictObject({
    megabytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(1_000_000)), 200),
  }),
  sendApi: v.strictObject({
    acceptV2AppJwt: boolean(true),
    duplicateConversationStatus: v.optional(v.picklist([400, 200]), 400),
    errorRespReqId: boolean(false),
    foreignConversation: v.optional(v.picklist(['40103', 'badRequest']), '40103'),
    maxRequestChars: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 5000),
    missingAppJwtErrorCode: v.optional(v.picklist([40105, 40104]), 40105),
    missingClaimStatus: v.optional(v.picklist([400, 401]), 400),
    requiredScope: v.optional(v.nullable(v.string()), 'msg.consumer'),
    strictBatch: boolean(true),
    strictVersion: boolean(false),
  }),
  sentinel: v.strictObject({
    acceptBasicAuth: boolean(false),
    appJwtLifetimeSeconds: seconds(3600),
    includeExpiresIn: boolean(false),
    invalidClientStatus: v.optional(v.picklist([401, 400, 403]), 401),
    jwksIncludesV1: boolean(true),
    strictVersion: boolean(false),
  }),
  server: v.strictObject({
    cors: boolean(true),
    host: v.optional(v.pipe(v.string(), v.minLength(1)), 'localhost'),
    port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)), DEFAULT_PORT),
    tls: v.optional(v.union([v.boolean(), v.strictObject({ certificate: nonEmpty, key: nonEmpty })], 'Expected true, false, or a certificate and its key'), true),
  }),
  tokens: v.strictObject({ clockToleranceSeconds: seconds(0) }),
};

const section = <Name extends keyof typeof sections>(name: Name) => v.optional(sections[name], {});

export const optionsSchema: v.GenericSchema<unknown, Settings> = v.strictObject({
  accounts: v.optional(v.array(accountSchema)),
  admin: section('admin'),
  clock: v.optional(v.custom<TimeSource>((value) => typeof (value as Partial<TimeSource> | null)?.now === 'function', 'Expected an object with a now() that answers epoch milliseconds')),
  closed: boolean(false),
  csds: section('csds'),
  idp: section('idp'),
  journal: section('journal'),
  keys: v.optional(v.strictObject({ sentinelV1: v.optional(privateJwkSchema), sentinelV2: v.optional(privateJwkSchema), idp: v.optional(privateJwkSchema) }), {}),
  limits: section('limits'),
  onExchange: v.optional(v.custom<(exchange: Exchange) => void>((value) => typeof value === 'function', 'Expected a function')),
  reasonHeader: boolean(true),
  seed: v.optional(v.union([v.string(), v.number()])),
  sendApi: section('sendApi'),
  sentinel: section('sentinel'),
  server: section('server'),
  strict: boolean(false),
  tokens: section('tokens'),
  wait: v.optional(v.custom<(ms: number) => Promise<void>>((value) => typeof value === 'function', 'Expected a function')),
});
