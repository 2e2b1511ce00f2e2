import { describe, expect, it } from '@jest/globals';
import { CONNECTOR_DEFAULTS } from '../../../mock-server/domain/account-options.ts';
import type { Connector } from '../../../mock-server/domain/connector.ts';
import { defaultConnector, findConnector, isAnonymous, listed } from '../../../mock-server/domain/connector.ts';

const connector = (id: number, parts: Partial<Connector> = {}): Connector => ({ ...CONNECTOR_DEFAULTS, id, ...parts });
const anonymous = (id: number): Connector =>
  connector(id, { configuration: { jsMethodName: 'lpTag.taglets.unAuthMessaging.lpUnauthFunction' } });
const preferred = (id: number): Connector => connector(id, { configuration: { preferred: true } });
const deleted = (of: Connector): Connector => ({ ...of, deleted: true });

describe('a connector', () => {
  it('is for anonymous consumers when it has the method of them, and no other', () => {
    expect(isAnonymous(anonymous(1))).toBe(true);
    for (const jsMethodName of [undefined, 'lpMethods.getAuth', ''])
      expect(isAnonymous(connector(1, { configuration: { jsMethodName } }))).toBe(false);
  });

  it('is found by its id, unless it is deleted', () => {
    const all = [connector(1), deleted(connector(2)), connector(3)];
    expect(['1', '2', '3', '4', ''].map((id) => findConnector(all, id)?.id)).toEqual([
      1,
      undefined,
      3,
      undefined,
      undefined,
    ]);
  });

  it.each<[string, readonly Connector[], number | undefined]>([
    ['the preferred one', [connector(1), preferred(2), connector(3)], 2],
    ['the first, where none is preferred', [connector(1), connector(2)], 1],
    [
      'the first, where one says that it is not',
      [connector(1), connector(2, { configuration: { preferred: 'true' } })],
      1,
    ],
    ['a customer’s before the anonymous one', [anonymous(1), connector(2)], 2],
    ['the anonymous one, where there is no other', [anonymous(1)], 1],
    ['none that is deleted', [deleted(preferred(1)), deleted(connector(2)), connector(3)], 3],
    ['none, where there is none', [deleted(anonymous(1))], undefined],
  ])('that is meant by default is %s', (_, all, id) => {
    expect(defaultConnector(all)?.id).toBe(id);
  });

  it('is listed without what the mock alone knows', () => {
    expect(listed(connector(1, { name: 'a', jwks: { keys: [] } }))).toEqual({
      id: 1,
      deleted: false,
      name: 'a',
      description: '',
      type: 1,
      configuration: {},
    });
  });
});
