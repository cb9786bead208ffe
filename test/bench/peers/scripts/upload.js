// Reads the whole body and says how long it was.
let length = 0;
process.stdin.on('data', (chunk) => {
  length += chunk.length;
});
process.stdin.on('end', () => {
  process.stdout.write(`Content-Type: text/plain\n\n${length}\n`);
});
