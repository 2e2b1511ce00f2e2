import { refuse } from '../../errors/refusal.ts';

/** A call without an upgrade to the path of a socket. @throws Refusal 426 always (decision D73). */
export function upgradeRequired(): never {
  return refuse(
    'upgrade_required',
    'upgrade-required',
    'this is the path of a WebSocket; ask for an upgrade over HTTP/1.1, as new WebSocket(url) does',
  );
}
