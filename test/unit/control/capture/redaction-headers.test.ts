import { describe, expect, it } from '@jest/globals';
import { createFamiliars } from '../../../../mock-server/control/capture/familiar.ts';
import { FOREIGN, NOT_KEPT, openRedaction } from './redaction-scene.ts';

describe('Of a header, the capture keeps', () => {
  it.each([
    ['authorization', 'Bearer eyJo.w.n', 'Bearer <AppJWT 11>'],
    ['authorization', 'jwt   eyJo.w.n', 'jwt   <AppJWT 11>'],
    ['authorization', 'eyJno.ki.nd', '<token 12>'],
    ['x-lp-on-behalf', 'eyJi.ssu.ed', '<LP_JWT 13>'],
    ['authorization', 'Bearer eyJi.ssu.ed', 'Bearer <LP_JWT 13>'],
    ['authorization', 'Bearer eyJa.b.c', `Bearer ${FOREIGN}`],
    ['authorization', 'two words eyJo.w.n', NOT_KEPT],
    ['authorization', 'x-y eyJo.w.n', NOT_KEPT],
    ['authorization', 'eyJno.i.d', FOREIGN],
    ['authorization', 'Basic YWJjZGVm', `Basic ${NOT_KEPT}`],
    ['authorization', '  bearer  YWJj\nZGVm ', `bearer  ${NOT_KEPT}`],
    ['authorization', 'JWT YWJjZGVm', `JWT ${NOT_KEPT}`],
    ['authorization', 'Digest YWJjZGVm', `Digest ${NOT_KEPT}`],
    ['authorization', 'secret YWJjZGVm', NOT_KEPT],
    ['authorization', 'abasic YWJjZGVm', NOT_KEPT],
    ['authorization', 'YWJjZGVm', NOT_KEPT],
    ['authorization', '', ''],
    ['cookie', 'a=b', NOT_KEPT],
    ['lp-mock-token-x', 'as it is', 'as it is'],
    ['access-control-allow-credentials', 'true', 'true'],
    ['www-authenticate', 'Basic realm=x', 'Basic realm=x'],
    ['x-odd', 'password=abcdef, eyJo.w.n', `password=${NOT_KEPT} <AppJWT 11>`],
  ])('%s: %j', (name, said, kept) => {
    expect(openRedaction().header(name, said)).toEqual([name, kept]);
  });

  it.each([['Bearer YWJjZGVm'], ['YWJjZGVm']])('what %j says as a secret in no other part of the call', (said) => {
    const redaction = openRedaction();
    const before = redaction.text('YWJjZGVm');
    expect([before, redaction.saidMore()]).toEqual(['YWJjZGVm', false]);
    redaction.header('authorization', said);
    expect(redaction.saidMore()).toBe(true);
    expect([redaction.again(before), redaction.header('x-odd', 'is YWJjZGVm')[1]]).toEqual([
      NOT_KEPT,
      `is ${NOT_KEPT}`,
    ]);
  });

  it.each(['Bearer abcde', 'Bearer of-the-account', 'Bearer eyJo.w.n', 'Bearer eyJa.b.c', '<abcdef>', 'null'])(
    'nothing more of a call that says %j',
    (said) => {
      const redaction = openRedaction();
      redaction.header('authorization', said);
      expect(redaction.saidMore()).toBe(false);
    },
  );
});

describe('What calls of an account have in common', () => {
  it('is kept once: headers, short texts and lists of headers', () => {
    const familiars = createFamiliars();
    const keep = (): readonly unknown[] => {
      const redaction = openRedaction([], familiars);
      const plain = redaction.header('x-odd', 'as it is');
      const tokens = ['eyJo.w.n', 'Bearer eyJo.w.n', 'jwt   eyJo.w.n'].map((value) =>
        redaction.header('authorization', value),
      );
      const list = redaction.headers([plain, ...tokens]);
      expect(redaction.saidMore()).toBe(false);
      return [plain, ...tokens, list];
    };
    const [first, second] = [keep(), keep()];
    expect(second).toEqual(first);
    second.forEach((each, index) => {
      expect(each).toBe(first[index]);
    });
  });

  it('is not learnt from a call that says a secret', () => {
    const familiars = createFamiliars();
    const saying = openRedaction([], familiars);
    const list = saying.headers([saying.header('x-odd', 'abcdef')]);
    saying.text('password=abcdef');
    expect(saying.saidMore()).toBe(true);
    const next = openRedaction([], familiars);
    expect(next.headers([['x-odd', 'abcdef']])).not.toBe(list);
    expect(next.text('abcdef')).toBe('abcdef');
  });
});
