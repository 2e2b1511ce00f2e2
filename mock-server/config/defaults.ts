import { DEFAULT_PORT } from './default-port.ts';

/**
 * What an option is when nobody sets it; those that are not here have no value then. The schema takes them from here.
 */
export const DEFAULTS = {
  admin: { hosts: [] },
  agent: 'off',
  capture: false,
  closed: false,
  csds: { baseUri: 'auto', extraServices: [], unknownAccountStatus: 401 },
  functions: {},
  idp: {
    defaultConnectorId: null,
    errorStatus: 'byCode',
    extJwtLifetimeSeconds: 600,
    lpJwtLifetimeSeconds: null,
    refreshWindowAnchor: 'firstIssue',
    refreshWindowHours: 730,
    signupLifetimeSeconds: 410_240_040,
  },
  journal: { entriesPerAccount: 1000 },
  keys: {},
  limits: { megabytes: 200, unconfiguredAccounts: 500 },
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
  server: { cors: true, host: 'localhost', port: DEFAULT_PORT, tls: true },
  strict: false,
  tokens: { clockToleranceSeconds: 0 },
  ums: { closeOnExpiry: true, idleTimeoutMs: 0, initTimeoutMs: 5000 },
  uploads: { maxAccountBytes: 20_000_000, maxFileBytes: 3_000_000, urlLifetimeSeconds: 60 },
  webhooks: { connectTimeoutMs: 5000, hosts: [], signature: 'sha1', slowMs: 2500, timeoutMs: 5000 },
} as const;
