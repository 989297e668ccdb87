<?php
// Runs PHP inside the site: `php run.php SITE < code.php`. What the code prints is the answer.
[, $site] = $argv;
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET'];
if (getenv('TEST_WORDPRESS_INSTALL')) {
    define('WP_INSTALLING', true);
}
require "$site/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
if (!defined('WP_INSTALLING')) {
    wp_set_current_user(1);
}
eval(stream_get_contents(STDIN));
