<?php
// A newsroom with posts in the shapes that real sites have: what it makes, by name, for the tests to change.
function seed_newsroom(): array {
    global $wpdb;
    $accounts = [];
    foreach (['mara' => 'Mara Holt', 'jonah' => 'Jonah Pike', 'bea' => 'Bea Farrow'] as $login => $name) {
        $accounts[$login] = wp_insert_user([
            'user_login' => $login, 'user_pass' => "$login-password", 'user_email' => "$login@example.test",
            'display_name' => $name, 'role' => 'author',
        ]);
    }
    $term = fn (string $name, string $taxonomy, array $more = []) => wp_insert_term($name, $taxonomy, $more)['term_id'];
    $crime = $term('Crime & Courts', 'category');
    $terms = [
        'crime' => $crime, 'bridge' => $term("Ferryman's Bridge", 'category', ['parent' => $crime]),
        'port' => $term('Café « Été » <Quay>', 'category'), 'closing' => $term('Closing Soon', 'category'),
        'rnd' => $term('R&D', 'post_tag'), 'quoted' => $term('The "Saucer"', 'post_tag'), 'later' => $term('Later', 'post_tag'),
        'season' => $term('Season 1 & 2', 'series'),
    ];
    $pictures = [];
    foreach (['harbour', 'bridge'] as $name) {
        $pictures[$name] = wp_insert_attachment(
            ['post_title' => $name, 'post_mime_type' => 'image/jpeg', 'post_status' => 'inherit'], "2026/01/$name.jpg"
        );
    }
    $plain = seed_posts(24);
    foreach ($plain as $number => $id) {
        $account = array_values($accounts)[$number % 3];
        $wpdb->update($wpdb->posts, ['post_author' => $account], ['ID' => $id]);
        wp_set_post_terms($id, [array_values($terms)[$number % 4]], 'category');
        wp_set_post_terms($id, $number % 2 ? ['R&D'] : [], 'post_tag');
    }
    $image = "<!-- wp:image {\"id\":{$pictures['harbour']},\"lightbox\":{\"enabled\":true}} -->\n"
        . "<figure class=\"wp-block-image\"><img src=\"/wp-content/uploads/2026/01/harbour.jpg\" alt=\"\" class=\"wp-image-{$pictures['harbour']}\"/>"
        . "</figure>\n<!-- /wp:image -->";
    $english = 'The harbour board met on Tuesday and voted to close the old bridge for a year while its bearing is made new.';
    $tweet = '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The bridge will be shut by noon.</p>&mdash; Tarrow Port'
        . ' (@tarrowport) <a href="https://twitter.com/tarrowport/status/1700000000000000001">March 2, 2026</a></blockquote>';
    $texts = [
        'lightbox' => "<p>$english</p>\n$image\n[gallery ids=\"{$pictures['harbour']},{$pictures['bridge']}\"]",
        'headings' => '<h2>The board met on Tuesday.</h2><h2>It voted to close the bridge.</h2><h3>Nobody spoke against it.</h3>',
        'breaks' => "The board met on Tuesday.<br /><br />It voted to close the bridge.<br /><br />Nobody spoke against it.",
        'embedded' => "<p>$english</p>\n$tweet\n<p>$english</p>",
        'french' => '<p>' . str_repeat('Le conseil du port s’est réuni mardi et a voté la fermeture du vieux pont pendant un an. ', 6) . '</p>',
        'greek' => '<p>' . str_repeat('Το συμβούλιο του λιμανιού συνεδρίασε την Τρίτη και ψήφισε να κλείσει η παλιά γέφυρα για έναν χρόνο. ', 6) . '</p>',
        'coauthored' => "<p>$english</p>", 'themed' => "<p>$english</p>", 'broken' => "<p>$english</p>", 'zero' => "<p>$english</p>",
        'estimated' => "<p>$english</p>", 'trashed' => "<p>$english</p>", 'drafted' => "<p>$english</p>", 'purged' => "<p>$english</p>",
    ];
    kses_remove_filters();
    $posts = [];
    foreach (array_keys($texts) as $number => $name) {
        $posts[$name] = wp_insert_post([
            'post_title' => "Ham &amp; eggs: <em>$name</em> “it’s” 5 &lt; 6", 'post_content' => $texts[$name],
            'post_status' => 'publish', 'post_author' => $accounts['mara'], 'post_name' => "shape-$name",
            'post_date' => sprintf('2026-02-%02d 10:30:00', $number + 1), 'post_category' => [$terms['crime'], $terms['bridge']],
            'tags_input' => ['R&D', 'The "Saucer"'],
        ]);
    }
    update_post_meta($posts['coauthored'], 'test_coauthors', [$accounts['jonah'], $accounts['bea']]);
    update_post_meta($posts['themed'], 'test_kicker', 'By the water');
    $zero = '0000-00-00 00:00:00';
    $wpdb->query("set session sql_mode = ''");
    $wpdb->update($wpdb->posts, ['post_date_gmt' => $zero, 'post_modified_gmt' => $zero], ['ID' => $posts['estimated']]);
    $wpdb->update(
        $wpdb->posts,
        ['post_date' => $zero, 'post_date_gmt' => $zero, 'post_modified' => $zero, 'post_modified_gmt' => $zero],
        ['ID' => $posts['zero']]
    );
    [$review] = seed_posts(1, '', 'review');
    wp_set_post_terms($review, [$terms['season']], 'series');
    wp_cache_flush();
    return ['accounts' => $accounts, 'terms' => $terms, 'pictures' => $pictures, 'posts' => $posts, 'plain' => $plain, 'review' => $review];
}
