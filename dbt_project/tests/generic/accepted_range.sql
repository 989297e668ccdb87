{#- Not below `minimum` and not above `maximum`, each a SQL expression; either may be left out. -#}
{% test accepted_range(model, column_name, minimum=none, maximum=none) %}

select {{ column_name }}
from {{ model }}
where
    {{ column_name }} < {{ 'null' if minimum is none else minimum }}
    or {{ column_name }} > {{ 'null' if maximum is none else maximum }}

{% endtest %}
