#!/usr/bin/env node
// Prints what it was given: environment, arguments, working directory.
process.stdout.write('Content-Type: application/json\n\n');
process.stdout.write(JSON.stringify({ env: process.env, argv: process.argv.slice(2), main: process.argv[1], cwd: process.cwd() }));
