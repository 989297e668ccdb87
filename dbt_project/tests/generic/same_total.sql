{#- An expression over this model equals one over another: `sum(article_count)` here, `count(*)` there. -#}
{% test same_total(model, total, other, other_total, condition='true', other_condition='true') %}

with

totals as (
    select
        (select {{ total }} from {{ model }} where {{ condition }}) as total,
        (select {{ other_total }} from {{ other }} where {{ other_condition }}) as other_total,
)

select
    total,
    other_total,
from totals
where coalesce(total, 0) <> coalesce(other_total, 0)

{% endtest %}
