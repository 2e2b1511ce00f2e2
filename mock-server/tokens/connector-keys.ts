import type { Connector } from '../domain/connector.ts';
import type { VerificationKey } from './signing-keys.ts';
import { importConnectorKey, importJwksKey } from './signing-keys.ts';

/** The public keys that customer id tokens are checked with, imported once for each connector. */
export interface ConnectorKeys {
  /** Empty when the connector names no usable RSA key. Nothing is ever fetched. */
  of(connector: Connector): Promise<readonly VerificationKey[]>;
}

export function createConnectorKeys(): ConnectorKeys {
  const known = new WeakMap<Connector, Promise<readonly VerificationKey[]>>();
  return {
    of: (connector) => {
      const keys = known.get(connector) ?? importKeys(connector);
      known.set(connector, keys);
      return keys;
    },
  };
}

async function importKeys(connector: Connector): Promise<readonly VerificationKey[]> {
  const encoded = connector.configuration['jwtPublicKey'];
  const keys = await Promise.all([
    ...(typeof encoded === 'string' ? [importConnectorKey(encoded)] : []),
    ...(connector.jwks?.keys.map((jwk) => importJwksKey(jwk)) ?? []),
  ]);
  return keys.filter((key) => key !== undefined);
}
