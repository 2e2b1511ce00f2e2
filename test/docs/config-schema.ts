import type { JsonSchema } from '@valibot/to-json-schema';
import { toJsonSchema } from '@valibot/to-json-schema';
import { optionsSchema } from '../../mock-server/config/schema.ts';
import { optionRows } from './options-table.ts';

/** Options that only code can give: a JSON file has no functions. */
const FUNCTIONS = ['clock', 'onExchange', 'wait'];

/**
 * The JSON Schema of a config file: what the options are checked with, each with what its documentation says. Editors
 * complete and check the file by it.
 */
export function configFileSchema(): string {
  const schema = toJsonSchema(optionsSchema(), { typeMode: 'input', errorMode: 'ignore' });
  const { $schema, ...rest } = schema;
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !FUNCTIONS.includes(name)),
  );
  const documented = {
    $schema,
    title: 'Options of lp-auth-mock in a config file',
    ...rest,
    properties: { $schema: { type: 'string', description: 'The path or URL of this schema.' }, ...properties },
  };
  const { properties: all } = documented as JsonSchema;
  // The program reads the folder; the options themselves hold keys alone.
  if (typeof all?.['keys'] === 'object') all['keys'] = { anyOf: [all['keys'], { type: 'string', minLength: 1 }] };
  for (const { name, meaning } of optionRows()) describe(documented as JsonSchema, name.split('.'), meaning);
  return `${JSON.stringify(documented, null, 2)}\n`;
}

function describe(schema: JsonSchema, [name = '', ...rest]: readonly string[], meaning: string): void {
  const member = schema.properties?.[name];
  if (typeof member !== 'object') return;
  if (rest.length > 0) describe(member, rest, meaning);
  else member.description = meaning.replaceAll('`', '');
}
