import type { Command } from '../command.ts';
import { ca } from './ca.ts';
import { clock } from './clock.ts';
import { conversations } from './conversations.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { endpoints } from './endpoints.ts';
import { fault } from './fault.ts';
import { healthcheck } from './healthcheck.ts';
import { inspect } from './inspect.ts';
import { journal } from './journal.ts';
import { keys } from './keys.ts';
import { openapi } from './openapi.ts';
import { proxy } from './proxy.ts';
import { reset } from './reset.ts';
import { run } from './run.ts';
import { say } from './say.ts';
import { site } from './site.ts';
import { start } from './start.ts';
import { token } from './token.ts';
import { webhooks } from './webhooks.ts';

/** Every command. Help, parsing and suggestions follow from these rows. */
export const commands: readonly Command[] = [
  start,
  demo,
  run,
  proxy,
  ca,
  keys,
  doctor,
  endpoints,
  openapi,
  token,
  inspect,
  clock,
  fault,
  journal,
  conversations,
  say,
  webhooks,
  reset,
  site,
  healthcheck,
];
