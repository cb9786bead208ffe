<?php
// A page of 1 MiB, written in 16 pieces.
$piece = str_repeat("the quick brown fox jumps over the lazy dog, and then once more\n", 1024);
header('Content-Type: text/plain');
for ($i = 0; $i < 16; $i++) {
    echo $piece;
}
