# Reads a form off stdin and says how much was in it.
import os
import sys
from urllib.parse import parse_qsl

# sys.stdin of mod_python 3.5 fails in Python 3 (it adds bytes to a str): the script asks the request behind it.
body = sys.stdin.req.read(int(os.environ['CONTENT_LENGTH'])).decode('latin-1')
fields = dict(parse_qsl(body))
characters = sum(len(value) for value in fields.values())
sys.stdout.write('Content-Type: text/plain\n\n%d fields, %d characters\n' % (len(fields), characters))
