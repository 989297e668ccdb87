{#-
    A Gravatar address is a hash of somebody's e-mail address, and can be looked up. Wherever one occurs in the text it
    becomes `urn:avatar:<hash under this warehouse's own key>`: still one name for one picture (its size, after the
    question mark, is not part of it), but no longer a way to the person. Longer addresses are replaced first, because one can
    be the beginning of another.
-#}
{% macro replace_avatars(text, key) -%}
    list_reduce(
        list_reverse_sort(
            list_distinct(regexp_extract_all({{ text }}, 'https?://(?:[a-z0-9-]+\.)*gravatar\.com/avatar/[^"\\\s<>]*'))
        ),
        lambda replaced, address: replace(
            replaced,
            address,
            'urn:avatar:' || left(sha256({{ key }} || regexp_extract(address, '/avatar/([^?&]*)', 1)), 32)
        ),
        {{ text }}
    )
{%- endmacro %}
