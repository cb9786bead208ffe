import { nodeDoor } from './doors/node.ts';
import { runTable } from './run-table.ts';

runTable(nodeDoor);
