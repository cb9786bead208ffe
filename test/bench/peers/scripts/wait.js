// Waits 50 ms, as for a database.
setTimeout(() => process.stdout.write('Content-Type: text/plain\n\nwaited\n'), 50);
