import { expect, it } from '@jest/globals';
import { publicSentences } from './words.ts';

const sentences = publicSentences();
const textsIn = (file: string): string[] =>
  sentences.filter(({ place }) => place.replace(/:\d+$/, '') === file).map(({ text }) => text);

it.each([
  ['a paragraph of a page', 'README.md', 'Installed in your project, it adds no other package.'],
  ['a cell of a table', 'docs/run-and-proxy.md', 'a front end on localhost'],
  ['the documentation of an exported name', 'mock-server/control/controls.ts', 'Makes tokens without a call.'],
  [
    'the error that a function throws',
    'mock-server/adapters/node/server.ts',
    "Error with Node's `code` (such as `EADDRINUSE`) when it cannot listen.",
  ],
  ['a message with values in it', 'mock-server/client/transport.ts', 'what answers at … is not lp-auth-mock'],
  [
    'a text in two parts',
    'mock-server/cli/commands/healthcheck.ts',
    'what answers at … is healthy, but does not say what it is; ' +
      'a mock only tells callers on its own machine, or at a host of its option admin.hosts',
  ],
  ['a line of the help', 'mock-server/cli/commands/start.ts', 'serve the mock'],
])('npm run words prints %s', (_, file, text) => {
  expect(textsIn(file)).toContain(text);
});

it('prints no comment inside of a function, no code of a page, and no name of a module', () => {
  expect(textsIn('mock-server/adapters/express.ts')).not.toContain(
    'Without a `next`, Express would end in its own page in HTML.',
  );
  expect(textsIn('README.md').filter((text) => text.includes('createExpressApp(createMock()).listen'))).toEqual([]);
  expect(sentences.filter(({ text }) => text.startsWith('../'))).toEqual([]);
});
