import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { packTarball, repository } from '../package/tarball.ts';

// A package is built here, and an image of it, which a busy machine takes its time for.
jest.setTimeout(600_000);

const isRoot = process.getuid?.() === 0;
const canRun = isRoot && hasPrograms('buildah', 'unshare', 'chroot', 'ldd');

const scratch = createScratchFolder();
const at = (...path: string[]): string => join(scratch.path, ...path);
const env = { ...process.env, BUILDAH_ISOLATION: 'chroot' };
const buildah = (...args: string[]): string => {
  // The other drivers leave mounts behind.
  const store = ['--root', at('store'), '--runroot', at('runroot'), '--storage-driver', 'vfs'];
  return execFileSync('buildah', [...store, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
};

/** What the image says of itself. */
interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Cmd: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Healthcheck: { readonly Test: readonly string[] };
  readonly ExposedPorts: object;
  readonly Volumes: object;
  readonly StopSignal: string;
}

let rootfs = '';
let config: ImageConfig;
const children: ChildProcess[] = [];

beforeAll(async () => {
  if (!canRun) return;
  makeBase(at('base'));
  buildah('build', '--tag', 'base', '--file', at('base', 'Dockerfile'), at('base'));
  await makeContext(at('context'));
  const deploy = join(repository, 'deploy');
  buildah(
    ...['build', '--format', 'docker', '--build-arg', 'BASE=localhost/base', '--tag', 'mock'],
    ...['--file', join(deploy, 'Dockerfile'), '--ignorefile', join(deploy, 'Dockerfile.dockerignore'), at('context')],
  );
  const container = buildah('from', 'mock').trim();
  rootfs = buildah('mount', container).trim();
  const image = JSON.parse(buildah('inspect', '--type', 'image', 'mock')) as { Docker: { config: ImageConfig } };
  config = image.Docker.config;
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  if (canRun) buildah('rm', '--all');
});

/** In place of an image of Node from a registry: this very Node and what it is linked with. */
function makeBase(folder: string): void {
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).match(/(?<= )\/\S+|^\s*\/\S+/gm) ?? [];
  for (const library of linked.map((name) => name.trim())) {
    mkdirSync(join(folder, 'files', dirname(library)), { recursive: true });
    copyFileSync(library, join(folder, 'files', library));
  }
  mkdirSync(join(folder, 'files', 'bin'), { recursive: true });
  mkdirSync(join(folder, 'files', 'etc'));
  copyFileSync(process.execPath, join(folder, 'files', 'bin', 'node'));
  // What a runtime of containers puts there.
  writeFileSync(join(folder, 'files', 'etc', 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY files /\nENV PATH=/bin\n');
}

async function makeContext(folder: string): Promise<void> {
  const tarball = await packTarball();
  cpSync(join(repository, 'deploy'), join(folder, 'deploy'), { recursive: true });
  copyFileSync(tarball.path, join(folder, basename(tarball.path)));
  writeFileSync(join(folder, 'secret.txt'), 'never in an image');
  tarball.remove();
}

/** What runs a command of the image: as its user, with a root that nobody can write to, and a volume at /data. */
function inContainer(command: readonly string[], variables: readonly string[]): ChildProcess {
  const mounts = 'mount --bind "$0" "$0" && mount --bind "$1" "$0/data" && mount -o remount,bind,ro "$0"';
  const script = `${mounts} && root=$0 && shift && exec env -i "$@"`;
  const chroot = ['/usr/sbin/chroot', `--userspec=${config.User}`, rootfs, ...command];
  const args = [...config.Env, ...variables, ...chroot];
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, rootfs, at('volume'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function outputOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

if (canRun) describeImage();
else
  it('an image is built and run by root alone, with buildah: nothing of it was tested here', () => {
    expect(canRun).toBe(false);
  });

function describeImage(): void {
  describe('the image of deploy/Dockerfile, built by buildah on a base without a registry', () => {
    it('says what an orchestrator needs to know', () => {
      expect(config).toMatchObject({
        User: '1000:1000',
        Cmd: ['start'],
        Entrypoint: ['node', '/opt/package/dist/cli.cjs'],
        ExposedPorts: { '4407/tcp': {} },
        Volumes: { '/data': {} },
        StopSignal: 'SIGTERM',
        Healthcheck: { Test: ['CMD', 'node', '/opt/package/dist/cli.cjs', 'healthcheck'] },
      });
    });

    it('has the package and its folder for data, and nothing else of the build', () => {
      const base = readdirSync(at('base', 'files'));
      expect(
        readdirSync(rootfs)
          .filter((name) => !base.includes(name))
          .sort(),
      ).toEqual(['data', 'opt']);
      expect(readdirSync(join(rootfs, 'opt'))).toEqual(['package']);
      expect(readdirSync(join(rootfs, 'data'))).toEqual(['README.txt']);
    });

    it('serves, is healthy, gives its CA and stops at SIGTERM, read-only and without root', async () => {
      // A new volume begins as the image has it.
      cpSync(join(rootfs, 'data'), at('volume'), { recursive: true });
      execFileSync('chown', ['-R', config.User, at('volume')]);
      const unhealthy = outputOf(inContainer(config.Healthcheck.Test.slice(1), ['LP_AUTH_MOCK_SERVER_PORT=1']));
      expect(await unhealthy).toEqual({
        code: 1,
        output: expect.stringMatching(/^lp-auth-mock: no mock answers at .*\n$/),
      });

      const mock = inContainer([...config.Entrypoint, ...config.Cmd, '--json'], ['LP_AUTH_MOCK_SERVER_PORT=0']);
      const ended = new Promise<number | null>((resolve) => mock.once('close', resolve));
      const errors: string[] = [];
      mock.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text));
      const ready = await firstLine(mock);
      const { port, pid, ca } = JSON.parse(ready) as { port: number; pid: number; ca: string };

      const health = inContainer(config.Healthcheck.Test.slice(1), [`LP_AUTH_MOCK_SERVER_PORT=${String(port)}`]);
      expect(await outputOf(health)).toEqual({ code: 0, output: 'ok\n' });
      const certificate = await (await fetch(`http://localhost:${String(port)}/__admin/ca.pem`)).text();
      expect(certificate).toBe(readFileSync(join(at('volume'), ca.replace(/^\/data/, '')), 'utf8'));
      const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
      expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe('1000');

      process.kill(pid, 'SIGTERM');
      expect([await ended, errors.join('')]).toEqual([0, '']);
    });

    it('cannot write to anything but its volume', async () => {
      const script = `for (const path of ['/opt/package/x', '/x', '/data/x'])
      try { fs.writeFileSync(path, ''); console.log(path); } catch (error) { console.log(error.code); }`;
      const { output } = await outputOf(inContainer(['node', '-e', script], []));
      expect(output).toBe('EROFS\nEROFS\n/data/x\n');
    });
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('nothing to read from');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('ended early');
}
