import { engineDoor } from './doors/engine.ts';
import { runTable } from './run-table.ts';

runTable(engineDoor);
