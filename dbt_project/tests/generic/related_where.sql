{#-
    Every value of the rows that meet `condition` is found in `field` of a row of `to` that meets `to_condition`. dbt's own
    `relationships` knows no condition, and passes nulls; here a null that meets the condition fails.
-#}
{% test related_where(model, column_name, to, field, condition='true', to_condition='true') %}

with

child as (
    select {{ column_name }} as child_value
    from {{ model }}
    where {{ condition }}
),

parent as (
    select {{ field }} as parent_value
    from {{ to }}
    where {{ to_condition }}
)

select child.child_value
from child
left join parent on child.child_value = parent.parent_value
where parent.parent_value is null

{% endtest %}
