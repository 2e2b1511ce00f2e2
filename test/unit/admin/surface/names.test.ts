import { expect, it } from '@jest/globals';
import { camelCase, capital, operationId } from '../../../../mock-server/admin/surface/names.ts';

it.each([
  ['/api/account/{account}/service', 'csdsService'],
  ['/api/account/{account}/service/', 'csdsServiceWithSlash'],
  ['/csdr/account/{account}/service', 'csdsServiceAtCsdr'],
  ['/api/account/{bearer}/service', 'csdsServiceByBearer'],
  ['/api/my-account/{account}/service', 'csdsServiceAtMyAccount'],
])('an operation at %s is called %s', (path, name) => {
  expect(operationId('csds.service', path, '/api/account/{account}/service')).toBe(name);
});

it.each([
  ['csds.service-jsonp', 'csdsServiceJsonp', 'Csds.service-jsonp'],
  ['X-LP-ON-BEHALF', 'XLPONBEHALF', 'X-LP-ON-BEHALF'],
  ['a.-_b', 'aB', 'A.-_b'],
  ['temp_url_sig', 'tempUrlSig', 'Temp_url_sig'],
  ['', '', ''],
])('%j is %j as a word that code can have, and %j with a capital', (text, word, capitalised) => {
  expect([camelCase(text), capital(text)]).toEqual([word, capitalised]);
});
