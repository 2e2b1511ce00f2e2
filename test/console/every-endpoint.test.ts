import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../mock-server/console/admin-api.ts';
import { isCall } from '../../mock-server/console/picture/step.ts';
import { stepsOf } from '../../mock-server/console/picture/steps.ts';
import { createRows } from '../../mock-server/console/rows.ts';
import { serviceOf, whatOf } from '../../mock-server/console/words.ts';
import { createMock } from '../../mock-server/index.ts';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import { ask } from '../support/calls.ts';

const path = '/a/path/of/the/call';

/** An entry of the journal, as if the endpoint had been called. */
async function entryOf(endpointId: string): Promise<JournalEntry> {
  const mock = createMock();
  await ask(mock, { target: path });
  const [entry] = mock.journal.find();
  if (entry === undefined) throw new Error('nothing was journaled');
  return { ...entry, endpointId };
}

describe('The console has words for every endpoint:', () => {
  it.each(endpoints.map(({ id }) => id))('%s', async (id) => {
    const entry = await entryOf(id);
    expect(whatOf(entry)).not.toContain(path);
    expect(serviceOf(id)).toBeDefined();
    const rows = createRows();
    rows.addEntry(entry);
    const [step] = stepsOf(rows.all()).filter(isCall);
    expect(step).toMatchObject({ words: expect.not.stringContaining(path), to: expect.not.stringMatching('unknown') });
  });
});
