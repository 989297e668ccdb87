with

quotations as (
    select * from {{ ref('int_quotations_resolved') }}
),

counted as (
    select * from quotations
    where is_counted and removed_at is null and person_id is not null
),

names as (
    select
        person_id,
        person_name,
        count(*) as quotation_count,
    from counted
    group by person_id, person_name
    qualify
        row_number() over (
            partition by person_id
            order by quotation_count desc nulls last, length(person_name) desc nulls last, person_name asc nulls last
        ) = 1
),

roles as (
    select
        person_id,
        speaker_role,
        count(*) as quotation_count,
    from counted
    where speaker_role is not null
    group by person_id, speaker_role
),

role_lists as (
    select
        person_id,
        {{ collected_in_order('speaker_role', [('quotation_count', 'desc'), ('speaker_role', 'asc')]) }} as roles,
    from roles
    group by person_id
),

organizations as (
    select
        person_id,
        speaker_organization,
        count(*) as quotation_count,
    from counted
    where speaker_organization is not null
    group by person_id, speaker_organization
),

organization_lists as (
    select
        person_id,
        {{
            collected_in_order(
                'speaker_organization', [('quotation_count', 'desc'), ('speaker_organization', 'asc')]
            )
        }} as organizations,
    from organizations
    group by person_id
),

totals as (
    select
        person_id,
        count(*) as quotation_count,
        count(distinct article_id) as article_count,
        array_sort(array_distinct({{ collected('site') }})) as sites,
        cast(sum(word_count) as bigint) as quoted_word_count,
        min(published_at) as first_quoted_at,
        max(published_at) as last_quoted_at,
    from counted
    group by person_id
)

select
    totals.person_id,
    names.person_name,
    coalesce(role_lists.roles, {{ empty_list() }}) as roles,
    coalesce(organization_lists.organizations, {{ empty_list() }}) as organizations,
    totals.sites,
    totals.quotation_count,
    totals.article_count,
    totals.quoted_word_count,
    totals.first_quoted_at,
    totals.last_quoted_at,
from totals
inner join names on totals.person_id = names.person_id
left join role_lists on totals.person_id = role_lists.person_id
left join organization_lists on totals.person_id = organization_lists.person_id
