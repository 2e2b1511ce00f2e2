// An anonymous visitor of a brand's page, in a browser or in Node.

/**
 * @param options.accountId - the brand's account
 * @param options.idp - where the IDP answers. Default: LivePerson's own host; a page against a local mock gives its
 * address
 */
export function createVisitor({ accountId = '12345678', idp = 'https://va.idp.liveperson.net' } = {}) {
  const base = `${idp}/api/account/${accountId}`;
  const post = (path, body) =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  let externalToken;

  return {
    /** Comes to the page: an LP_EXT_JWT, refreshed while that is possible, else a new one. */
    async arrive() {
      const refreshed =
        externalToken === undefined ? undefined : await post('/anonymous/authorize', { id_token: externalToken });
      const answer = refreshed?.ok ? refreshed : await post('/anonymous/authorize');
      ({ token: externalToken } = await answer.json());
      return externalToken;
    },

    /** The LP_JWT that a conversation takes. @throws Error with LivePerson's code when it is refused. */
    async authenticate(connectorId = 'default') {
      const answer = await post(`/app/${connectorId}/authenticate?v=3.0`, { id_token: externalToken });
      const { token, internalErrorCode } = await answer.json();
      if (token === undefined) throw new Error(`LivePerson refused with ${internalErrorCode}`);
      return token;
    },
  };
}
