import * as v from 'valibot';
import { shownOptions } from '../../config/shown-options.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers } from '../route.ts';

/** An option as it is in force. */
export const optionSchema = v.strictObject({
  name: v.pipe(v.string(), v.description('As in --set, for instance sendApi.strictVersion')),
  value: v.optional(v.pipe(v.unknown(), v.description('Without secrets; left out when the option has none'))),
  default: v.optional(v.pipe(v.unknown(), v.description('Left out when there is none'))),
  source: v.picklist(['default', 'file', 'environment', 'flag', 'code']),
  writtenAs: v.optional(v.pipe(v.string(), v.description('The file, the variable or the flag that set it'))),
});

export const optionRoutes = [
  answers({
    verb: 'options.list',
    method: 'GET',
    path: `${ADMIN_PATH}/options`,
    summary: 'The options in force, without secrets, and where each was set',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({ options: v.array(optionSchema) }),
    run: ({ settings, recorded: { originOf } }) => ({ options: shownOptions(settings, originOf) }),
  }),
];
