import { statusReasonEntities } from '../../domain/configuration.ts';
import type { EndpointHandler } from '../endpoint.ts';
import { listAnswer, requireConfiguration } from './reading.ts';

/** Why agents of an account may be away. Source: Agent Status Reason API, "Agent Status List". */
export const listStatusReasons: EndpointHandler = {
  handle: (context) =>
    listAnswer(context, statusReasonEntities(requireConfiguration(context)), {
      usual: '',
      summary: 'id,deleted,text,state',
    }),
};
