import * as v from 'valibot';
import { inTurn } from '../../lazily.ts';
import { ADMIN_PATH } from '../path.ts';
import type { AdminRoute } from '../route.ts';
import { answers } from '../route.ts';

/** The row that describes LivePerson's side of the mock, likewise loaded when somebody asks. */
export const livePersonOpenApiRoute = answers({
  verb: 'openapi.liveperson',
  method: 'GET',
  path: `${ADMIN_PATH}/liveperson.openapi.json`,
  summary: "The OpenAPI document of LivePerson's calls, as this mock answers them",
  input: v.strictObject({}),
  status: 200,
  output: v.looseObject({ openapi: v.string() }),
  run: async () => (await inTurn(() => import('../liveperson-openapi.ts'))).livePersonOpenApi('/'),
});

/** The row that describes the others and itself. The converter is loaded when somebody asks. */
export function openApiRoute(routes: () => readonly AdminRoute[]): AdminRoute {
  return answers({
    verb: 'openapi',
    method: 'GET',
    path: `${ADMIN_PATH}/openapi.json`,
    summary: 'This document',
    input: v.strictObject({}),
    status: 200,
    output: v.looseObject({ openapi: v.string() }),
    run: async () => (await inTurn(() => import('../openapi.ts'))).openApiDocument(routes()),
  });
}
