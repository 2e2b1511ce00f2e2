// A process of its own: what it is answered goes to its output.
import { runFlow, seededMock } from './seeded-flow.ts';

process.stdout.write(JSON.stringify(await runFlow(seededMock(process.argv[2] ?? ''))));
