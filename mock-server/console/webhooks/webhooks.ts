// What is loaded with the first webhook, as one file: each file more takes some bytes of what every page loads.
export { attemptDetail } from './attempt-detail.ts';
export { harAttempts } from './har-attempts.ts';
export { toldCard } from './told-card.ts';
