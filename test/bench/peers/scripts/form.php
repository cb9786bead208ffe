<?php
// Says how much was in a form.
header('Content-Type: text/plain');
echo count($_POST), ' fields, ', array_sum(array_map('strlen', $_POST)), " characters\n";
