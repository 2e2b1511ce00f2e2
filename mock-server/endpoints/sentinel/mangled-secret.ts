import type { AppSettings } from '../../domain/account-options.ts';

/**
 * How a secret that is wrong became so on its way, as the end of a sentence; empty when it is just another one. A form
 * and a query take `+`, `%` and `&` for something else unless they are encoded (RFC 6749 appendix B). Of the secret
 * itself nothing is told.
 */
export function howMangled(app: Pick<AppSettings, 'client_secret'> | undefined, received: string): string {
  const configured = app?.client_secret;
  if (configured === undefined) return '';
  if (received === new URLSearchParams(`s=${configured}`).get('s'))
    return ', but what it becomes when it is not form-encoded; encode it: + as %2B, % as %25, & as %26';
  if (decoded(received) === configured) return ', but the same encoded once more; encode it once';
  if (received.trim() === configured.trim()) return ', but for the white space around it';
  return '';
}

/** Undefined when it is no percent-encoding. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}
