{#-
    A Gravatar address is a hash of somebody's e-mail address, and can be looked up. Wherever one occurs in the text it
    becomes `urn:avatar:<hash under this warehouse's own key>`: still one name for one picture (its size, after the
    question mark, is not part of it), but no longer a way to the person. It is found without its scheme, in capitals,
    with JSON's or the web's escapes, and inside the address of an image proxy.
-#}
{% macro replace_avatars(text, key) -%}
    {%- set slash = '(?:/|\\\\/|%2f)' -%}
    {%- set picture = 'lower(' ~ found_in('address', '(?i)avatar' ~ slash ~ '([0-9a-f]*)', 1) ~ ')' -%}
    {{
        replace_each(
            text,
            '(?i)(?:(?:https?(?:[:]|%3a))?' ~ slash ~ '{2})?(?:[a-z0-9-]+[.])*gravatar[.]com' ~ slash ~ 'avatar' ~ slash
            ~ '[^"\\\\\\s<>]*', 0,
            'address', "'urn:avatar:' || left(" ~ sha256_hex(key ~ ' || ' ~ picture) ~ ', 32)'
        )
    }}
{%- endmacro %}

{#- A schema graph without e-mail addresses: of `email` and of addresses that begin with `mailto:`, whoever's they are. -#}
{% macro without_emails(text) -%}
    {{
        replace_all(
            replace_all(text, '(?i)("email"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])', '\\1null'),
            '(?i)mailto:[^"\\\\\\s]+', 'mailto:'
        )
    }}
{%- endmacro %}
