import { sha256 } from '../../hex.ts';
import type { Answer } from '../../http/call.ts';
import { escaped, page } from '../../http/html.ts';
import { LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { policySourceOf } from '../../domain/redirect-uri.ts';
import { once } from '../../once.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { Authorization } from './authorization.ts';
import { ASKED_NAMES } from './authorization.ts';

/** How many agents have a button of their own. */
const MOST_BUTTONS = 100;

/**
 * The page on which one picks who logs in: forms alone, which work without scripts. Whatever a caller sent stands on
 * it escaped; the content security policy lets nothing run, and forms lead to this mock and on to the client alone.
 */
export function loginPage({ settings }: EndpointContext, authorization: Authorization): Answer {
  const { account, app, uri, scope } = authorization;
  const name = account.apps.get(app.clientId)?.client_name ?? app.clientId;
  const shown = account.agents.slice(0, MOST_BUTTONS).map(({ username }) => username);
  const takesAnyName = !settings.closed || account.agents.length > MOST_BUTTONS;
  const asked = hiddenFields(authorization);
  const body = [
    `<h1>Log in</h1>`,
    `<p><strong>${escaped(name)}</strong> asks who you are, and for <code>${escaped(scope)}</code>,`,
    `at account <code>${escaped(account.id)}</code>. You go on to <code>${escaped(uri)}</code>.</p>`,
    ...(shown.length === 0 ? [] : [`<h2>Agents</h2>`, form(asked, `<ul>${shown.map(agentButton).join('')}</ul>`)]),
    ...(takesAnyName ? [form(asked, nameField(shown.length > 0))] : []),
    ...(shown.length === 0 && !takesAnyName ? [`<p>This mock is closed, and the account has no agents.</p>`] : []),
    form(asked, `<button class="quiet" name="denied" value="1">Deny</button>`),
    `<p class="note">This is the login page of a mock, lp-auth-mock: it asks for no password.</p>`,
  ];
  const document = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in - lp-auth-mock</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
  // A browser holds the policy against the redirect behind the form as well.
  return page(200, document, [`style-src '${styleHash()}'`, `form-action 'self' ${policySourceOf(uri)}`]);
}

/** What was asked for, to be asked again with the name. */
function hiddenFields({ parameters }: Authorization): string {
  return ASKED_NAMES.flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [`<input type="hidden" name="${name}" value="${escaped(value)}">`];
  }).join('');
}

/** Relative: a mock may be mounted under a path of its own. */
function form(asked: string, controls: string): string {
  return `<form method="post" action="login">${asked}${controls}</form>`;
}

function agentButton(username: string): string {
  const name = escaped(username);
  return `<li><button name="username" value="${name}">${name}</button></li>`;
}

function nameField(isBesideOthers: boolean): string {
  const label = isBesideOthers ? 'Another agent' : 'Name of the agent';
  const bounds = `required maxlength="${String(LONGEST_NAME_CHARS)}" autocomplete="off"`;
  return `<label for="username">${label}</label><input id="username" name="username" ${bounds}><button>Log in</button>`;
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; place-items: center; min-height: 100vh }
main { width: min(26rem, 100% - 2rem); overflow-wrap: anywhere }
ul { list-style: none; padding: 0; display: grid; gap: .5rem }
form { display: grid; gap: .5rem; margin: 1rem 0 }
h2 { font-size: 1rem; margin: 0 }
button, input { font: inherit; padding: .5rem .75rem; width: 100%; box-sizing: border-box }
`;

/** By which the policy lets in this style and no other (CSP Level 3 section 2.3.1). */
const styleHash = once(() => `sha256-${btoa(String.fromCharCode(...sha256(STYLE)))}`);
