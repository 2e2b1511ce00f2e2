import type { PrintedCall } from '../../../mock-server/admin/surface/wire-types.ts';
import { endpoints } from '../../../mock-server/endpoints/index.ts';
import { createRouter } from '../../../mock-server/http/router.ts';
import { documented, documentedNames } from '../../support/documented.ts';

/** The calls of `fixtures/exchanges/`, each with the row that it is of. */
export function printedCalls(): Readonly<Record<string, PrintedCall>> {
  const router = createRouter(endpoints);
  return Object.fromEntries(
    documentedNames('exchanges').map((name): [string, PrintedCall] => {
      const { source, request, response } = documented('exchanges', name);
      const [path = ''] = request.path.split('?');
      const match = router.match(request.method, path);
      if (match.kind !== 'found') throw new Error(`fixtures/exchanges/${name}.json is of no row`);
      const summary = `${source.page}: ${source.section}`;
      // What is refused is no example of what to send.
      const shown = response.status < 400 ? formOr(request.body) : undefined;
      const answer = withoutTokens(response.body);
      return [name, { id: match.row.id, summary, status: response.status, request: shown, answer }];
    }),
  );
}

/** A form is written as an object. */
function formOr(body: unknown): unknown {
  return typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : body;
}

/** A token that a page prints says nothing here, and looks like a secret. */
function withoutTokens(body: unknown): unknown {
  if (body === undefined) return undefined;
  return JSON.parse(JSON.stringify(body).replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '{token}')) as unknown;
}
