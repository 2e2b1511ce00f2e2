/** What claims mean, for whoever never saw LivePerson. */
export const CLAIM_MEANINGS: Readonly<Record<string, string>> = {
  aud: 'The account it is for; must be the one in the path.',
  azp: 'The app that asked: its client_id.',
  scope: 'What the app may do. The Send API needs msg.consumer.',
  iss: 'Who issued it.',
  exp: 'Good until this second, and not in it.',
  iat: 'When it was issued.',
  nbf: 'Not good before this second.',
  sub: 'Whom it is about: the consumer, by the id that conversations have for them.',
  account_id: 'The account of the consumer; must be the one in the path.',
  ext_consumer_id: 'The name that the app gave the consumer.',
  lp_consumer_id: 'LivePerson’s own id of the consumer: the same for the same account and name.',
  'lp.unauth': 'A claim of this mock: marks a visitor who is not logged in, and since when.',
  'lp.ext': 'Who logged in at the customer, and what is known of them.',
  jti: 'Tells one token from the next.',
  nonce: 'What the client sent along, to know its own login again.',
  name: 'The name of the consumer, from the customer’s login.',
};

/** What they mean in tokens of one kind alone. */
export const CLAIM_MEANINGS_OF_KIND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AppJWT: { iss: 'Who issued it. With a capital S in every AppJWT.', iat: 'When Sentinel issued it.' },
  LP_JWT: { iss: 'Who issued it: the IDP.', aud: 'The account it is for, with acc: before it.' },
  LP_EXT_JWT: {
    iss: 'Who issued it: the IDP.',
    aud: 'The account it is for, with acc: before it.',
    sub: 'The visitor; stays the same when the token is refreshed.',
  },
  'Sentinel id token': {
    aud: 'The app that the agent logged in for: its client_id.',
    sub: 'The agent, by the id of the user at LivePerson.',
    iss: 'Who issued it: Sentinel. With a small s in these.',
    is_admin: 'Whether the agent may administer the account; this mock says true of all.',
    is_lpa: 'Whether LivePerson’s own staff logged in; this mock says false of all.',
  },
  'id token': { sub: 'The consumer at the customer; unique for each.', iss: 'The customer’s own login.' },
};
