with

quotations as (
    select * from {{ ref('int_quotations_attributed') }}
),

-- What one article says of one name.
mentions as (
    select
        article_id,
        site,
        normalized_name,
        name_scope as scope,
        namesake,
        coalesce(published_local, timestamp '9999-01-01') as published_local,
        speaker_role,
        speaker_organization,
    from quotations
    where normalized_name is not null
),

article_people as (
    select
        article_id,
        normalized_name,
        scope,
        namesake,
        {{ some('site') }} as site,
        {{ some('published_local') }} as published_local,
        array_sort(array_distinct(flatten({{ collected(telling_words('speaker_role')) }}))) as role_words,
        array_sort(
            array_distinct(flatten({{ collected(telling_words('speaker_organization')) }}))
        ) as organization_words,
        min(speaker_organization) as organization,
    from mentions
    group by article_id, normalized_name, scope, namesake
)

select
    article_id,
    site,
    published_local,
    normalized_name,
    scope,
    namesake,
    role_words,
    organization_words,
    organization,
    -- Equal profiles are one point of the comparison, however many articles they come from.
    dense_rank() over (
        partition by normalized_name, scope, namesake
        order by site nulls last, role_words nulls last, organization_words nulls last
    ) as profile_number,
from article_people
