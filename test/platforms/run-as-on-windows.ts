// Runs a command as `run` does on Windows: with that platform's branches, and node's own, which look at its name when
// they
// are called. `cmd.exe` and `taskkill` are what the test has put into the PATH.
import { EventEmitter } from 'node:events';
import { runChild } from '../../mock-server/interception/child-process.ts';

const [, , signal = '', ...command] = process.argv;
Object.defineProperty(process, 'platform', { value: 'win32' });
delete process.env['comspec'];
const signals = new EventEmitter();
process.stdin.once('data', () => {
  signals.emit(signal, signal);
});
const ended = runChild({
  command: command as [string, ...string[]],
  cwd: process.cwd(),
  env: process.env,
  signals,
  isInteractive: false,
  graceMs: 50,
});
console.log(JSON.stringify({ exitCode: await ended }));
process.stdin.destroy();
