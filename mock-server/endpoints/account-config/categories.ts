import { categoryEntities } from '../../domain/configuration.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { listAnswer, requireConfiguration } from './reading.ts';

/** The categories of an account. Source: Predefined Categories API, "Categories List". */
export const listCategories: EndpointHandler = {
  handle: (context) =>
    listAnswer(context, categoryEntities(requireConfiguration(context)), {
      usual: 'id,deleted,name',
      summary: 'id,deleted,name',
      all: 'id,deleted,name,order,proposed',
    }),
};
