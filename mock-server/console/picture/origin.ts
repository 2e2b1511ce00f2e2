/** At the foot of each picture, so that nobody takes it for LivePerson's. */
export const ORIGIN = 'Recorded with lp-auth-mock; not LivePerson’s service';
