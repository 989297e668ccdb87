{{ config(materialized='view') }}

with

person_aliases as (
    select * from {{ source('editorial', 'person_aliases') }}
)

select distinct
    {{ blank_to_null('alias_name') }} as alias_name,
    {{ blank_to_null('site') }} as site,
    {{ blank_to_null('organization') }} as organization,
    {{ blank_to_null('person_name') }} as person_name,
    {{ blank_to_null('namesake') }} as namesake,
from person_aliases
