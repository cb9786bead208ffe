// '../common/fixtures.mjs' for a run in the sandbox. Inside the context; written for this repository.
import fixtures from './fixtures.js';

export const { fixturesDir, path, fileURL, readSync, readKey } = fixtures;
export default fixtures;
