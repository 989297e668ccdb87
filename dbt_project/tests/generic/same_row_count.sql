{#- As many rows as another model: nothing was lost or doubled on the way. -#}
{% test same_row_count(model, other, condition='true', other_condition='true') %}

with

counts as (
    select
        (select count(*) from {{ model }} where {{ condition }}) as row_count,
        (select count(*) from {{ other }} where {{ other_condition }}) as other_row_count,
)

select
    row_count,
    other_row_count,
from counts
where row_count <> other_row_count

{% endtest %}
