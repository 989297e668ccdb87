<?php
// Router of PHP's own web server: files as they are, everything else through WordPress (pretty permalinks).
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?? '/');
$file = realpath($root . $path);
if ($file && str_starts_with($file, $root . '/') && is_file($file) && !str_ends_with($file, '.php')) {
    return false;
}
// /index.php/wp-json/ (index permalinks): what follows the script is the path information.
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = "$root/index.php";
if (preg_match('#^/index\.php(/.*)$#', $path, $found)) {
    $_SERVER['PATH_INFO'] = $found[1];
    $_SERVER['PHP_SELF'] .= $found[1];
}
chdir($root);
require "$root/index.php";
