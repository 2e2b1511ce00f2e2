import type { AdminRoute } from '../route.ts';
import { accountRoutes } from './accounts.ts';
import { clockRoutes } from './clock.ts';
import { captureRoutes } from './capture.ts';
import { eventRoutes } from './events.ts';
import { faultRoutes } from './faults.ts';
import { functionRoutes } from './functions.ts';
import { healthRoutes } from './health.ts';
import { journalRoutes } from './journal.ts';
import { keyRoutes } from './keys.ts';
import { messagingRoutes } from './messaging.ts';
import { livePersonOpenApiRoute, openApiRoute } from './openapi.ts';
import { optionRoutes } from './options.ts';
import { stateRoutes } from './state.ts';
import { tokenRoutes } from './tokens.ts';
import { webhookRoutes } from './webhooks.ts';

const verbs = [
  ...healthRoutes,
  ...optionRoutes,
  ...accountRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...eventRoutes,
  ...captureRoutes,
  ...journalRoutes,
  ...tokenRoutes,
  ...keyRoutes,
  ...messagingRoutes,
  ...functionRoutes,
  ...webhookRoutes,
  ...stateRoutes,
];

/** A row that stands for a verb of a mock. The remote client's types derive from these. */
export type VerbRoute = (typeof verbs)[number];

/** Everything that the admin API answers. The OpenAPI document follows from these rows. */
export const routes: readonly AdminRoute[] = [...verbs, livePersonOpenApiRoute, openApiRoute(() => routes)];
