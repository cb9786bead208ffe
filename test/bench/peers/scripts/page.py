# A page of 1 MiB, written in 16 pieces.
import sys

piece = 'the quick brown fox jumps over the lazy dog, and then once more\n' * 1024
sys.stdout.write('Content-Type: text/plain\n\n')
for i in range(16):
    sys.stdout.write(piece)
