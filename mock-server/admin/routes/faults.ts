import * as v from 'valibot';
import { answerSchema, closeSchema, faultNames, frameAnswerSchema } from '../../control/faults/effects.ts';
import { FAULT_PRESETS } from '../../control/faults/presets.ts';
import type { FaultSpec } from '../../control/faults/spec.ts';
import { matchSchema, specSchema } from '../../control/faults/spec.ts';
import type { FaultState } from '../../control/faults/store.ts';
import { countedBy, describeProgress } from '../../control/faults/describe.ts';
import { AdminError } from '../admin-error.ts';
import { ADMIN_PATH, MAX_FAULT_BODY_BYTES } from '../path.ts';
import type { AdminMock } from '../route.ts';
import { answers, does } from '../route.ts';
import { controlsOf, scope } from '../scope.ts';

/** What a choice that looks at the value can be, for the OpenAPI document. No function goes over the wire. */
export const faultChoices: ReadonlyMap<v.GenericSchema, readonly v.GenericSchema[]> = new Map<
  v.GenericSchema,
  readonly v.GenericSchema[]
>([
  [specSchema().entries.match.wrapped, [matchSchema()]],
  [specSchema().entries.error.wrapped, [v.picklist(faultNames()), answerSchema(), frameAnswerSchema(), closeSchema()]],
]);

/** What checks a fault, typed by what is handed on. */
export const faultSpec = specSchema() as v.GenericSchema as v.GenericSchema<FaultSpec, FaultSpec>;

export const faultState = v.strictObject({
  id: v.string(),
  spec: faultSpec,
  state: v.picklist(['armed', 'spent', 'removed']),
  description: v.pipe(v.string(), v.description('What the client will see, in one sentence')),
  seen: v.pipe(v.number(), v.description('How many calls or frames matched, whether the fault fired or not')),
  fired: v.number(),
  explanation: v.pipe(v.string(), v.description('Its progress, in words')),
});

const preset = v.strictObject({
  name: v.string(),
  title: v.string(),
  sentence: v.pipe(v.string(), v.description('What the client will see')),
  spec: v.pipe(faultSpec, v.description('What arms it')),
});

export const faultRoutes = [
  answers({
    verb: 'faults.presets',
    method: 'GET',
    path: `${ADMIN_PATH}/fault-presets`,
    summary: 'Faults that people often want, ready to be armed, each with what the client will see',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({ presets: v.array(preset) }),
    run: () => ({ presets: FAULT_PRESETS }),
  }),
  answers({
    verb: 'faults.list',
    method: 'GET',
    path: `${ADMIN_PATH}/faults`,
    summary: 'The faults, spent ones too',
    input: v.strictObject(scope),
    status: 200,
    output: v.strictObject({ faults: v.array(faultState) }),
    run: (mock, { accountId }) => ({ faults: controlsOf(mock, accountId).faults.list() }),
  }),
  answers({
    verb: 'faults.add',
    method: 'POST',
    path: `${ADMIN_PATH}/faults`,
    summary: 'Arms a fault',
    input: faultSpec,
    maxBodyBytes: MAX_FAULT_BODY_BYTES,
    status: 201,
    output: faultState,
    // Looked for among those of its account: the list of all grows with each.
    run: (mock, spec) => requireFault(mock, spec.account, mock.faults.add(spec)),
  }),
  answers({
    verb: 'faults.explain',
    method: 'GET',
    path: `${ADMIN_PATH}/faults/{id}`,
    summary: 'How far a fault is',
    input: v.strictObject(scope),
    status: 200,
    output: faultState,
    run: (mock, { accountId }, parameters) => requireFault(mock, accountId, parameters),
  }),
  answers({
    verb: 'faults.remove',
    method: 'DELETE',
    path: `${ADMIN_PATH}/faults/{id}`,
    summary: 'Disarms a fault, and reports its progress',
    input: v.strictObject(scope),
    status: 200,
    output: faultState,
    run: (mock, { accountId }, parameters) => {
      const fault = requireFault(mock, accountId, parameters);
      controlsOf(mock, accountId).faults.remove(fault.id);
      return {
        ...fault,
        state: 'removed' as const,
        explanation: describeProgress({
          state: 'removed',
          fired: fault.fired,
          left: null,
          every: 1,
          skips: 0,
          what: countedBy(fault.spec),
        }),
      };
    },
  }),
  does({
    verb: 'faults.clear',
    method: 'DELETE',
    path: `${ADMIN_PATH}/faults`,
    summary: 'Disarms all',
    input: v.strictObject(scope),
    run: (mock, { accountId }) => {
      controlsOf(mock, accountId).faults.clear();
    },
  }),
];

/** @throws AdminError 404 when there is none of that id. */
function requireFault(mock: AdminMock, accountId: string | undefined, { id }: { readonly id?: string }): FaultState {
  const found = controlsOf(mock, accountId)
    .faults.list()
    .find((fault) => fault.id === id);
  if (found === undefined) throw new AdminError(404, `no fault ${JSON.stringify(id)}: it was removed, or never armed`);
  return found;
}
