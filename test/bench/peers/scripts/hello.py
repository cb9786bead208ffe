import sys

sys.stdout.write('Content-Type: text/plain\n\nhello\n')
