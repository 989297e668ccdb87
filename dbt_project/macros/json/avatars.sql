{#-
    A Gravatar address is a hash of somebody's e-mail address, and can be looked up. Wherever one occurs in the text it
    becomes `urn:avatar:<hash under this warehouse's own key>`: still one name for one picture (its size, after the
    question mark, is not part of it), but no longer a way to the person.
-#}
{% macro replace_avatars(text, key) -%}
    {%- set address = "'https?://(?:[a-z0-9-]+[.])*gravatar[.]com/avatar/[^\"\\\\\\s<>]*'" -%}
    case
        when {{ text }} is not null then array_to_string(
            list_transform(
                list_zip(
                    regexp_split_to_array({{ text }}, {{ address }}),
                    list_transform(
                        regexp_extract_all({{ text }}, {{ address }}),
                        lambda address: 'urn:avatar:'
                        || left(sha256({{ key }} || regexp_extract(address, '/avatar/([^?&]*)', 1)), 32)
                    )
                ),
                lambda pair: pair[1] || coalesce(pair[2], '')
            ),
            ''
        )
    end
{%- endmacro %}
