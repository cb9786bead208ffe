// A page of as many MiB as the query says.
const piece = Buffer.alloc(64 * 1024, 'b');
process.stdout.write('Content-Type: application/octet-stream\n\n');
for (let i = 16 * Number(process.env.QUERY_STRING); i > 0; i--) process.stdout.write(piece);
