import { defineCommand, UsageError } from '../command.ts';
import { DEFAULT_URL, urlOf } from '../running-mock.ts';

/** Prints the OpenAPI document of LivePerson's calls. It asks no running mock: the document is the same for each. */
export const openapi = defineCommand({
  usage: 'openapi',
  summary: 'print an OpenAPI document of what is mocked, for API clients and code generators',
  flags: {
    url: {
      type: 'string',
      describe: `where the mock answers, for the document's servers (default: LP_AUTH_MOCK_URL, else ${DEFAULT_URL})`,
    },
  },
  examples: [
    ['openapi > liveperson.openapi.json', 'then import that file, or generate code from it'],
    ['openapi --url https://mock.test:4407', 'for a mock at another address'],
  ],
  notes:
    "A running mock serves the same at /__admin/liveperson.openapi.json. LivePerson's own hosts are servers as well.",
  run: async (typed, terminal) => {
    const { livePersonOpenApi } = await import('../../admin/liveperson-openapi.ts');
    terminal.print(JSON.stringify(await livePersonOpenApi(originOf(urlOf(typed, terminal.env))), null, 2));
    return 0;
  },
});

/** @throws UsageError for what is no address, or holds more than one. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (isHttp && url.search === '' && url.hash === '' && url.username === '') return url.href.replace(/\/$/, '');
  throw new UsageError(`url: expected an address such as ${DEFAULT_URL}, got "${text.slice(0, 80)}"`);
}
