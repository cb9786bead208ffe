# Reads the whole body and says how long it was. For sys.stdin.req see form.py.
import os
import sys

body = sys.stdin.req.read(int(os.environ['CONTENT_LENGTH']))
sys.stdout.write('Content-Type: text/plain\n\n%d\n' % len(body))
