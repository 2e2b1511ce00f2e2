import type { MiniflareOptions } from 'miniflare';
import { fileURLToPath } from 'node:url';

/** A worker of ours, as somebody writes it, in workerd. */
export interface RunningWorker {
  /** Where it listens. */
  readonly url: string;
  readonly port: number;
  fetch(path: string, init?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Response>;
  close(): Promise<void>;
}

export interface WorkerSetup {
  /** Variables of the worker. */
  readonly bindings?: Readonly<Record<string, unknown>>;
  /** The folder of the storage. Default: it is forgotten at the end. */
  readonly folder?: string;
  /** The source of the worker. Default: one without options. */
  readonly source?: string;
  /** The class of its objects. Default: AccountCell */
  readonly className?: string;
  /** Whether objects are forgotten while nobody asks them anything, as they are at Cloudflare. Default: they are. */
  readonly isEvicted?: boolean;
}

/** What opens the admin API of the workers of tests. */
export const ADMIN_SECRET = 'a secret of the tests, 0123456789!';

const ENTRY = fileURLToPath(new URL('../../mock-server/adapters/worker/worker.ts', import.meta.url));
const SOURCE = `
  import { createWorker } from 'lp-auth-mock/worker';
  export { AccountCell } from 'lp-auth-mock/worker';
  export default createWorker();
`;

const bundles = new Map<string, Promise<string>>();

/** Starts a worker in a workerd of its own, on a free port. */
export async function startWorker(setup: WorkerSetup = {}): Promise<RunningWorker> {
  const { bindings = {}, folder, source = SOURCE, className = 'AccountCell', isEvicted = true } = setup;
  const bundle = bundles.get(source) ?? bundleWorker(source);
  bundles.set(source, bundle);
  const { Miniflare } = await import('miniflare');
  const options: MiniflareOptions = {
    modules: true,
    script: await bundle,
    compatibilityDate: '2026-01-01',
    bindings: { LP_AUTH_MOCK_ADMIN_SECRET: ADMIN_SECRET, ...bindings } as never,
    durableObjects: {
      [className === 'AccountCell' ? 'ACCOUNT_CELLS' : 'CELLS']: {
        className,
        useSQLite: true,
        unsafePreventEviction: !isEvicted,
      },
    },
    ...(folder === undefined ? {} : { durableObjectsPersist: folder }),
  };
  const worker = new Miniflare(options);
  const url = (await worker.ready).origin;
  return {
    url,
    port: Number(new URL(url).port),
    fetch: (path, init) => fetch(`${url}${path}`, init),
    close: () => worker.dispose(),
  };
}

async function bundleWorker(source: string): Promise<string> {
  // Late, as miniflare is: most tests start no worker.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    alias: { 'lp-auth-mock/worker': ENTRY },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    // The built package has imports for their order alone, which it warns of.
    logLevel: 'error',
    write: false,
    outfile: 'worker.js',
  });
  return outputFiles[0]?.text ?? '';
}
