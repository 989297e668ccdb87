{% set parsing %}
parsed as (
    select
        *,
        {{ parse_json('document', user_structure()) }} as author,
    from unparsed
)

select
    version_id,
    {{ document_id(id='id') }} as document_id,
    site,
    id as user_id,
    document_hash,
    {{ blank_to_null(text_of('author.slug')) }} as slug,
    {{ blank_to_null(decode_entities(text_of('author.name'))) }} as name,
    {{ blank_to_null(text_of('author.link')) }} as url,
from parsed
{% endset %}

with

raw_users as (
    select
        *,
        {{ version_id() }} as version_id,
    from {{ source('raw', 'users') }}
    where
        state = 'present'
        -- A document with the shape of a user may say that it is of another list; an account is one row.
        and rest_base = 'users'
),

{{ parse_once('raw_users', parsing, once_by='extraction_id') }}
