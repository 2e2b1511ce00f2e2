import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProject } from './project.ts';
import { attempt, run, runNode } from './run.ts';

// Programs are started here, which a busy machine takes its time for.
jest.setTimeout(180_000);

const project = await openProject(['openapi-typescript@7', 'typescript@5']);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;
const inModules = (path: string): string => join(folder, 'node_modules', path);

/** What a user of generated types writes. */
const CALLER = `
import type { components, operations } from './liveperson.js';

type Consumer = operations['idpConsumer'];
const asked: Consumer['requestBody']['content']['application/json'] = { ext_consumer_id: 'me' };
const query: Consumer['parameters']['query'] = { v: '1.0' };
const { token }: Consumer['responses'][201]['content']['application/json'] = { token: 'a.b.c' };
const code: components['responses']['Idp500']['content']['application/json']['internalErrorCode'] = '9007';
const said: operations['sendApiSend']['requestBody']['content']['application/json'] = {
  kind: 'req',
  id: '1',
  type: 'ms.PublishEvent',
  body: { dialogId: 'a', event: { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' } },
};
// @ts-expect-error -- it is a text: the types are there, and no any
const wrong: Consumer['requestBody']['content']['application/json'] = { ext_consumer_id: 1 };
export const all = [asked, query, token, code, said, wrong];
`;

describeInstalled('The OpenAPI document of the installed tarball (skipped where no npm registry answers)', () => {
  afterAll(() => {
    project?.remove();
  });

  it('turns into types that a program is checked with', async () => {
    const printed = await runNode([inModules('lp-auth-mock/dist/cli.cjs'), 'openapi'], folder);
    writeFileSync(join(folder, 'liveperson.openapi.json'), printed);
    const generator = inModules('openapi-typescript/bin/cli.js');
    await runNode([generator, 'liveperson.openapi.json', '--output', 'liveperson.ts'], folder);
    writeFileSync(join(folder, 'caller.ts'), CALLER);
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'];
    const compiled = await attempt(
      process.execPath,
      [inModules('typescript/bin/tsc'), ...options, '--skipLibCheck', 'caller.ts'],
      folder,
    );
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['an ES module', 'document.mjs', "import { createMock } from 'lp-auth-mock';"],
    ['CommonJS', 'document.cjs', "const { createMock } = require('lp-auth-mock');"],
  ])('is the same in %s', async (_, file, first) => {
    const call = { method: 'GET', path: '/__admin/liveperson.openapi.json', headers: { host: 'localhost' } };
    writeFileSync(
      join(folder, file),
      `${first}
const call = ${JSON.stringify({ ...call, body: '', origin: 'http://localhost', peer: 'in-process' })};
createMock().admin({ ...call, query: new URLSearchParams() }).then(({ body }) => console.log(JSON.parse(body).openapi));
`,
    );
    expect(await run(process.execPath, [file], folder)).toBe('3.1.0\n');
  });
});
