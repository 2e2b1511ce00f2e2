import { httpsAdapter } from '../support/adapter-https.ts';
import { chooseAdapters } from '../support/through-every-adapter.ts';

// What clients in use send, over real TLS and real sockets: every spelling of a call and every deviation from the pages
// that the conformance suite has, table by table.
chooseAdapters([httpsAdapter]);
await import('../conformance/domain-api.test.ts');
await import('../conformance/app-jwt-parameters.test.ts');
await import('../conformance/app-jwt-v2.test.ts');
await import('../conformance/jwks.test.ts');
await import('../conformance/consumer-jws.test.ts');
await import('../conformance/anonymous-token.test.ts');
await import('../conformance/anonymous-refresh.test.ts');
await import('../conformance/authenticate-anonymous.test.ts');
await import('../conformance/idp-older-calls.test.ts');
await import('../conformance/send-api-authorization.test.ts');
await import('../conformance/send-api-conversation.test.ts');
await import('../conformance/send-api-commands.test.ts');
await import('../conformance/send-api-deviations.test.ts');
await import('../conformance/deviations.test.ts');
await import('../conformance/agent-login.test.ts');
await import('../conformance/connector-flow.test.ts');
await import('../conformance/socket-handshake.test.ts');
await import('../conformance/two-sockets.test.ts');
