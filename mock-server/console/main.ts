import { startConsole } from './app.ts';
import { createServerBackend } from './server-backend.ts';

startConsole(createServerBackend());
