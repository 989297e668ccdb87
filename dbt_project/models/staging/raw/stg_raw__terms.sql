{% set parsing %}
parsed as (
    select
        *,
        {{ parse_json('document', term_structure()) }} as term,
    from unparsed
)

select
    version_id,
    {{ document_id(id='id') }} as document_id,
    site,
    rest_base,
    id as wordpress_id,
    document_hash,
    {{ blank_to_null(text_of('term.taxonomy')) }} as taxonomy,
    {{ blank_to_null(text_of('term.slug')) }} as slug,
    {{ blank_to_null(decode_entities(text_of('term.name'))) }} as name,
    {{ bounded_id('term.parent') }} as parent_wordpress_id,
    {{ blank_to_null(text_of('term.link')) }} as url,
from parsed
{% endset %}

with

raw_terms as (
    select
        *,
        {{ version_id() }} as version_id,
    from {{ source('raw', 'terms') }}
    where state = 'present'
),

{{ parse_once('raw_terms', parsing, once_by='extraction_id') }}
