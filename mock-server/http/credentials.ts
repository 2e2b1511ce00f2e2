/** A token in a header, and the word before it. */
export interface HeaderToken {
  /** `Bearer` or `jwt`, as it was written; undefined when the token stands alone. */
  readonly scheme: string | undefined;
  readonly token: string;
}

/**
 * The token in a header value. LivePerson's clients send it bare; `Bearer ` and `jwt ` occur as well, so one such word
 * is taken off, whatever its case (decision D46). An empty rest counts as no header at all.
 */
export function headerToken(header: string | undefined): HeaderToken | undefined {
  if (header === undefined) return undefined;
  const [, scheme, token = ''] = /^(?:(bearer|jwt)(?:\s+|$))?(.*)$/is.exec(header.trim()) ?? [];
  return token === '' ? undefined : { scheme, token };
}

/** Whether a header tries HTTP Basic, well-formed or not. */
export function isBasic(header: string | undefined): boolean {
  return /^basic\s/i.test(header ?? '');
}

/**
 * User and password of an HTTP Basic header (RFC 7617), each form-decoded as RFC 6749 section 2.3.1 asks. Undefined
 * when there is no such header or one of the two is empty, as an empty parameter counts as absent.
 */
export function basicCredentials(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const [, user, password] = /^([^:]+):(.+)$/s.exec(atob(encoded)) ?? [];
    return user === undefined || password === undefined
      ? undefined
      : { clientId: formDecode(user), clientSecret: formDecode(password) };
  } catch {
    return undefined;
  }
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replace(/\+/g, ' '));
}
