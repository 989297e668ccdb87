{#- Texts that say something: none is null, none is only space. -#}
{% test not_blank(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
where '' in ({% for column in columns %}coalesce(trim({{ column }}), ''){{ ', ' if not loop.last }}{% endfor %})

{% endtest %}
