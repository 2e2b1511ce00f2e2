import type { EndpointRow } from '../../endpoints/endpoint.ts';
import type { Schema } from './wire-types.ts';

const LOOK_UP = 'The Domain API names the host of an account.';

/** Where LivePerson has the service of a row. @param host - of an account in the zone va */
export function serverOf({ service, isSocket }: Pick<EndpointRow, 'service' | 'isSocket'>, host: string): Schema {
  const scheme = isSocket === true ? 'wss' : 'https';
  if (service === 'csds') return DOMAIN_API;
  const [, zone, rest = ''] = /^(va(?:-a)?)\.(.+)$/.exec(host) ?? [];
  return zone === undefined
    ? { url: `${scheme}://${host}` }
    : { url: `${scheme}://{zone}.${rest}`, variables: { zone: { default: zone, description: LOOK_UP } } };
}

const DOMAIN_API: Schema = {
  url: 'https://{host}',
  variables: {
    host: {
      default: 'api.liveperson.net',
      description: 'By the prefix of the account id: ids that begin with a, and with fr, have hosts of their own.',
      enum: [
        'api.liveperson.net',
        'adminlogin.liveperson.net',
        'adminlogin-a.liveperson.net',
        'adminlogin-z0-intg.liveperson.net',
      ],
    },
  },
};
