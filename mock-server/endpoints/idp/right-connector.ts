import type { Account } from '../../domain/account.ts';
import type { Connector } from '../../domain/connector.ts';
import { isAnonymous } from '../../domain/connector.ts';
import type { Reason } from '../../errors/reasons.ts';
import { cut } from '../../memory/cut.ts';
import { otherKind } from '../../tokens/wrong-kind.ts';

/**
 * Why a token is refused at a connector, and where it belongs when nothing is wrong with it but the connector: the
 * anonymous one takes an LP_EXT_JWT, any other a customer's own id token.
 */
export function atConnector(reason: Reason, connector: Connector, account: Account, token: string): Reason {
  const isForAnonymous = isAnonymous(connector);
  const kind = otherKind(token, isForAnonymous ? 'LP_EXT_JWT' : 'id token');
  if (kind === undefined) return reason;
  const place = `connector ${String(connector.id)} is for ${isForAnonymous ? 'anonymous consumers' : 'customers who log in'}`;
  const belongs = kind === (isForAnonymous ? 'id token' : 'LP_EXT_JWT') ? rightPlace(account, !isForAnonymous) : '';
  return { slug: reason.slug, sentence: `${reason.sentence}; ${place}${belongs}` };
}

/** The connectors of either sort, as the end of a sentence. */
function rightPlace({ connectors }: Account, anonymous: boolean): string {
  const ids = connectors.filter((each) => !each.deleted && isAnonymous(each) === anonymous).map(({ id }) => String(id));
  return ids.length === 0 ? '; the account has no connector for it' : `; send it to connector ${cut(ids.join(' or '))}`;
}
