{#- Text without surrounding space; null where nothing is left. -#}
{% macro blank_to_null(text) -%}
    nullif(trim({{ text }}), '')
{%- endmacro %}

{#-
    Text with the entities decoded that WordPress and Yoast print in names and headlines: numbered ones, and the five
    that HTML reserves. `&amp;` comes last, so that `&amp;lt;` gives `&lt;`. (DuckDB's own `html_unescape` needs an
    extension that cannot be installed offline.)
-#}
{% macro decode_entities(text) -%}
    replace(replace(replace(replace(replace(replace(
        {{ replace_each(text, '&#([0-9]{1,6});', 1, 'number', character_of('number')) }},
        '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&apos;', ''''), '&nbsp;', ' '), '&amp;', '&')
{%- endmacro %}

{#- The character of a numbered entity; nothing for control characters and for numbers that are no character. -#}
{% macro character_of(number) -%}
    case
        when cast({{ number }} as integer) between 32 and 55295 or cast({{ number }} as integer) between 57344 and 999999
            then {{ character('cast(' ~ number ~ ' as integer)') }}
        else ''
    end
{%- endmacro %}

{#- What WordPress makes of a term's name where the name is Latin script: lower case, no accents, hyphens. -#}
{% macro slug_of(text) -%}
    {%- set plain = replace_all(without_accents('lower(' ~ text ~ ')'), '[\'’&"]') -%}
    {{ replace_all(replace_all(plain, '[^a-z0-9]+', '-'), '^-+|-+$') }}
{%- endmacro %}

{#-
    A person's name as the key of who it is: lower case, no accents, no apostrophes, single spaces, no form of address.
-#}
{% macro normalize_name(name) -%}
    {%- set plain = replace_all('lower(' ~ without_accents(name) ~ ')', "['’‘ʼ`´]") -%}
    {%- set words = 'trim(' ~ replace_all(plain, '[^\\p{L}\\p{N}]+', ' ') ~ ')' -%}
    nullif(
        {{
            replace_all(
                words,
                '^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|monsieur|madame|mme|mlle) )+'
            )
        }},
        ''
    )
{%- endmacro %}

{#- The words of a role or organisation that say something: no articles or prepositions (English and French). -#}
{% macro telling_words(text) -%}
    {%- set plain = 'lower(' ~ without_accents('coalesce(' ~ text ~ ", '')") ~ ')' -%}
    {%- set words = split_on('trim(' ~ replace_all(plain, '[^\\p{L}\\p{N}]+', ' ') ~ ')', ' ') -%}
    {%- set says_nothing = [
        'the', 'of', 'for', 'and', 'in', 'at', 'to', 'an', 'on', 'its', 'his', 'her', 'their',
        'le', 'la', 'les', 'de', 'du', 'des', 'et', 'en', 'au', 'aux', 'un', 'une', 'pour', 'chez',
    ] -%}
    {{
        only(
            'array_distinct(' ~ words ~ ')', 'word',
            "length(word) > 1 and word not in ('" ~ says_nothing | join("', '") ~ "')"
        )
    }}
{%- endmacro %}
