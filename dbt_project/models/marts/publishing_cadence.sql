with

days as (
    select * from {{ ref('int_days_published') }}
),

-- Days in a row with articles, and days in a row without, form runs: a new one begins where the kind of day changes.
marked as (
    select
        *,
        article_count = 0 as is_gap,
        coalesce(
            (article_count = 0)
            <> lag(article_count = 0) over (partition by site order by published_date nulls last),
            true
        ) as begins_run,
    from days
),

runs as (
    select
        *,
        count(*) filter (where begins_run) over (partition by site order by published_date nulls last) as run_number,
        row_number() over (partition by site order by published_date nulls last) as day_number,
        sum(article_count) over (
            partition by site order by published_date nulls last rows between 6 preceding and current row
        ) as article_count_7d,
        sum(article_count) over (
            partition by site order by published_date nulls last rows between 27 preceding and current row
        ) as article_count_28d,
    from marked
),

counted as (
    select
        *,
        row_number() over (partition by site, run_number order by published_date nulls last) as days_in_run,
    from runs
)

select
    site,
    published_date,
    article_count,
    word_count,
    case when day_number >= 7 then cast(article_count_7d as double) / 7 end as article_count_7d_mean,
    case when day_number >= 28 then cast(article_count_28d as double) / 28 end as article_count_28d_mean,
    is_gap,
    case when is_gap then days_in_run else 0 end as gap_days,
    case when is_gap then 0 else days_in_run end as streak_days,
from counted
