<?php
// Waits 50 ms, as for a database.
usleep(50000);
header('Content-Type: text/plain');
echo "waited\n";
