<?php
// Yoast's two fields in the form its versions since 16.7 answer, computed from the post: the plugin itself is not
// among Debian's packages. The option `test_head` chooses: `json` (both), `html` (only the older one), `none`.
function test_head_graph(WP_Post $post): array {
    $link = get_permalink($post);
    $home = home_url('/');
    $person = "$home#/schema/person/{$post->post_author}";
    $words = preg_match_all('/[A-Za-z-]+/', strip_tags("$post->post_title $post->post_content"));
    return ['@context' => 'https://schema.org', '@graph' => [
        ['@type' => 'Article', '@id' => "$link#article", 'isPartOf' => ['@id' => $link],
         'author' => ['name' => get_the_author_meta('display_name', $post->post_author), '@id' => $person],
         'headline' => $post->post_title, 'datePublished' => mysql2date(DATE_W3C, $post->post_date_gmt . ' +0000', false),
         'mainEntityOfPage' => ['@id' => $link], 'wordCount' => $words, 'inLanguage' => 'en-US'],
        ['@type' => 'WebPage', '@id' => $link, 'url' => $link, 'name' => $post->post_title,
         'isPartOf' => ['@id' => "$home#website"]],
        ['@type' => 'WebSite', '@id' => "$home#website", 'url' => $home, 'name' => get_bloginfo('name')],
        ['@type' => 'Person', '@id' => $person, 'name' => get_the_author_meta('display_name', $post->post_author)],
    ]];
}
add_action('rest_api_init', function () {
    $mode = get_option('test_head', 'json');
    if ($mode === 'none') {
        return;
    }
    $graph = fn ($document) => test_head_graph(get_post($document['id']));
    register_rest_field(['post', 'page', 'review'], 'yoast_head', [
        'get_callback' => fn ($document) => '<title>' . esc_html(get_post($document['id'])->post_title) . "</title>\n"
            . '<script type="application/ld+json" class="yoast-schema-graph">' . wp_json_encode($graph($document))
            . '</script>',
        'schema' => ['type' => 'string', 'context' => ['view']],
    ]);
    if ($mode === 'json') {
        register_rest_field(['post', 'page', 'review'], 'yoast_head_json', [
            'get_callback' => fn ($document) => array_filter([
                'title' => get_post($document['id'])->post_title . ' - ' . get_bloginfo('name'),
                'description' => get_post_meta($document['id'], '_yoast_wpseo_metadesc', true),
                'robots' => ['index' => 'index', 'follow' => 'follow'],
                'canonical' => get_permalink($document['id']),
                'og_type' => 'article',
                'schema' => $graph($document),
            ]),
            'schema' => ['type' => 'object', 'context' => ['view']],
        ]);
    }
});
