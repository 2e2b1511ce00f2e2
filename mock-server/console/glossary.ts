import { el } from './dom.ts';

/** The words of the page that are LivePerson's or this mock's own, each with what it means here. */
const GLOSSARY: readonly (readonly [term: string, meaning: string])[] = [
  ['AppJWT', 'The token of your app: Sentinel issues it for client_id and client_secret; IDP and Send API ask for it.'],
  ['ConsumerJWS', 'Says for which consumer your app sends, in the header X-LP-ON-BEHALF of the Send API.'],
  ['LP_EXT_JWT', 'Proves who an anonymous visitor is. It is exchanged for an LP_JWT, and can be renewed.'],
  ['LP_JWT', 'Opens the messaging socket of a visitor.'],
  ['id token', 'The token that your own login issues for a visitor. It too is exchanged for an LP_JWT.'],
  ['Sentinel id token', 'Says which agent has logged in for an app, by Sentinel’s code flow. No call takes it.'],
  ['Socket', 'A WebSocket of a visitor or an agent. It is one line of the list, from its opening to its end.'],
  ['Frame', 'One message on a socket, in either direction. → came from the client, ← was sent by the mock.'],
  ['Deviation', 'The mock accepted something that LivePerson does not document, and says what.'],
  ['Not mocked', 'The mock does not have this path, so it says nothing about how LivePerson would answer.'],
  ['Fault', 'An error or a delay that you armed in Controls, to see how your client copes with it.'],
  ['Lineage', 'Which call issued a token, which token that was made from, and which calls used it.'],
];

export function glossary(): HTMLElement {
  const entries = GLOSSARY.flatMap(([term, meaning]) => [el('dt', {}, term), el('dd', {}, meaning)]);
  return el(
    'section',
    { class: 'glossary', 'aria-label': 'Words' },
    el('h3', {}, 'Words'),
    el('dl', { class: 'facts' }, ...entries),
  );
}

/** @returns undefined for a term that is not there */
export function meaningOf(term: string): string | undefined {
  return GLOSSARY.find(([known]) => known === term)?.[1];
}
