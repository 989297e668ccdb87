{#-
    WordPress puts a post without a category into the one it was installed with, named in the site's language; Yoast leaves
    that one out of `articleSection`. A newsroom that renamed it made it a section like any other, so the name decides and not
    its id (1).
-#}
{% macro is_default_category(slug) -%}
    coalesce({{ slug }} in (
        'uncategorized', 'uncategorised', 'non-classe', 'sin-categoria', 'sem-categoria', 'senza-categoria',
        'nicht-kategorisiert', 'niet-gecategoriseerd', 'geen-categorie', 'nekategorizirano', 'nezarazene',
        'bez-kategorii', 'ikke-kategoriseret', 'okategoriserade', 'fara-categorie', 'kategorilenmemis'
    ), false)
{%- endmacro %}
