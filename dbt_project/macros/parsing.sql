{#-
    Parse each version once, ever. `parsing` is the SQL that parses: common table expressions and a last select, over
    `unparsed`, which has the columns of `relation` (an imported CTE with a `version_id`) and `parsing_version`.

    What the rules made of a version is stale as soon as a rule changes, so each parsed row says by which rules it was
    made: a hash of `parsing`, macros expanded, and `input_version`, the column of `relation` that says by which rules the
    input was made. An incremental model takes only versions of which it holds nothing made by the rules of today.

    A log may hold one version several times (A, B, A): `once_by` is the column whose lowest value is taken. Only keys
    are grouped and compared: a document of 200 KB passes no aggregate.
-#}
{% macro parse_once(relation, parsing, input_version=none, once_by=none) -%}
    {%- set version = "'" ~ local_md5(parsing)[:12] ~ "'" -%}
    {%- if input_version -%}
        {%- set version = version ~ ' || ' ~ relation ~ '.' ~ input_version -%}
    {%- endif -%}
unparsed_versions as (
    select
        version_id,
        {{ 'min(' ~ once_by ~ ') as ' ~ once_by ~ ',' if once_by }}
    from {{ relation }}
    {% if is_incremental() -%}
    where
        not exists (
            select 1
            from {{ this }} as known
            where known.version_id = {{ relation }}.version_id and known.parsing_version = {{ version }}
        )
    {% endif -%}
    {{ 'group by version_id' if once_by }}
),

unparsed as (
    select
        {{ relation }}.*,
        {{ version }} as parsing_version,
    from {{ relation }}
    inner join unparsed_versions
        on
            {{ relation }}.version_id = unparsed_versions.version_id
            {{ 'and ' ~ relation ~ '.' ~ once_by ~ ' = unparsed_versions.' ~ once_by if once_by }}
),

{{ parsing }}
{%- endmacro %}
