import { honoDoor } from './doors/hono.ts';
import { runTable } from './run-table.ts';

runTable(honoDoor);
