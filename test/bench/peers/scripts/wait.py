# Waits 50 ms, as for a database.
import sys
import time

time.sleep(0.05)
sys.stdout.write('Content-Type: text/plain\n\nwaited\n')
