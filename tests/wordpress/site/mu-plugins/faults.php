<?php
// Faults on request: `faults.json` beside the site holds rules, each for the requests whose address matches.
//   match: regular expression over the decoded address      skip, times: which of the matching requests (all by default)
//   fault: a name below; argument: its parameter
// Every request is logged, so that a test can count them.
(function () {
    if (PHP_SAPI !== 'cli-server') {
        return;
    }
    $place = getenv('TEST_WORDPRESS_PLACE');
    $uri = rawurldecode($_SERVER['REQUEST_URI']);
    $authorization = empty($_SERVER['HTTP_AUTHORIZATION']) ? '-' : 'authorized';
    $agent = $_SERVER['HTTP_USER_AGENT'] ?? '-';
    file_put_contents(
        "$place/requests.log",
        sprintf("%.3f %s %s %s %s\n", microtime(true), $_SERVER['REQUEST_METHOD'], $authorization, $uri, $agent),
        FILE_APPEND | LOCK_EX
    );
    $file = @fopen("$place/faults.json", 'r+');
    if (!$file) {
        return;
    }
    flock($file, LOCK_EX);
    $rules = json_decode(stream_get_contents($file), true);
    $due = [];
    foreach ($rules as &$rule) {
        if (!preg_match("~{$rule['match']}~", $uri)) {
            continue;
        }
        $rule['seen'] = ($rule['seen'] ?? 0) + 1;
        $nth = $rule['seen'] - ($rule['skip'] ?? 0);
        if ($nth >= 1 && $nth <= ($rule['times'] ?? PHP_INT_MAX)) {
            $due[] = [$rule['fault'], $rule['argument'] ?? null];
        }
    }
    unset($rule);
    rewind($file);
    ftruncate($file, 0);
    fwrite($file, json_encode($rules));
    flock($file, LOCK_UN);
    foreach ($due as [$fault, $argument]) {
        test_fault($fault, $argument);
    }
})();

function test_answer(int $status, string $type, string $body, array $headers = []): never {
    ini_set('zlib.output_compression', 'Off');
    header("Content-Type: $type", true, $status);
    foreach ($headers as $header) {
        header($header);
    }
    echo $body;
    exit;
}

function test_headers(callable $change): void {
    add_filter('rest_post_dispatch', function ($response) use ($change) {
        $response->set_headers($change($response->get_headers()));
        return $response;
    }, 999);
}

function test_fault(string $fault, mixed $argument): void {
    $html = 'text/html; charset=UTF-8';
    match ($fault) {
        // what stands around the JSON
        'bom' => print("\xEF\xBB\xBF"),
        'warning' => print("<br />\n<b>Warning</b>:  Undefined array key \"x[0]\" in <b>/srv/plugin.php</b> on line <b>5</b><br />\n"),
        'comment' => register_shutdown_function(fn () => print("\n<!-- Dynamic page generated in 0.1 seconds. -->")),
        'control' => ob_start(fn ($body) => preg_replace('/"rendered":"/', "\"rendered\":\"a\x01b\tc", $body)),
        // answers that are no data
        'status' => test_answer((int) $argument, $html, "<!doctype html><html><body>Status $argument</body></html>"),
        'challenge' => test_answer((int) ($argument ?? 403), $html, '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>'),
        'busy' => test_answer(429, $html, 'Too many requests', $argument === null ? [] : ["Retry-After: $argument"]),
        'redirect' => test_answer(302, $html, '', ["Location: $argument"]),
        'html' => test_answer(200, $html, '<!doctype html><html><body>Welcome</body></html>'),
        'shape' => test_answer(200, 'application/json', '[[]]'),
        'login' => add_filter('rest_authentication_errors', fn ($error) => $error ?: (is_user_logged_in() ? $error
            : new WP_Error('rest_not_logged_in', 'Bitte anmelden.', ['status' => 401]))),
        // answers that do not arrive
        'sleep' => sleep((int) $argument),
        'drip' => test_drip((float) $argument),
        'truncate' => test_answer(200, 'application/json', '[{"id":1', ['Content-Length: 999999']),
        'bomb' => test_bomb((int) $argument),
        'memory' => test_memory((int) $argument),
        'broken_post' => add_filter('rest_prepare_post', fn ($response, $post) =>
            $post->ID === (int) $argument ? test_answer(500, $html, 'Allowed memory size exhausted') : $response, 1, 2),
        // lists that mislead
        'loop' => test_loop(),
        'foreign_next' => test_headers(fn ($headers) => ['Link' => "<$argument>; rel=\"next\""] + $headers),
        'total' => test_headers(fn ($headers) => ['X-WP-Total' => $argument] + $headers),
        'no_totals' => test_headers(fn ($headers) => array_diff_key($headers, array_flip(['X-WP-Total', 'X-WP-TotalPages', 'Link']))),
        'largest_page' => add_filter('rest_post_query', fn ($arguments) =>
            ['posts_per_page' => min((int) $argument, $arguments['posts_per_page'])] + $arguments),
        'hide' => add_filter('posts_results', fn ($posts) => array_values(array_filter($posts, fn ($post) => $post->ID !== (int) $argument))),
        'no_modified_after' => add_filter('rest_post_collection_params', function ($parameters) {
            unset($parameters['modified_after']);
            return $parameters;
        }),
        // the site changes in the middle of the request
        'php' => add_action('rest_api_init', fn () => eval($argument), 99),
    };
}

function test_drip(float $seconds): void {
    ini_set('zlib.output_compression', 'Off');
    header('Content-Type: application/json');
    for ($passed = 0.0; $passed < $seconds; $passed += 0.1) {
        echo ' ';
        @ob_flush();
        flush();
        usleep(100000);
    }
}

function test_bomb(int $megabytes): never {
    ini_set('zlib.output_compression', 'Off');
    header('Content-Type: application/json');
    header('Content-Encoding: gzip');
    $deflate = deflate_init(ZLIB_ENCODING_GZIP);
    for ($i = 0; $i < $megabytes; $i++) {
        echo deflate_add($deflate, str_repeat(' ', 1024 * 1024), ZLIB_NO_FLUSH);
    }
    echo deflate_add($deflate, '[]', ZLIB_FINISH);
    exit;
}

function test_memory(int $most): void {
    $asked = isset($_GET['include']) ? count(explode(',', $_GET['include'])) : (int) ($_GET['per_page'] ?? 10);
    if ($asked > $most) {
        test_answer(500, 'text/html', 'Allowed memory size exhausted');
    }
}

function test_loop(): void {
    unset($_GET['offset'], $_GET['page'], $_REQUEST['offset'], $_REQUEST['page']);
    $_SERVER['QUERY_STRING'] = http_build_query($_GET);
}
