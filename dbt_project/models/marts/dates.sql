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
    select cast(unnest(generate_series(first_date, last_date, interval 1 day)) as date) as date_day
    from bounds
)

select
    date_day,
    cast(year(date_day) as integer) as year,
    cast(quarter(date_day) as integer) as quarter,
    cast(month(date_day) as integer) as month,
    monthname(date_day) as month_name,
    cast(day(date_day) as integer) as day_of_month,
    cast(isoyear(date_day) as integer) as iso_year,
    cast(week(date_day) as integer) as iso_week,
    cast(isodow(date_day) as integer) as iso_weekday,
    dayname(date_day) as weekday_name,
    isodow(date_day) >= 6 as is_weekend,
    cast(date_trunc('week', date_day) as date) as week_start_date,
    cast(date_trunc('month', date_day) as date) as month_start_date,
from calendar
