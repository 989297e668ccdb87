{#- Texts that say something: none is null, none is only space. -#}
{% test not_blank(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
where
    {%- for column in columns %}
    {% if not loop.first %}or {% endif %}{{ column }} is null or trim({{ column }}) = ''
    {%- endfor %}

{% endtest %}
