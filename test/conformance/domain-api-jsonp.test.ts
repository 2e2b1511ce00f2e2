import { expect, it } from '@jest/globals';
import { OPEN_TO_ANY_ORIGIN } from '../support/flows.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const JSONP = `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds?version=1.0`;
const SCRIPT_HEADERS = {
  ...OPEN_TO_ANY_ORIGIN,
  'content-type': 'application/javascript',
  'x-content-type-options': 'nosniff',
};

/** What is said to somebody who asked for a service that is not there. */
function unknownService(service: string, nearest: string): string {
  return `service-unknown; there is no service "${service}"; nearest: ${nearest} (names are case-sensitive; csds.extraServices adds others)`;
}

describeThroughEveryAdapter('Domain API: JSONP', (open) => {
  const found = `{"ResultSet":{"lpCallId":"lpCallId_1","lpData":[{"service":"idp","account":"${ACCOUNT}","lpServer":"localhost:4407"}]}}`;

  it.each([
    ['the function that cb names', `${JSONP}&cb=jQuery123.handle_1`, `jQuery123.handle_1(${found})`],
    ["LivePerson's own function without cb", JSONP, `lpConnLib.Process(${found})`],
    ["LivePerson's own function when cb is empty", `${JSONP}&cb=`, `lpConnLib.Process(${found})`],
  ])('wraps the answer in %s', async (_, path, script) => {
    const mock = await open();
    const answer = await mock.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(SCRIPT_HEADERS);
    expect(answer.text).toBe(script);
  });

  it('can be read by a client that strips up to the first bracket and the last character', async () => {
    const mock = await open();
    const { text } = await mock.get(JSONP);
    expect(JSON.parse(text.slice(text.indexOf('(') + 1, -1))).toEqual(JSON.parse(found));
  });

  it("gives LivePerson's example host under LivePerson's own name", async () => {
    const mock = await open();
    const answer = await mock.get(
      `https://adminlogin.liveperson.net/csdr/account/${ACCOUNT}/service/asyncMessagingEnt/baseURI.lpCsds?version=1.0&cb=fn`,
    );
    expect(answer.text).toBe(
      `fn({"ResultSet":{"lpCallId":"lpCallId_1","lpData":[{"service":"asyncMessagingEnt","account":"${ACCOUNT}","lpServer":"va.msg.liveperson.net"}]}})`,
    );
  });

  it.each([
    ['a statement', 'alert(1);fn'],
    ['markup', '</script><script>alert(1)//'],
    ['a line break', 'fn\nalert(1)'],
    ['an index', 'a[0]'],
    ['a digit first', '1fn'],
    ['a text of 129 letters', 'f'.repeat(129)],
  ])('never echoes a cb that is %s', async (_, cb) => {
    const mock = await open();
    const answer = await mock.get(`${JSONP}&cb=${encodeURIComponent(cb)}`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      ...SCRIPT_HEADERS,
      'lp-mock-reason': 'callback-invalid; cb is not a plain function name',
    });
    expect(answer.text).toBe('lpConnLib.Process({"ResultSet":{"lpCallError":"invalid callback"}})');
  });

  it('reports an unknown service with a 200 whose lpCallError is set and whose lpData is absent', async () => {
    const mock = await open();
    const answer = await mock.get(`/csdr/account/${ACCOUNT}/service/xyz/baseURI.lpCsds?version=1.0&cb=fn`);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('fn({"ResultSet":{"lpCallError":"unknown service"}})');
    expect((await mock.journal.find()).map(({ error, verdict }) => [error, verdict])).toEqual([
      ['unknown_service', 'refused'],
    ]);
    expect(answer.headers).toEqual({
      ...SCRIPT_HEADERS,
      'lp-mock-reason': unknownService('xyz', 'sentinel, idp, asyncMessagingEnt'),
    });
  });

  it.each([
    ['the function that cb names', `${JSONP}&cb=jQuery123.handle_1`, 'jQuery123.handle_1'],
    ["LivePerson's own function without cb", JSONP, 'lpConnLib.Process'],
    ["LivePerson's own function when cb is no plain name", `${JSONP}&cb=alert(1)`, 'lpConnLib.Process'],
  ])('wraps an injected error in %s', async (_, path, callback) => {
    const mock = await open();
    await mock.faults.add({ endpoint: 'csds.service-jsonp', error: 'unknown_service' });
    const answer = await mock.get(path);
    expect([answer.status, answer.text]).toEqual([200, `${callback}({"ResultSet":{"lpCallError":"unknown service"}})`]);
  });

  it.each([401, 400, 404] as const)(
    'reports an unknown account with a 200, also when the status elsewhere is %i',
    async (unknownAccountStatus) => {
      const mock = await open({ closed: true, csds: { unknownAccountStatus } });
      const answer = await mock.get('/csdr/account/11111111/service/idp/baseURI.lpCsds?version=1.0');
      expect(answer.status).toBe(200);
      expect(answer.text).toBe('lpConnLib.Process({"ResultSet":{"lpCallError":"invalid site"}})');
      expect(answer.headers).toEqual({
        ...SCRIPT_HEADERS,
        'lp-mock-reason':
          'account-unknown; account 11111111 is not configured and this mock is closed; it has 12345678, 87654321',
      });
    },
  );
});
