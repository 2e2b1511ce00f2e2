import { describe, expect, it } from '@jest/globals';
import { LONGEST_FAMILIAR_CHARS } from '../../../../mock-server/control/capture/familiar.ts';
import { FOREIGN, NOT_KEPT, openRedaction } from './redaction-scene.ts';

function keeps(said: string): string {
  const redaction = openRedaction();
  return redaction.again(redaction.text(said));
}

const AS_A_SIGNATURE = 's'.repeat(43);
const AS_A_CODE = `-_${'C'.repeat(30)}`;
const TWENTY = 'S'.repeat(20);
const MULTIPART = '--b\r\nContent-Disposition: form-data;';

describe('Of a text, the capture keeps', () => {
  it.each([
    ['eyJo.w.n', '<AppJWT 11>'],
    ['eyJo.w.n and eyJo.w.n', '<AppJWT 11> and <AppJWT 11>'],
    ['(eyJo.w.n=x%)', '(<AppJWT 11>=x%)'],
    ['eyJno.ki.nd', '<token 12>'],
    ['eyJi.ssu.ed', '<LP_JWT 13>'],
  ])('a token that counts here by its id: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    ['eyJno.i.d', FOREIGN],
    ['see eyJa.b-c.d_e now', `see ${FOREIGN} now`],
    ['alone eyJhbGci', `alone ${FOREIGN}`],
    ['eyJa%2Eb%2ec%3D!', `${FOREIGN}!`],
    ['eyJa.b.c=x &d', `${FOREIGN} &d`],
    ['eyJa.b.c/x=y, z', `${FOREIGN}, z`],
    ['eyJa.b.c%2b', FOREIGN],
    ['eyJa.b.c%3dx', FOREIGN],
    ['eyJa.b.c+x', FOREIGN],
    [`x.y.${TWENTY}`, FOREIGN],
    [`x-1.y_2.${TWENTY}.m-ore.p_arts!`, `${FOREIGN}!`],
    [`x-1.y_2.${TWENTY}+/=x%2Bz-%.`, `${FOREIGN}.`],
    [`x%2Ey%2E${TWENTY}`, FOREIGN],
  ])('no token of anybody else: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    [`x..${AS_A_SIGNATURE}`, `x..${NOT_KEPT}`],
    [`x.${AS_A_SIGNATURE} and .${AS_A_SIGNATURE}-_`, `x.${NOT_KEPT} and .${NOT_KEPT}`],
    [`x%2E${AS_A_SIGNATURE}`, `x%2E${NOT_KEPT}`],
    [`x%2e${AS_A_SIGNATURE}.`, `x%2e${NOT_KEPT}.`],
  ])('no signature that was broken off its token: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    [`code=${AS_A_CODE}`, `code=${NOT_KEPT}`],
    [`{"code":"${AS_A_CODE}x"}`, `{"code":"${NOT_KEPT}"}`],
    [`name="code"\r\n\r\n${AS_A_CODE}\r\n`, `name="code"\r\n\r\n${NOT_KEPT}\r\n`],
  ])('no code of a login: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each(
    'secret|passwd|pwd|assertion|csrf|bearer|token|jwt|jws|session|signature|cookie|credential|auth|apikey|api-key|api_key|api_-key|on-behalf|verifier|temp_url_sig|SECRET|my-secret-1|auth_token_type|token_type_secret|x-lp-mock-session'.split(
      '|',
    ),
  )('no value of the name %s', (name) => {
    expect(keeps(`${name}=abcdefg`)).toBe(`${name}=${NOT_KEPT}`);
    expect(keeps(`{"${name}":"abcdefg"}`)).toBe(`{"${name}":"${NOT_KEPT}"}`);
  });

  it.each([
    ['{"password" : "abcdefg"}', `{"password" : "${NOT_KEPT}"}`],
    ['{"password"\t\n:\r\n "abc defg", "x":1}', `{"password"\t\n:\r\n "${NOT_KEPT}", "x":1}`],
    ['{"a\\"secret":"abc\\"defg"}', `{"a\\"secret":"${NOT_KEPT}"}`],
    ['{"password":"abc defg\\"","x":1}', `{"password":"${NOT_KEPT}","x":1}`],
    ['{"password":"ab"}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":"nullify"}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":"annull"}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":12345678}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":-1.5e+3,"x":2}', `{"password":"${NOT_KEPT}","x":2}`],
    ['{"password":1E3,"x":2}', `{"password":"${NOT_KEPT}","x":2}`],
    ['{"password":"a, b; c & d"}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":"<a>b c"}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":"a <bcdef>"}', `{"password":"${NOT_KEPT}"}`],
    ['{"password":"<a<bcdef>"}', `{"password":"${NOT_KEPT}"}`],
    ['{"token":"Bearer eyJo.w.n"}', `{"token":"${NOT_KEPT}"}`],
    ['{"token":"eyJo.w.n"}', '{"token":"<AppJWT 11>"}'],
    ['{"p\\u0061ssword":"abc defg"}', `{"p\\u0061ssword":"${NOT_KEPT}"}`],
    ['{"\\u0050\\u0057\\u0044":"abc defg"}', `{"\\u0050\\u0057\\u0044":"${NOT_KEPT}"}`],
    ['{"\\u006F\\u0075\\u006Eauth":"abc defg"}', `{"\\u006F\\u0075\\u006Eauth":"${NOT_KEPT}"}`],
    [`{"${'n'.repeat(94)}secret":"abc defg"}`, `{"${'n'.repeat(94)}secret":"${NOT_KEPT}"}`],
    ['{"password":"abc defg', `{"password":"${NOT_KEPT}"`],
    [
      JSON.stringify({ message: '{"password":"abc defg","x":1}' }),
      `{"message":"{\\"password\\":\\"${NOT_KEPT}\\",\\"x\\":1}"}`,
    ],
    ['"{\\"my secret\\" \t:  \\"ab\\\\cd e\\",\\"x\\":1}"', `"{\\"my secret\\" \t:  \\"${NOT_KEPT}\\",\\"x\\":1}"`],
    ['"{\\\\\\"my secret\\\\\\":\\\\\\"ab cd\\\\\\"}"', `"{\\\\\\"my secret\\\\\\":\\\\\\"${NOT_KEPT}\\\\\\"}"`],
  ])('no secret of JSON: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    ['a=1&password=abcdefg&b=2', `a=1&password=${NOT_KEPT}&b=2`],
    ['pass%77ord=abc%20defg+hij&x=abc defg hij', `pass%77ord=${NOT_KEPT}&x=${NOT_KEPT}`],
    ['user[password]=abcdefg', `user[password]=${NOT_KEPT}`],
    ['user.password=a;b', `user.password=${NOT_KEPT};b`],
    ['p%41sswd="ab"', `p%41sswd=${NOT_KEPT}`],
    ['pwd=a=b=c&d', `pwd=${NOT_KEPT}&d`],
    ['csrf=1&x=%41', `csrf=${NOT_KEPT}&x=%41`],
    ['token=%', `token=${NOT_KEPT}`],
    ['password=-1234567', `password=${NOT_KEPT}`],
    [
      `${MULTIPART} name="password"\r\n\r\nabc defg\r\n--b--`,
      `${MULTIPART} name="password"\r\n\r\n${NOT_KEPT}\r\n--b--`,
    ],
    [`${MULTIPART} name=password\n\nab cd\nxx`, `${MULTIPART} name=password\n\n${NOT_KEPT}\nxx`],
    [
      'NAME="password"; filename="x"\r\nContent-Type: text/plain\nX: y\r\n\nabc "d" efg\r\n--b--',
      `NAME="password"; filename="x"\r\nContent-Type: text/plain\nX: y\r\n\n${NOT_KEPT}\r\n--b--`,
    ],
    [`name="${'n'.repeat(94)}secret"\n\nab cd`, `name="${'n'.repeat(94)}secret"\n\n${NOT_KEPT}`],
  ])('no secret of a form: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    ['Password: abc defg', `Password: ${NOT_KEPT} defg`],
    ['password = abcdefg;x', `password = ${NOT_KEPT}`],
    ['"password":ab}', `"password":${NOT_KEPT}}`],
    ["'password' : 'ab, cd' x", `'password' : ${NOT_KEPT} x`],
    ["password\n:\t'ab", `password\n:\t${NOT_KEPT}`],
    ['my-token-is: x<y>', `my-token-is: ${NOT_KEPT}<y>`],
    ["secret:'abc'defg'", `secret:${NOT_KEPT}defg'`],
  ])('no secret of any other pair: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    ['{"username":"bo[]password":"abc-defg"} abc-defg', `{"username":"bo[]password":"${NOT_KEPT}"} ${NOT_KEPT}`],
    ['{"id_token":"eyJh.eyJi.AAApassword":"abcdef"}', `{"id_token":"${FOREIGN}":"${NOT_KEPT}"}`],
    ['{"username":"a",\u0002password":"abcdefg"}', `{"username":"a",\u0002password":"${NOT_KEPT}"}`],
    ['{"password" "abcdef"}', `{"password" "${NOT_KEPT}"}`],
    ['{"password":e}', `{"password":${NOT_KEPT}}`],
    ['{"password":e5}', `{"password":${NOT_KEPT}}`],
    ['{"password:"abcdef"}', `{"password:"${NOT_KEPT}"}`],
    ["{password''abcdefgh!<x>}", `{password''${NOT_KEPT}<x>}`],
    ['{"passwordX":"eyJo.w.n"} x', '{"passwordX":"<AppJWT 11>"} x'],
    ['{"secret    """""""" abcdef', `{"secret    """""""" ${NOT_KEPT}`],
    [`secret${'n'.repeat(100)}"="abcdef"`, `secret${'n'.repeat(100)}"="${NOT_KEPT}"`],
  ])('no secret of JSON that is broken: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    ['{"password":"of-the-account"} of-the-account', `{"password":"${NOT_KEPT}"} ${NOT_KEPT}`],
    ['x of-the-account', `x ${NOT_KEPT}`],
    ['{"x":"abcdef","password":"abcdef"}', `{"x":"${NOT_KEPT}","password":"${NOT_KEPT}"}`],
    ['password=abc%20def&x="abc def"', `password=${NOT_KEPT}&x="${NOT_KEPT}"`],
    [`password=ab'cde"f&x=ab'cde"f`, `password=${NOT_KEPT}&x=${NOT_KEPT}`],
    ['{"password":"abcde"} abcde', `{"password":"${NOT_KEPT}"} abcde`],
    ['short, as a secret of the account is', 'short, as a secret of the account is'],
  ])('a secret of six letters or more nowhere: %j', (said, kept) => {
    expect(keeps(said)).toBe(kept);
  });

  it.each([
    'keyJump.x',
    `x.y.${TWENTY.slice(1)}`,
    `ams.cm.${TWENTY}`,
    `x.${AS_A_SIGNATURE.slice(1)}`,
    `x%2F${AS_A_SIGNATURE}`,
    `x ${AS_A_SIGNATURE}`,
    `code=${AS_A_CODE.slice(1)}`,
    `code=${AS_A_CODE}!`,
    `{"code":"! ${AS_A_CODE}"}`,
    `{"code":"${AS_A_CODE} !"}`,
    `{"code":"!","x":"${AS_A_CODE}"}`,
    `{"decoder":"${AS_A_CODE}"}`,
    '{"code":400}',
    'token_type=Bearer',
    'grant_type=client_credentials',
    '{"sessionTTl":1200}',
    'api--key=abcdefg',
    'xapi=abcdefg',
    '{"pass\\"word":"abcdefg"}',
    `{"${'n'.repeat(95)}secret":"abcdefg"}`,
    `secret${'n'.repeat(101)}"="abcdefg"`,
    '{"password":""}',
    '{"password":null}',
    '{"password":true}',
    '{"password":"false"}',
    '{"password":["abcdefg"]}',
    '{"password":{"x":"abcdefg"}}',
    '{"password":"<abc>"}',
    `{"password":"${NOT_KEPT}"}`,
    `password=${NOT_KEPT}`,
    'token=',
    'token=null',
    "secret='true'",
    'session=<abc>',
    'session=<a"b"c>',
    '{"token_type":"Bearer123",x}',
    '{"password" x "abcdefg"}',
    '{"my-passwords":',
    'the password is abcdefg',
    'passwords\n\nabcdefg\n',
    'name="x;secret"\n\nabc',
    'name="x"\r\n\r\npassword\r\n--b--',
    '%zz=1&x=%41',
    '{"x":"\\u"}',
  ])('what is no secret: %j', (said) => {
    expect(keeps(said)).toBe(said);
  });

  it('the same of a long text', () => {
    const rest = '.'.repeat(LONGEST_FAMILIAR_CHARS);
    expect(keeps(`${rest} password=abcdefg ${rest}`)).toBe(`${rest} password=${NOT_KEPT} ${rest}`);
  });
});
