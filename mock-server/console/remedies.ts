const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^app-jwt-expired$/, 'Ask Sentinel for a new AppJWT before exp.'],
  [/^ext-jwt-expired$/, 'Refresh the LP_EXT_JWT at anonymous/authorize, within its window of 730 h.'],
  [/^ext-jwt-(?:refresh-window|revoked)$/, 'Get a new LP_EXT_JWT; the visitor is another one then.'],
  [/^lp-jwt-expired$/, 'Get a new LP_JWT at authenticate and open the socket again.'],
  [/^id-token-expired$/, 'Have your own login issue a new id token.'],
  [/-not-yet-valid$/, 'Compare the clocks: the token is from the future of this mock.'],
  [/-(?:audience|account|foreign-account)$/, 'Use a token or an app of the account that the path names.'],
  [/-scope$/, 'Give the app the scope that the call needs.'],
  [/-wrong-kind$/, 'Send the kind of token that belongs here.'],
  [/-malformed$/, 'Send the token whole, without quotes or spaces around it.'],
  [/-(?:unknown-key|signature|algorithm|issuer|critical)$/, 'Use a token that this mock issued.'],
  [/^app-jwt-missing$/, 'Send the AppJWT in the header Authorization.'],
  [/^consumer-jws-missing$/, 'Send the ConsumerJWS in the header X-LP-ON-BEHALF.'],
  [/^fault-injected$/, 'Nothing: a fault that you armed answered.'],
  [/^client-secret-wrong$/, 'Use the client_secret that is configured for this client_id.'],
  [/^not-mocked$/, 'Use a path of this mock, or answer this one by a stub of your own.'],
  [/^path-unknown$/, 'Compare the path with the one that LivePerson documents.'],
  [/^method-wrong$/, 'Send it with a method that the path takes.'],
  [/^client-unknown$/, 'Use a client_id of the account; Controls shows those that there are.'],
  [/^conversation-already-open$/, 'Close the open conversation first, or go on in it.'],
  [/^conversation-closed$/, 'Open a new conversation.'],
  [/^socket-not-authenticated$/, 'Send the LP_JWT in InitConnection, or in the header of the handshake.'],
];

/** What to do about a refusal, by its slug. The sentence of the mock itself comes first. */
export function remedyOf(slug: string): string | undefined {
  return REMEDIES.find(([fits]) => fits.test(slug))?.[1];
}
