with

days as (
    select * from {{ ref('int_days_published') }}
),

bounds as (
    select
        date_trunc('year', min(published_date)) as first_date,
        date_trunc('year', max(published_date)) + interval 1 year - interval 1 day as last_date,
    from days
),

calendar as (
    select {{ items(days_from('first_date', 'last_date'), 'date_day') }}
    from bounds
)

select
    date_day,
    cast(year(date_day) as integer) as year,
    cast(quarter(date_day) as integer) as quarter,
    cast(month(date_day) as integer) as month,
    {{ month_name('date_day') }} as month_name,
    cast(day(date_day) as integer) as day_of_month,
    cast({{ iso_year('date_day') }} as integer) as iso_year,
    cast({{ iso_week('date_day') }} as integer) as iso_week,
    cast({{ iso_weekday('date_day') }} as integer) as iso_weekday,
    {{ weekday_name('date_day') }} as weekday_name,
    {{ iso_weekday('date_day') }} >= 6 as is_weekend,
    cast(date_trunc('week', date_day) as date) as week_start_date,
    cast(date_trunc('month', date_day) as date) as month_start_date,
from calendar
