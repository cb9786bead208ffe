import { serveDoor } from './doors/serve.ts';
import { runTable } from './run-table.ts';

runTable(serveDoor);
