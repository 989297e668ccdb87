with

quotations as (
    select * from {{ ref('int_quotations_resolved') }}
)

select
    article_id,
    count(*) as quotation_count,
    count(distinct person_id) as people_quoted_count,
    count(*) filter (where speaker_type = 'anonymous') as anonymous_quotation_count,
from quotations
where is_counted
group by article_id
