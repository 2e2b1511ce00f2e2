import { expect, it } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import { ASKED_NAMES } from '../../mock-server/endpoints/sentinel/authorization.ts';
import { authorizePath, CALLBACK, sendLoginForm } from '../support/code-flow.ts';
import { WEB_APP, withApp } from '../support/code-flow-answers.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;";

describeThroughEveryAdapter('Login page', (open) => {
  /** Every parameter of the page and of its form. */
  const names = [...ASKED_NAMES, 'auto', 'username', 'denied', 'unheard-of'];

  it.each(names)('writes no %s as markup', async (name) => {
    const mock = await open();
    for (const answer of [
      await mock.get(authorizePath({ [name]: HOSTILE })),
      await sendLoginForm(mock, { [name]: HOSTILE }),
    ]) {
      expect(answer.text).not.toMatch(/<script|<img/i);
      expect(answer.headers['location'] ?? '').not.toMatch(/[<>"]/);
    }
  });

  it('writes what was sent, and what is configured, escaped', async () => {
    const app = { ...WEB_APP, client_name: HOSTILE, scope: 'a"<b>&', redirect_uris: [`${CALLBACK}?a=1&b='x'`] };
    const agents = [{ username: HOSTILE, password: 'p' }];
    const mock = await open({ accounts: [{ accountId: ACCOUNT, apps: [app], agents }] });
    const { text } = await mock.get(authorizePath({ redirect_uri: `${CALLBACK}?a=1&b='x'`, state: HOSTILE }));
    const safe = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(2)&#39;&gt;&amp;amp;';
    expect(text).toContain(`<strong>${safe}</strong>`);
    expect(text).toContain(`<button name="username" value="${safe}">${safe}</button>`);
    expect(text).toContain(`<input type="hidden" name="state" value="${safe}">`);
    expect(text).toContain(`<code>a&quot;&lt;b&gt;&amp;</code>`);
    expect(text).toContain(`<code>${CALLBACK}?a=1&amp;b=&#39;x&#39;</code>`);
    expect(text).not.toMatch(/<script|<img/i);
  });

  it.each<[string, MockOptions, readonly string[], readonly string[]]>([
    ['agents and any other', withApp({}), ['value="ada"', 'Another agent'], []],
    ['only configured agents when closed', withApp({}, { closed: true }), ['value="ada"'], ['Another agent']],
    ['a name where there are no agents', {}, ['Name of the agent'], ['<h2>Agents</h2>']],
    [
      'nobody where a closed mock has no agents',
      { closed: true },
      ['the account has no agents'],
      ['Name of the agent', '<h2>Agents</h2>'],
    ],
  ])('offers %s', async (_, options, there, absent) => {
    const { text, status } = await (await open(options)).get(authorizePath());
    expect(status).toBe(200);
    for (const part of there) expect(text).toContain(part);
    for (const part of absent) expect(text).not.toContain(part);
  });

  it('has a field beside the buttons where a closed account has more agents than buttons', async () => {
    const agents = Array.from({ length: 101 }, (_, index) => ({ username: `agent-${String(index)}`, password: 'p' }));
    const mock = await open({ closed: true, accounts: [{ accountId: ACCOUNT, apps: [WEB_APP], agents }] });
    const { text } = await mock.get(authorizePath());
    expect([text.match(/<li>/g)?.length, text.includes('Another agent')]).toEqual([100, true]);
  });

  it.each([
    ['com.example.app:/cb', "form-action 'self' com.example.app:"],
    ['http://[::1]:3000/cb', "form-action 'self' http:"],
    ['https://app.example.test/cb', "form-action 'self' https://app.example.test"],
  ])('lets its forms lead on to %s', async (uri, source) => {
    const mock = await open(withApp({ redirect_uris: [uri] }));
    const { headers } = await mock.get(authorizePath({ redirect_uri: uri }));
    expect(headers['content-security-policy']?.split('; ').at(-1)).toBe(source);
  });
});
