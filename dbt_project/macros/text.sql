{#- Text without surrounding space; null where nothing is left. -#}
{% macro blank_to_null(text) -%}
    nullif(trim({{ text }}), '')
{%- endmacro %}

{#-
    Text with its entities decoded as HTML does: names by HTML's own table (`html_entities`), decimal and hexadecimal
    numbers, with or without the semicolon where HTML allows it. Equal to Python's `html.unescape`, which enrichment
    uses. Costs nothing where no `&` stands. (DuckDB's own `html_unescape` needs an extension that cannot be installed
    offline.)
-#}
{% macro decode_entities(text) -%}
    case
        when contains({{ text }}, '&') then {{
            replace_each(
                text,
                '&(#[0-9]{1,10};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{0,31};?)', 1,
                'reference', entity_text('reference')
            )
        }}
        else {{ text }}
    end
{%- endmacro %}

{#- The text of a reference without its ampersand: `eacute;`, `copy2026`, `#8217;`, `#x2019;`. -#}
{% macro entity_text(reference) -%}
    {%- set entities = html_entities() -%}
    {%- set unended = found_in(reference, '^(?:' ~ entities['unended'] | join('|') ~ ')') -%}
    {%- set decimal = "cast(nullif(" ~ replace_all(reference, '[^0-9]') ~ ", '') as bigint)" -%}
    {%- set hexadecimal = number_of_hexadecimal(found_in(reference, '^#[xX]([0-9a-fA-F]{1,8})', 1)) -%}
    case
        when {{ matches(reference, '^#[0-9]') }} then {{ character_of(decimal) }}
        when {{ matches(reference, '^#[xX]') }} then {{ character_of(hexadecimal) }}
        else coalesce(
            {{ looked_up(entities['named'], reference) }},
            {{ looked_up(entities['unended'], unended) }} || substr({{ reference }}, length({{ unended }}) + 1),
            '&' || {{ reference }}
        )
    end
{%- endmacro %}

{#-
    The text that a table known beforehand (a mapping) has for a key; null where it has none. The table is one literal:
    of 2,125 names a map's literals took DuckDB 0.1 s to bind at each place, whatever the number of rows.
-#}
{% macro looked_up(table, key) -%}
    {%- set entries = [] -%}
    {%- for name, text in table.items() -%}
        {%- set _ = entries.append(name ~ '\x1f' ~ text) -%}
    {%- endfor -%}
    {%- set literal = "'\x1e" ~ entries | join('\x1e') | replace("'", "''") ~ "\x1e'" -%}
    {%- set mark = "'\x1e' || " ~ key ~ " || '\x1f'" -%}
    case
        when contains({{ literal }}, {{ mark }})
            then split_part(split_part({{ literal }}, {{ mark }}, 2), {{ "'\x1e'" }}, 1)
    end
{%- endmacro %}

{#- The character that HTML reads in a number: U+FFFD for what no character has, nothing for what is never text. -#}
{% macro character_of(number) -%}
    coalesce(
        {{ looked_up(html_entities()['numbered'], 'cast(' ~ number ~ ' as string)') }},
        case
            when {{ number }} between 55296 and 57343 or {{ number }} > 1114111 then {{ character('65533') }}
            when {{ number }} between 64976 and 65007 or {{ number }} % 65536 >= 65534 then ''
            else {{ character('cast(' ~ number ~ ' as integer)') }}
        end
    )
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

{#- The words of a role or organization that say something: no articles or prepositions (English and French). -#}
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
