/** One rule of a scripted agent: the first that fits what the consumer said is followed. */
export interface AgentRule {
  /** A part of the message in any case, a regular expression as `/…/i`, or `*` for anything. */
  match: string;
  /** What the agent says. Default: nothing */
  reply?: string | undefined;
  /** Whether the agent then closes the conversation. Default: `false`. */
  close?: boolean | undefined;
  /** How long the agent types, in milliseconds of the mock's time. Default: `0`. */
  delayMs?: number | undefined;
}

/** What a scripted agent says and does (D67). */
export interface AgentScript {
  /** Default: `'Agent'`. */
  name?: string | undefined;
  /** What the agent says when a conversation is accepted. Default: nothing */
  greeting?: string | undefined;
  /** Tried in order. */
  rules: readonly AgentRule[];
}

/** Nobody, an agent who repeats what is said to him and closes at `bye`, or one who follows a script. */
export type AgentOption = 'off' | 'echo' | AgentScript;

/** The most of a regular expression in a rule, in characters: a message may be 5,000 long. */
export const LONGEST_PATTERN = 200;

/** The regular expression that a rule is, if it is one. @throws SyntaxError when it cannot be read. */
export function patternOf({ match }: AgentRule): RegExp | undefined {
  const [, source, flags] = /^\/(.+)\/(i?)$/s.exec(match) ?? [];
  return source === undefined ? undefined : new RegExp(source, flags);
}

/** Whether a rule fits what was said. */
export function fitsRule(rule: AgentRule, said: string): boolean {
  if (rule.match === '*') return true;
  return patternOf(rule)?.test(said) ?? said.toLowerCase().includes(rule.match.toLowerCase());
}
