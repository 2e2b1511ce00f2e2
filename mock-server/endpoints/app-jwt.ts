import type { AppJwtVerdict } from '../tokens/app-jwt.ts';
import { verifyAppJwt } from '../tokens/app-jwt.ts';
import type { EndpointContext } from './endpoint.ts';
import { judgement } from './judgement.ts';

/** Judges an AppJWT for the account in the path, by the keys, the scope and the clock of this mock. */
export function judgeAppJwt(context: EndpointContext, token: string): Promise<AppJwtVerdict> {
  const { keys, parameters, settings, signer } = context;
  return verifyAppJwt(signer, token, {
    keys: keys.appJwtKeys(settings.sendApi.acceptV2AppJwt),
    accountId: parameters['account'] ?? '',
    requiredScope: settings.sendApi.requiredScope,
    ...judgement(context),
  });
}
