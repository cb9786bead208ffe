#!/usr/bin/env node
process.stdout.write('Content-Type: text/plain\nX-Words: ' + JSON.stringify(process.argv.slice(2)) + '\n\nbody');
