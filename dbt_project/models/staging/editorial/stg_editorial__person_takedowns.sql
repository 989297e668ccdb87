{{ config(materialized='view') }}

with

person_takedowns as (
    select * from {{ source('editorial', 'person_takedowns') }}
)

select distinct
    {{ blank_to_null('person_name') }} as person_name,
    {{ blank_to_null('site') }} as site,
from person_takedowns
