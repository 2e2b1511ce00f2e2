import type { ToldAttempt } from '../admin-api.ts';
import { askAdmin } from '../admin-api.ts';
import { eventName } from '../attempt-words.ts';
import { el } from '../dom.ts';
import { iconButton } from '../icons.ts';

/** How the deliveries of a mock or an account stand. */
export interface WebhookState {
  readonly isPaused: boolean;
  readonly owed: number;
}

/** Sends an attempt once more, and holds back what is still to come; beside them what came of it. */
export function deliveryButtons({ id, event, attempt }: ToldAttempt): HTMLElement[] {
  const said = el('span', { role: 'status', class: 'dim' });
  const tell = (doing: () => Promise<string>): void => {
    doing().then(
      (words) => {
        said.textContent = words;
      },
      (error: unknown) => {
        said.textContent = (error as Error).message;
      },
    );
  };
  const resend = iconButton(
    'Resend',
    () => {
      tell(async () => {
        said.textContent = 'Sending…';
        const sent = await askAdmin<ToldAttempt>(`webhooks/${id}/resend`, {});
        return sent.reason === undefined ? `Sent again: ${String(sent.status)}` : `Sent again: ${sent.reason}`;
      });
    },
    {
      icon: 'replay',
      class: 'first replay',
      title: `Sends this ${eventName(event)} once more, newly signed, to where the installation wants it now (r)`,
    },
  );
  return [...(attempt === 0 ? [] : [resend]), pauseButton(tell), said];
}

/** Holds all deliveries of the mock back, or lets them go on. */
export function pauseButton(tell: (doing: () => Promise<string>) => void): HTMLButtonElement {
  let isPaused = false;
  const button = iconButton(
    'Hold webhooks back',
    () => {
      tell(async () => {
        const wasPaused = isPaused;
        await askAdmin(`webhooks/${wasPaused ? 'resume' : 'pause'}`, {});
        await read();
        return wasPaused ? 'What was held back goes out.' : 'What happens from now on is held back.';
      });
    },
    { icon: 'pause', title: 'Of all accounts, until you let them go on or reset the mock' },
  );
  const read = async (): Promise<void> => {
    ({ isPaused } = await askAdmin<WebhookState>('webhooks/state'));
    button.setAttribute('aria-pressed', String(isPaused));
  };
  button.setAttribute('aria-pressed', 'false');
  void read().catch(() => undefined);
  return button;
}
