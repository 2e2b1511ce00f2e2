// What a page or its service worker imports.
export { createMock } from 'lp-auth-mock';
export { createHandlers } from 'lp-auth-mock/msw';
