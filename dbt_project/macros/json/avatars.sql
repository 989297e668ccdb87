{#-
    A Gravatar address is a hash of somebody's e-mail address, and can be looked up. Wherever one occurs in the text it
    becomes `urn:avatar:<hash under this warehouse's own key>`: still one name for one picture (its size, after the
    question mark, is not part of it), but no longer a way to the person.
-#}
{% macro replace_avatars(text, key) -%}
    {%- set picture = found_in('address', '/avatar/([^?&]*)', 1) -%}
    {{
        replace_each(
            text,
            'https?://(?:[a-z0-9-]+[.])*gravatar[.]com/avatar/[^"\\\\\\s<>]*', 0,
            'address', "'urn:avatar:' || left(" ~ sha256_hex(key ~ ' || ' ~ picture) ~ ', 32)'
        )
    }}
{%- endmacro %}
