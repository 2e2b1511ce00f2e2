// A worker with keys of its own, because everybody has the development keys. wrangler.jsonc beside it says how to deploy it.
import { AccountCell, createWorker } from 'lp-auth-mock/worker';
import customerLogin from './mock-keys/customerLogin.json';
import idp from './mock-keys/idp.json';
import sentinelIdToken from './mock-keys/sentinelIdToken.json';
import sentinelV1 from './mock-keys/sentinelV1.json';
import sentinelV2 from './mock-keys/sentinelV2.json';

export { AccountCell };
export default createWorker({ keys: { sentinelV1, sentinelV2, sentinelIdToken, idp, customerLogin } });
