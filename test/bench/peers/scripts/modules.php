<?php
// Loads 20 modules beside it and calls a function of each.
$sum = 0;
for ($i = 0; $i < 20; $i++) {
    require_once __DIR__ . "/lib/part$i.php";
    $sum += "part{$i}_f0"($i);
}
header('Content-Type: text/plain');
echo "$sum\n";
