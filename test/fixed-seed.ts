// Imported before every test file: properties are tried on the same values each time, so that a red run is red for everybody. FC_SEED=1 npm
// test goes looking elsewhere.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) });
