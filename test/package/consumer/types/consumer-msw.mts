import type { Mock } from 'lp-auth-mock';
import { createMock } from 'lp-auth-mock';
import { createHandlers } from 'lp-auth-mock/msw';
import { setupServer } from 'msw/node';

const mock: Mock = createMock();
export const server = setupServer(...createHandlers(mock, { origins: ['http://localhost:4407'] }), ...createHandlers());

// @ts-expect-error -- handlers are made for a mock: the types are there, and no `any`
createHandlers({ nonsense: true });
