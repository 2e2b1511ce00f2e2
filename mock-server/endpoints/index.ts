import { connectorList } from './account-config/connectors.ts';
import { agentLogin } from './agent-vep/login.ts';
import { agentLogout } from './agent-vep/logout.ts';
import { agentRefresh } from './agent-vep/refresh.ts';
import { allServices } from './domain-api/all-services.ts';
import { oneServiceJsonp } from './domain-api/one-service-jsonp.ts';
import { oneService } from './domain-api/one-service.ts';
import type { Endpoint } from './endpoint.ts';
import { anonymousAuthorize } from './idp/anonymous-authorize.ts';
import { authenticate } from './idp/authenticate.ts';
import { consumer } from './idp/consumer.ts';
import { delegatedTokens } from './idp/delegated-tokens.ts';
import { legacyAuthenticate } from './idp/legacy-authenticate.ts';
import { signup, signupJsonp } from './idp/signup.ts';
import { createConversation } from './send-api/create-conversation.ts';
import { send } from './send-api/send.ts';
import { appTokenV1 } from './sentinel/app-token-v1.ts';
import { appTokenV2 } from './sentinel/app-token-v2.ts';
import { jwks } from './sentinel/jwks.ts';
import { brandSocket } from './ums/brand-socket.ts';
import { consumerSocket } from './ums/consumer-socket.ts';

/** Everything that is mocked. Every adapter, the `endpoints` command and the documentation follow from these rows. */
export const endpoints: readonly Endpoint[] = [
  oneService,
  allServices,
  oneServiceJsonp,
  appTokenV1,
  appTokenV2,
  jwks,
  consumer,
  anonymousAuthorize,
  authenticate,
  signup,
  signupJsonp,
  legacyAuthenticate,
  delegatedTokens,
  connectorList,
  createConversation,
  send,
  consumerSocket,
  brandSocket,
  agentLogin,
  agentRefresh,
  agentLogout,
];

/** The paths under which everything is LivePerson's: what is not mocked there is a gap, not a typing error. */
export const LIVEPERSON_PREFIXES = [
  '/api/account/',
  '/csdr/account/',
  '/sentinel/',
  '/messaging/v1/',
  '/ws_api/account/',
] as const;
