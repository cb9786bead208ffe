# Loads 20 modules beside it and calls a function of each.
import importlib
import sys

total = 0
for i in range(20):
    total += importlib.import_module('part%d' % i).f0(i)
sys.stdout.write('Content-Type: text/plain\n\n%d\n' % total)
