<?php
// What a newsroom's site has beyond core: a post type and a taxonomy of its own, and no mail.
if (!function_exists('wp_mail')) {
    function wp_mail(...$arguments) {
        return true;
    }
}
add_filter('wp_is_application_passwords_available', '__return_true');
// A theme's own field, which only some posts carry, and the list of a co-authors plug-in.
add_filter('rest_prepare_post', function ($response, $post) {
    if ($kicker = get_post_meta($post->ID, 'test_kicker', true)) {
        $response->data['kicker'] = $kicker;
    }
    if ($accounts = get_post_meta($post->ID, 'test_coauthors', true)) {
        $response->data['coauthors'] = array_map(fn ($id) => [
            'id' => $id, 'display_name' => get_the_author_meta('display_name', $id),
            'user_nicename' => get_the_author_meta('user_nicename', $id),
        ], $accounts);
    }
    return $response;
}, 10, 2);
add_action('init', function () {
    if (get_option('test_without_reviews')) {
        return;
    }
    register_taxonomy('series', ['review'], ['show_in_rest' => true, 'rest_base' => 'series', 'label' => 'Series']);
    register_post_type('review', [
        'label' => 'Reviews', 'public' => true, 'show_in_rest' => true, 'rest_base' => 'reviews',
        'supports' => ['title', 'editor', 'author', 'excerpt', 'comments'],
    ]);
});
add_action('init', function () {
    register_post_type('memo', ['label' => 'Memos', 'public' => false, 'show_in_rest' => false]);
});
