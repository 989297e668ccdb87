<?php
// What a newsroom's site has beyond core: a post type and a taxonomy of its own, and no mail.
if (!function_exists('wp_mail')) {
    function wp_mail(...$arguments) {
        return true;
    }
}
add_filter('wp_is_application_passwords_available', '__return_true');
add_action('init', function () {
    register_taxonomy('series', ['review'], ['show_in_rest' => true, 'rest_base' => 'series', 'label' => 'Series']);
    register_post_type('review', [
        'label' => 'Reviews', 'public' => true, 'show_in_rest' => true, 'rest_base' => 'reviews',
        'supports' => ['title', 'editor', 'author', 'excerpt', 'comments'],
    ]);
    register_post_type('memo', ['label' => 'Memos', 'public' => false, 'show_in_rest' => false]);
});
