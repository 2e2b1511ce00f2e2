import { defineCommand } from '../command.ts';
import type { Preset } from '../mock-options.ts';
import { startFlags, startMock } from '../start-mock.ts';

/** What makes a mock worth looking at. */
const PRESETS: readonly Preset[] = [
  { path: 'agent', value: 'echo', writtenAs: 'demo' },
  { path: 'capture', value: true, writtenAs: 'demo' },
];

/** Serves a mock to look at, and shows it. */
export const demo = defineCommand({
  usage: 'demo',
  summary: 'serve a mock with an agent who answers, and show it',
  flags: { ...startFlags, 'no-open': { type: 'boolean', describe: 'do not open the console; its address is printed' } },
  examples: [
    ['demo', 'look at it in the browser'],
    ['demo --no-open --port 0', 'on a free port, to be opened by hand'],
  ],
  notes: 'It is start --open --agent echo: --agent, --set, a config file or a variable may say otherwise.',
  run: async (typed, terminal) =>
    startMock(typed, terminal, { presets: PRESETS, opensConsole: typed['no-open'] !== true }),
});
