{#- Kept even by --full-refresh: a new key would rename every avatar in the marts. -#}
{{ config(materialized='incremental', incremental_strategy='append', full_refresh=false) }}

select {{ sha256_hex(random_text() ~ ' || ' ~ random_text()) }} as avatar_key
{% if is_incremental() %}
where not exists (select 1 from {{ this }})
{% endif %}
