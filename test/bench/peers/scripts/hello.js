process.stdout.write('Content-Type: text/plain\n\nhello\n');
