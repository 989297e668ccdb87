{#- A statement that is true of every row; a row for which it is null fails as well. -#}
{% test holds(model, expression, column_name=none) %}

select *
from {{ model }}
where not coalesce({{ expression }}, false)

{% endtest %}
