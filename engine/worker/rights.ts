// What a worker gives up of Node's permission model once it has what it needs. Worker side.

/** From here on, and before any script runs, the process starts no thread and loads no addon. */
export function giveUpRights(): void {
  // The first releases of Node 24 cannot drop.
  process.permission?.drop?.('worker');
  process.permission?.drop?.('addon');
}
