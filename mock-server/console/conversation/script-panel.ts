import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import { askInDialog } from './ask-dialog.ts';
import { button } from './pane.ts';

/** `off`, `echo` or a script. */
type Script = 'off' | 'echo' | object;

/** The agent of the mock itself, who answers by a script. */
export interface ScriptPanel {
  readonly element: HTMLElement;
  /** Asks the mock how it stands in an account. */
  read(accountId: string): void;
  /** What the scripted agent is called; undefined while none answers. */
  answering(): string | undefined;
}

const FIELDS =
  'name: of the agent. greeting: said when it joins. rules: tried in order, the first that matches answers; each has ' +
  'match (a part of the message, /a pattern/i, or * for anything), reply, and, if you want, delayMs (milliseconds ' +
  'before the reply) and close (true: it closes the conversation).';

const SAMPLE: Script = {
  name: 'Ada',
  greeting: 'Hello, this is Ada. How can I help?',
  rules: [
    { match: 'price', reply: 'Prices are on the page.', delayMs: 300 },
    { match: '/^(?:bye|thanks)/i', reply: 'Good bye.', close: true },
    { match: '*', reply: 'I will find out.' },
  ],
};

export function createScriptPanel(tell: (words: string) => void): ScriptPanel {
  let accountId = '';
  let script: Script | undefined;
  let own: Script = SAMPLE;

  const show = (now: Script | undefined): void => {
    script = now;
    if (typeof now === 'object') own = now;
    off.setAttribute('aria-pressed', String(now === 'off'));
    echo.setAttribute('aria-pressed', String(now === 'echo'));
    follow.setAttribute('aria-pressed', String(typeof now === 'object'));
  };
  const set = async (next: Script): Promise<string | undefined> => {
    try {
      await askAdmin('agent/script', { script: next, accountId });
      show(next);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const choose = (next: () => Script) => (): void => {
    void set(next()).then((problem) => {
      if (problem !== undefined) tell(problem);
    });
  };
  const off = button(
    'Off',
    choose(() => 'off'),
  );
  const echo = button(
    'Echo',
    choose(() => 'echo'),
  );
  const follow = button(
    'Script',
    choose(() => own),
  );
  const edit = button('Edit script…', () => {
    askInDialog({
      title: 'The script of the agent',
      label: FIELDS,
      value: JSON.stringify(typeof script === 'object' ? script : own, undefined, 2),
      isLong: true,
      submit: 'Follow this script',
      take: async (text) => {
        const read = readScript(text);
        if ('problem' in read) return read.problem;
        const problem = await set(read.script);
        if (problem === undefined) tell('Saved: the scripted agent follows this script.');
        return problem;
      },
    });
  });
  return {
    element: el(
      'div',
      { class: 'script', role: 'group', 'aria-label': 'Scripted agent' },
      el('span', { class: 'dim' }, 'Scripted agent'),
      off,
      echo,
      follow,
      edit,
    ),
    answering: () => {
      if (script === 'echo') return 'Echo';
      if (typeof script !== 'object') return undefined;
      return 'name' in script && typeof script.name === 'string' ? script.name : 'Script';
    },
    read: (id) => {
      accountId = id;
      askAdmin<{ readonly script: Script }>(`agent/script?accountId=${encodeURIComponent(id)}`).then(
        (told) => {
          if (id === accountId) show(told.script);
        },
        () => {
          // A mock that does not tell can be told all the same.
          if (id === accountId) show(undefined);
        },
      );
    },
  };
}

function readScript(text: string): { readonly script: object } | { readonly problem: string } {
  try {
    const script: unknown = JSON.parse(text);
    if (typeof script === 'object' && script !== null) return { script };
    return { problem: 'A script is an object with rules.' };
  } catch (error) {
    return { problem: `This is not valid JSON: ${(error as Error).message}` };
  }
}
