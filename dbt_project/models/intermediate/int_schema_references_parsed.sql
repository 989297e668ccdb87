{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key=['site', 'rest_base', 'wordpress_id', 'document_hash'],
        on_schema_change='sync_all_columns',
    )
}}

{% set parsing %}
found as (
    {{
        schema_graph_references(
            'unparsed', ['site', 'rest_base', 'wordpress_id', 'document_hash', 'parsing_version']
        )
    }}
)

select
    site,
    rest_base,
    wordpress_id,
    document_hash,
    parsing_version,
    from_node_position,
    property_path,
    to_node_id,
    is_inline,
from found
{% endset %}

with

graphs as (
    select * from {{ ref('int_schema_graphs_unioned') }}
),

unparsed as (
    select
        site,
        rest_base,
        wordpress_id,
        document_hash,
        graph,
        {{ parsing_version(parsing, 'graphs.parsing_version') }} as parsing_version,
    from graphs
    {% if is_incremental() %}
    where
        {{
            is_not_parsed_yet(
                'graphs', 'wordpress_id', 'wordpress_id', parsing_version(parsing, 'graphs.parsing_version')
            )
        }}
    {% endif %}
),

{{ parsing }}
