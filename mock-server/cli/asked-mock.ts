import { connect } from 'node:net';
import type { RemoteMock } from '../client/client.ts';
import type { Mock } from '../mock.ts';
import { UsageError } from './command.ts';
import type { TypedMockFlags } from './mock-options.ts';
import { isMockAt, PATIENCE_MS } from './mock-at.ts';
import { engineFlags, openMock } from './mock-options.ts';
import { DEFAULT_URL, urlOf, withRunningMock } from './running-mock.ts';
import type { Terminal } from './terminal.ts';

/** Which mock is asked: the one that runs, or one that is made of flags. */
export const askedMockFlags = {
  url: {
    type: 'string',
    describe: `the running mock to ask (default: LP_AUTH_MOCK_URL, else ${DEFAULT_URL}, where one answers there)`,
  },
  offline: {
    type: 'boolean',
    describe: 'ask no running mock, but one made of the options, at the time of this machine',
  },
} as const;

export type TypedAskedMock = TypedMockFlags & {
  readonly url?: string | undefined;
  readonly offline?: boolean | undefined;
};

/** What is done with either mock; the verbs are the same. */
export interface AskedMock {
  readonly running: (mock: RemoteMock) => Promise<void>;
  readonly own: (mock: Mock) => Promise<void>;
}

/**
 * Asks the mock that runs, where there is one, because its clock, keys and accounts are what counts; else one of its
 * own, made of file, variables and flags. Says on stderr which it was, but for `--offline`.
 *
 * @throws UsageError when `--url` was typed and no mock answers there, or with options that a running mock has already.
 */
export async function askMock(typed: TypedAskedMock, terminal: Terminal, { running, own }: AskedMock): Promise<void> {
  const ownFlag = Object.keys(engineFlags).find((name) => typed[name as keyof typeof engineFlags] !== undefined);
  if (typed.url !== undefined) {
    const conflict = typed.offline === true ? 'offline' : ownFlag;
    if (conflict !== undefined)
      throw new UsageError(`--url and --${conflict} exclude each other: the mock that runs has its own options`);
  }
  const url = urlOf(typed, terminal.env);
  if (typed.url === undefined && (typed.offline === true || ownFlag !== undefined || !(await isMock(url)))) {
    const mock = await openMock(typed, terminal);
    await own(mock);
    if (typed.offline !== true) terminal.complain(`lp-auth-mock: ${whyOwn(url, ownFlag, mock)}`);
    return;
  }
  return withRunningMock({ url }, terminal, async ({ controls }) => {
    await running(controls as RemoteMock);
    terminal.complain(`lp-auth-mock: asked the mock at ${url}`);
  });
}

function whyOwn(url: string, flag: string | undefined, { settings }: Mock): string {
  const keys = Object.keys(settings.keys).length === 0 ? 'default' : 'your own';
  return flag === undefined
    ? `no mock runs at ${url}; asked one with ${keys} keys, at the time of this machine`
    : `asked a mock made of --${flag}, and none that runs`;
}

/** Whether one of ours answers. */
async function isMock(url: string): Promise<boolean> {
  return (await isListening(url)) && (await isMockAt(url));
}

/** Mostly nothing listens, and this is known much sooner than what asks is loaded. */
function isListening(url: string): Promise<boolean> {
  if (!URL.canParse(url)) return Promise.resolve(false);
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
      timeout: PATIENCE_MS,
    });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on('connect', () => {
      end(true);
    });
    socket.on('error', () => {
      end(false);
    });
    socket.on('timeout', () => {
      end(false);
    });
  });
}
