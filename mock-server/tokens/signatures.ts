/** What of jose makes and checks signatures: the one file that imports it, so that the rest of jose is never loaded. */
export { compactVerify, CompactSign, importJWK, importSPKI } from 'jose';
