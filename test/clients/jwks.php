<?php
// Any client of PHP's curl extension, Guzzle for instance.
$call = curl_init($argv[1]);
curl_setopt($call, CURLOPT_RETURNTRANSFER, true);
echo curl_exec($call) ?: curl_error($call);
