/** Who asks, and who is asked, from left to right where several are used. */
export type Asker = 'client' | 'visitor' | 'agent' | 'webhooks';
export type Asked =
  | 'csds'
  | 'account-config'
  | 'sentinel'
  | 'idp'
  | 'agent-vep'
  | 'send-api'
  | 'messaging-rest'
  | 'history'
  | 'swift'
  | 'functions'
  | 'ums'
  | 'receiver'
  | 'unknown';

/** A token in a picture. */
export interface StepToken {
  /** Names its colour and its shape. */
  readonly look: string;
  /** `AppJWT`, or what stands for a token of somebody else. */
  readonly kind: string;
  /** The first digits of its id; empty when it has none. */
  readonly id: string;
  /** Expired at that moment. */
  readonly isOver: boolean;
}

/** A call, or a frame of a socket. */
export interface CallStep {
  readonly atMs: number;
  readonly from: Asker;
  readonly to: Asked;
  readonly words: string;
  readonly presented: readonly StepToken[];
  /** What came back, where no token did. */
  readonly answer: string;
  readonly issued: readonly StepToken[];
  /** Undefined when it was let in. */
  readonly trouble?: { readonly isFault: boolean; readonly code: string; readonly why: string | undefined } | undefined;
  /** The mock sent it without being asked. */
  readonly isUnasked?: boolean | undefined;
  /** It only says that somebody types, or has read something. */
  readonly isReceipt?: boolean | undefined;
}

/** Something that a tester changed, across all lanes. */
export interface BandStep {
  readonly band: string;
  /** Where the time was and is; undefined where it stayed the same. */
  readonly moved: { readonly fromMs: number; readonly atMs: number } | undefined;
}

export type Step = CallStep | BandStep;

export function isCall(step: Step): step is CallStep {
  return 'from' in step;
}

const ASKERS: readonly Asker[] = ['client', 'visitor', 'agent'];

/** The lanes that are used, in the order of use; who asks stands on the left. */
export function lanesOf(steps: readonly Step[]): readonly (Asker | Asked)[] {
  const calls = steps.filter(isCall);
  const askers = ASKERS.filter((asker) => calls.some(({ from }) => from === asker));
  // What sends webhooks is a part of the mock: it stands beside who receives them.
  const others = calls.flatMap(({ from, to }) => (from === 'webhooks' ? [from, to] : [to]));
  return [...askers, ...new Set(others)];
}

/** Whether a lane is none of the mock's. */
export function isOutside(lane: Asker | Asked): boolean {
  return lane === 'receiver' || ASKERS.some((asker) => asker === lane);
}

/** The lanes by name, and in short where there is little room. */
export const LANES: Readonly<Record<Asker | Asked, readonly [name: string, short: string]>> = {
  client: ['Your client', 'Client'],
  visitor: ['Visitor', 'Visitor'],
  agent: ['Agent', 'Agent'],
  csds: ['Domain API', 'Domain'],
  'account-config': ['Account config', 'Config'],
  sentinel: ['Sentinel', 'Sentinel'],
  idp: ['IDP', 'IDP'],
  'agent-vep': ['Agent login', 'Login'],
  'send-api': ['Send API', 'Send'],
  'messaging-rest': ['Messaging REST', 'REST'],
  history: ['History', 'History'],
  swift: ['Files', 'Files'],
  functions: ['Functions', 'Funct.'],
  ums: ['Socket', 'Socket'],
  webhooks: ['Webhooks', 'Webhook'],
  receiver: ['Your receiver', 'Receiver'],
  unknown: ['Not mocked', '?'],
};
