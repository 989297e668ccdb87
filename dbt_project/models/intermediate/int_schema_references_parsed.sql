{{ config(materialized='incremental', unique_key='version_id') }}

{% set parsing %}
found as (
    {{ schema_graph_references('unparsed', ['version_id', 'parsing_version']) }}
)

select
    version_id,
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

{{ parse_once('graphs', parsing, input_version='graph_version') }}
