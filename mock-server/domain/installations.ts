import type { Ids } from '../ids.ts';
import { createIds } from '../ids.ts';
import type { Tally } from '../memory/budget.ts';
import { uncounted } from '../memory/budget.ts';
import { jsonHeapBytes } from '../memory/heap-bytes.ts';
import type { AppSettings } from './account-options.ts';

/** An app installation as the account has it: the documented members, and others that a client has sent beside them. */
export interface Installation extends AppSettings {
  readonly others?: Readonly<Record<string, unknown>> | undefined;
}

/** What a client says of an app; the mock adds id and secret. */
export type InstallationRecord = Omit<Installation, 'client_id' | 'client_secret'>;

/** An installation without its secret, as a snapshot holds it. */
export interface InstallationState extends InstallationRecord {
  readonly client_id: string;
  /** Whether it was installed while the mock ran: its secret then follows from its id. */
  readonly installed: boolean;
}

/** The installations of an account, where they were changed: a snapshot has them, without a secret. */
export interface InstallationsState {
  readonly revision: number;
  readonly apps: readonly InstallationState[];
}

/** The app installations of one account: what Sentinel, the faults and the webhooks go by. */
export interface Installations {
  /** All by their `client_id`, in the order in which they were installed, removed ones too. */
  readonly apps: ReadonlyMap<string, Installation>;
  /** Counts the changes, from 1: the header `ac-revision`. */
  revision(): number;
  /** Those that are not removed. */
  list(): readonly Installation[];
  /** The one of that id, unless there is none or it was removed. */
  find(clientId: string): Installation | undefined;
  /** Installs one more. Undefined when there are as many as there may be. */
  install(record: InstallationRecord): Installation | undefined;
  /** Puts another record in the place of one; id and secret stay. */
  replace(installed: Installation, record: InstallationRecord): Installation;
  /** Marks one as deleted: Sentinel refuses it from then on. */
  remove(installed: Installation): void;
  /** Has something done after each change. */
  onChange(run: () => void): void;
  /** What a snapshot holds; undefined when nothing was changed. */
  state(): InstallationsState | undefined;
}

/** How many installations an account has; past that removed ones are forgotten, the first removed first. */
export const MAX_INSTALLATIONS = 1000;

/** LivePerson's secrets are 26 characters of these. */
const SECRET_CHARACTERS = '0123456789abcdefghijklmnopqrstuv';
const SECRET_LENGTH = 26;

/**
 * The secret of an app that was installed while the mock ran. It follows from the id: so a snapshot needs no secret to
 * bring the app back, in another process too.
 */
export function secretOf(accountId: string, clientId: string): string {
  const drawn = createIds(`installation/${accountId}/${clientId}`).hex(2 * SECRET_LENGTH);
  return Array.from({ length: SECRET_LENGTH }, (_, index) => {
    const value = parseInt(drawn.slice(2 * index, 2 * index + 2), 16);
    return SECRET_CHARACTERS.charAt(value % SECRET_CHARACTERS.length);
  }).join('');
}

/** Whose installations, and what they are made with. */
export interface InstallationsSetup {
  readonly accountId: string;
  /** Those that the account is configured with. */
  readonly configured: readonly AppSettings[];
  readonly ids: Ids;
  /** Counts what is installed beside the configured ones. */
  readonly memory?: Tally | undefined;
}

/** @param earlier - the state of another one */
export function createInstallations(setup: InstallationsSetup, earlier?: InstallationsState): Installations {
  const { accountId, configured, ids, memory = uncounted() } = setup;
  const configuredIds = new Set(configured.map((app) => app.client_id));
  const apps = new Map<string, Installation>();
  const listeners: (() => void)[] = [];
  let revision = earlier?.revision ?? FIRST_REVISION;

  /** What each takes that was not there from the start. */
  const bytes = new Map<string, number>();
  const recount = (clientId: string, itsBytes: number): void => {
    memory.count(itsBytes - (bytes.get(clientId) ?? 0));
    bytes.set(clientId, itsBytes);
  };
  const keep = (app: Installation): Installation => {
    recount(app.client_id, jsonHeapBytes(app));
    apps.set(app.client_id, app);
    return app;
  };
  const changed = (): void => {
    revision += 1;
    for (const run of listeners) run();
  };
  const makeRoom = (): boolean => {
    const [gone] = [...apps.values()].filter((app) => app.deleted && !configuredIds.has(app.client_id));
    if (apps.size < MAX_INSTALLATIONS) return true;
    if (gone === undefined) return false;
    recount(gone.client_id, 0);
    bytes.delete(gone.client_id);
    return apps.delete(gone.client_id);
  };
  const find = (clientId: string): Installation | undefined => {
    const app = apps.get(clientId);
    return app === undefined || app.deleted ? undefined : app;
  };

  for (const app of configured) apps.set(app.client_id, app);
  for (const { installed, client_id: clientId, ...record } of earlier?.apps ?? []) {
    const secret = installed ? secretOf(accountId, clientId) : apps.get(clientId)?.client_secret;
    // One that another mock was configured with: nobody knows its secret any more.
    if (secret !== undefined) keep(inOrder(record, clientId, secret));
  }

  return {
    apps,
    revision: () => revision,
    list: () => [...apps.values()].filter(({ deleted }) => !deleted),
    find,
    install: (record) => {
      if (!makeRoom()) return undefined;
      const clientId = ids.uuid();
      const app = keep(inOrder(record, clientId, secretOf(accountId, clientId)));
      changed();
      return app;
    },
    replace: (before, record) => {
      const app = keep(inOrder(record, before.client_id, before.client_secret));
      changed();
      return app;
    },
    remove: (before) => {
      keep({ ...before, deleted: true });
      changed();
    },
    onChange: (run) => {
      listeners.push(run);
    },
    state: () =>
      revision === FIRST_REVISION
        ? undefined
        : {
            revision,
            apps: [...apps.values()].map((app) => ({
              ...withoutSecret(app),
              installed: !configuredIds.has(app.client_id),
            })),
          },
  };
}

function withoutSecret(app: Installation): Omit<Installation, 'client_secret'> {
  const copy: Partial<Installation> & Omit<Installation, 'client_secret'> = { ...app };
  delete copy.client_secret;
  return copy;
}

const FIRST_REVISION = 1;

/** In the order of LivePerson's record: a client looks for id, secret, scope and `enabled` by a pattern. */
function inOrder(record: InstallationRecord, clientId: string, clientSecret: string): Installation {
  return { client_id: clientId, client_secret: clientSecret, ...record };
}
