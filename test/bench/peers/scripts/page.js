// A page of 1 MiB, written in 16 pieces.
const piece = 'the quick brown fox jumps over the lazy dog, and then once more\n'.repeat(1024);
process.stdout.write('Content-Type: text/plain\n\n');
for (let i = 0; i < 16; i++) process.stdout.write(piece);
