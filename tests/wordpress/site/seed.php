<?php
require_once __DIR__ . '/shapes.php';

// Content for tests, by the fast way: rows straight into the tables, as WordPress itself would write them.
function seed_posts(int $count, string $modified = '', string $type = 'post', string $since = '2026-01-01'): array {
    global $wpdb;
    $start = strtotime("$since UTC");
    $ids = [];
    foreach (array_chunk(range(1, $count), 500) as $numbers) {
        $rows = [];
        foreach ($numbers as $number) {
            $date = gmdate('Y-m-d H:i:s', $start + $number * 3600);
            $edited = $modified ?: $date;
            $words = str_repeat("The harbour board met for the {$number}th time. ", 5 + $number % 40);
            $rows[] = $wpdb->prepare(
                '(1, %s, %s, %s, %s, %s, %s, %s, "publish", %s, "", "", "", "")',
                $date, $date, $edited, $edited, "Story $number", "<p>$words</p>", "story-$type-$number", $type
            );
        }
        $wpdb->query(
            "insert into $wpdb->posts (post_author, post_date, post_date_gmt, post_modified, post_modified_gmt, post_title,"
            . ' post_content, post_name, post_status, post_type, post_excerpt, to_ping, pinged, post_content_filtered) values '
            . implode(', ', $rows)
        );
        $first = (int) $wpdb->get_var('select last_insert_id()');
        array_push($ids, ...range($first, $first + count($numbers) - 1));
    }
    wp_cache_flush();
    return $ids;
}

// Like an editor's save at a stated moment: WordPress itself always writes the present one.
function edit_at(int $id, string $moment): void {
    global $wpdb;
    wp_update_post(['ID' => $id, 'post_content' => "<p>Edited at $moment.</p>"]);
    $wpdb->update($wpdb->posts, ['post_modified' => $moment, 'post_modified_gmt' => $moment], ['ID' => $id]);
    clean_post_cache($id);
}

// What happens to posts, as editors and time make it happen.
function edit_now(int $id): void {
    edit_at($id, gmdate('Y-m-d H:i:s'));
}

function purge(int $id): void {
    wp_delete_post($id, true);
}

function redate(int $id): void {
    $date = '2019-05-05 10:00:00';
    wp_update_post(['ID' => $id, 'post_date' => $date, 'post_date_gmt' => $date, 'edit_date' => true]);
}

function insert(int $near): int {
    return wp_insert_post(['post_title' => "News $near", 'post_content' => 'New.', 'post_status' => 'publish']);
}

// Both of its dates are old: no cursor finds it.
function insert_back_dated(int $near): int {
    return wp_insert_post([
        'post_title' => "Old $near", 'post_content' => 'Old.', 'post_status' => 'publish', 'post_date' => '2018-01-01 10:00:00',
    ]);
}

// Written long ago, due now: its modified date stays the old one.
function publish_scheduled(int $near): int {
    global $wpdb;
    $id = wp_insert_post([
        'post_title' => "Later $near", 'post_content' => 'x', 'post_status' => 'future',
        'post_date' => gmdate('Y-m-d H:i:s', time() + 7200),
    ]);
    $now = gmdate('Y-m-d H:i:s', time() - 1);
    $long_ago = '2023-01-01 00:00:00';
    $wpdb->update(
        $wpdb->posts,
        ['post_date' => $now, 'post_date_gmt' => $now, 'post_modified' => $long_ago, 'post_modified_gmt' => $long_ago],
        ['ID' => $id]
    );
    clean_post_cache($id);
    check_and_publish_future_post($id);
    return $id;
}
