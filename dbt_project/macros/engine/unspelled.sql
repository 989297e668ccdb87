{#-
    Every word that engines spell in different ways stands in this folder, once an engine: `<adapter>__<macro>`. Models and
    all other macros are made of these macros and of words that engines share; a convention test holds it.
-#}
{% macro unspelled(name) -%}
    {{
        exceptions.raise_compiler_error(
            "The macro `" ~ name ~ "` has no body for the adapter " ~ target.type ~ ": write `" ~ target.type ~ "__" ~ name
            ~ "` in macros/engine/."
        )
    }}
{%- endmacro %}
