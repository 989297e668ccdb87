<?php ?><!doctype html><html><head><meta charset="utf-8"><?php wp_head(); ?></head><body><?php
while (have_posts()) {
    the_post();
    the_title('<h1>', '</h1>');
    the_content();
}
wp_footer(); ?></body></html>
