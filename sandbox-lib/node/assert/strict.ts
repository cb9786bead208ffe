// Node's module `assert/strict`. Inside the context. https://nodejs.org/api/assert.html#strict-assertion-mode
import assert from '../assert.ts';

export default assert.strict;
