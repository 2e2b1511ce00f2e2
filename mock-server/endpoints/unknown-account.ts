/** Slug and sentence for an account that the mock does not have: `refuse('1050', ...UNKNOWN_ACCOUNT)`. */
export const UNKNOWN_ACCOUNT = ['account-unknown', 'the account is not configured and this mock is closed, or the id is no account id'] as const;
