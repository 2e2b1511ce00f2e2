import { refuse } from '../../errors/refusal.ts';
import type { Answer } from '../../http/call.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import type { Return } from './authorization.ts';
import { faultToldToClient, readAuthorization, readReturn, toldToClient } from './authorization.ts';
import { logIn } from './log-in.ts';
import { loginPage } from './login-page.ts';

/**
 * Asks a user to log in for an app: a page on which one picks an agent, or with `auto={agent}` or the option
 * `autoLogin` the redirect at once.
 *
 * Source: Authorizing Conversational Cloud Applications, "Authorization request". The login page is this mock's own, as
 * is its choice among the errors of RFC 6749 section 4.1.2.1 (decisions D6, D74).
 */
export const authorize: EndpointHandler = {
  handle: (context) => {
    const back = readReturn(context, ['auto']);
    return toldToClient(back, () => proceed(context, back, undefined));
  },
  renderFault: (error, context) => faultToldToClient(context, error, ['auto']),
};

/** Where the login page's forms lead; a POST to `authorize` itself asks as a GET does, with a form. */
export const login: EndpointHandler = {
  handle: (context) => {
    const back = readReturn(context, ['auto', 'username', 'denied']);
    return toldToClient(back, () => {
      if (back.parameters.get('denied') !== undefined) refuse('access_denied', 'login-denied', 'the user denied it');
      return proceed(context, back, back.parameters.get('username'));
    });
  },
  renderFault: (error, context) => faultToldToClient(context, error, ['auto', 'username', 'denied']),
};

function proceed(context: EndpointContext, back: Return, username: string | undefined): Answer {
  const authorization = readAuthorization(context, back);
  const loginName = username ?? back.parameters.get('auto') ?? context.settings.autoLogin;
  return loginName === undefined ? loginPage(context, authorization) : logIn(context, authorization, loginName);
}
