{#- Text without surrounding space; null where nothing is left. -#}
{% macro blank_to_null(text) -%}
    nullif(trim({{ text }}), '')
{%- endmacro %}

{#-
    Text with the entities decoded that WordPress and Yoast print in names and headlines: numbered ones, and the five
    that HTML reserves. `&amp;` comes last, so that `&amp;lt;` gives `&lt;`. (DuckDB's `html_unescape` needs an extension
    that cannot be installed offline.)
-#}
{% macro decode_entities(text) -%}
    replace(replace(replace(replace(replace(replace(
        case
            when {{ text }} is not null then array_to_string(
                list_transform(
                    list_zip(
                        regexp_split_to_array({{ text }}, '&#[0-9]{1,6};'),
                        list_transform(
                            regexp_extract_all({{ text }}, '&#([0-9]{1,6});', 1),
                            lambda number: {{ character_of('number') }}
                        )
                    ),
                    lambda pair: pair[1] || coalesce(pair[2], '')
                ),
                ''
            )
        end,
        '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&apos;', chr(39)), '&nbsp;', ' '), '&amp;', '&')
{%- endmacro %}

{#- The character of a numbered entity; nothing for control characters and for numbers that are no character. -#}
{% macro character_of(number) -%}
    case
        when cast({{ number }} as integer) between 32 and 55295 or cast({{ number }} as integer) between 57344 and 999999
            then chr(cast({{ number }} as integer))
        else ''
    end
{%- endmacro %}

{#- What WordPress makes of a term's name where the name is Latin script: lower case, no accents, hyphens. -#}
{% macro slug_of(text) -%}
    trim(regexp_replace(regexp_replace(strip_accents(lower({{ text }})), '[''’&"]', '', 'g'), '[^a-z0-9]+', '-', 'g'), '-')
{%- endmacro %}

{#-
    A person's name as the key of who it is: lower case, no accents, no apostrophes, single spaces, no form of address.
-#}
{% macro normalize_name(name) -%}
    nullif(
        regexp_replace(
            trim(regexp_replace(
                regexp_replace(lower(strip_accents({{ name }})), '[''’‘ʼ`´]', '', 'g'), '[^\p{L}\p{N}]+', ' ', 'g'
            )),
            '^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|monsieur|madame|mme|mlle) )+',
            ''
        ),
        ''
    )
{%- endmacro %}

{#- The words of a role or organisation that say something: no articles or prepositions (English and French). -#}
{% macro telling_words(text) -%}
    list_filter(
        list_distinct(
            string_split_regex(
                trim(regexp_replace(lower(strip_accents(coalesce({{ text }}, ''))), '[^\p{L}\p{N}]+', ' ', 'g')), ' '
            )
        ),
        lambda word: length(word) > 1 and word not in (
            'the', 'of', 'for', 'and', 'in', 'at', 'to', 'an', 'on', 'its', 'his', 'her', 'their',
            'le', 'la', 'les', 'de', 'du', 'des', 'et', 'en', 'au', 'aux', 'un', 'une', 'pour', 'chez'
        )
    )
{%- endmacro %}
