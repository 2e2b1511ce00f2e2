import type { ToldAttempt } from '../admin-api.ts';
import { backend } from '../backend.ts';

const REMEDIES: readonly (readonly [fits: RegExp, remedy: string])[] = [
  [
    /^no receiver/,
    'Tell the mock who receives: mock.webhooks.deliverTo(…), deliverWebhooks(mock, server) of lp-auth-mock/msw, or a server (lp-auth-mock start), which delivers over http and https.',
  ],
  [/webhooks\.hosts/, 'Name the host in the option webhooks.hosts, or receive on this machine.'],
  [/webhooks\.(?:connectT|t)imeoutMs/, 'Answer first and work later: a receiver that is slow is asked again.'],
  [/not followed/, 'Install the address that the redirect leads to.'],
  [/retention_time/, 'Nothing now; the app took nothing for longer than its retention_time.'],
  [/no endpoint for it any more/, 'Install an endpoint for this event type again, or ignore it.'],
  [/would tell itself|this mock itself/, 'Name an address of your own in the installation.'],
  [/certificate|self.signed/i, 'Use a certificate of the development CA, or name its issuer in NODE_EXTRA_CA_CERTS.'],
  [
    /refused|leads nowhere|has no address|connection/i,
    'Start the receiver, or correct the endpoint of the installation.',
  ],
  [
    /answered with (?:401|403)/,
    'The receiver did not believe the signature: compare its client_secret, and that it signs the bytes as they came.',
  ],
  [/answered with 404/, 'Compare the path of the endpoint with that of your receiver.'],
  [/answered with 2/, 'Answer 200 or 201: nothing else counts.'],
  [/answered with 5/, 'Look into the log of your receiver: it failed.'],
];

/** What to do about an attempt that was not taken. */
export function attemptRemedy({ reason }: ToldAttempt): string | undefined {
  if (reason === undefined) return undefined;
  if (reason.startsWith('no receiver') && backend().isInPage === true)
    return 'Nobody can receive in this page. Start lp-auth-mock on your machine: that one delivers to your receiver.';
  return REMEDIES.find(([fits]) => fits.test(reason))?.[1];
}
