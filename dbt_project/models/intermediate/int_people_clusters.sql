{% set first_seen = record({'at': 'anchors.first_published_local', 'id': 'anchors.first_article_id'}) %}

with

article_people as (
    select * from {{ ref('int_people_profiles') }}
),

profiles as (
    select
        normalized_name,
        scope,
        namesake,
        profile_number,
        {{ some('site') }} as site,
        {{ some('role_words') }} as role_words,
        {{ some('organization_words') }} as organization_words,
        min(organization) as organization,
        min(published_local) as first_published_local,
        min(article_id) as first_article_id,
    from article_people
    group by normalized_name, scope, namesake, profile_number
),

-- An alias that names the namesake leaves nothing to find out.
open_profiles as (
    select * from profiles
    where namesake is null
),

anchors as (
    select * from open_profiles
    where {{ length_of('organization_words') }} > 0
),

-- Two sights of one name are two people when their organizations have no word in common and, besides, either their
-- roles have none or they were seen on different sites: one person changes one of these often, two at once rarely.
links as (
    select
        one.normalized_name,
        one.scope,
        one.profile_number,
        other.profile_number as linked_number,
    from anchors as one
    inner join anchors as other on one.normalized_name = other.normalized_name and one.scope = other.scope
    where
        {{ share_any('one.organization_words', 'other.organization_words') }}
        or (
            one.site = other.site
            and (
                {{ length_of('one.role_words') }} = 0
                or {{ length_of('other.role_words') }} = 0
                or {{ share_any('one.role_words', 'other.role_words') }}
            )
        )
),

reached as (
    {{
        closure(
            'anchors', 'links', ['normalized_name', 'scope'],
            from_column='profile_number', linked_column='linked_number', to_column='reached_number'
        )
    }}
),

clusters as (
    select
        normalized_name,
        scope,
        profile_number,
        min(reached_number) as cluster_number,
    from reached
    group by normalized_name, scope, profile_number
),

cluster_facts as (
    select
        clusters.normalized_name,
        clusters.scope,
        clusters.cluster_number,
        min({{ first_seen }}) as first_seen,
        {{ first_known('anchors.organization', by=first_seen) }} as first_organization,
        array_distinct(flatten({{ collected('anchors.role_words') }})) as role_words,
        array_distinct({{ collected('anchors.site') }}) as sites,
    from clusters
    inner join anchors
        on
            clusters.normalized_name = anchors.normalized_name
            and clusters.scope = anchors.scope
            and clusters.profile_number = anchors.profile_number
    group by clusters.normalized_name, clusters.scope, clusters.cluster_number
),

-- The person known first keeps the plain name, so that a namesake who turns up later does not rename anybody.
ordered_clusters as (
    select
        *,
        row_number() over (partition by normalized_name, scope order by first_seen nulls last) as cluster_rank,
    from cluster_facts
),

named_clusters as (
    select
        *,
        case when cluster_rank > 1 then {{ normalize_name('first_organization') }} end as namesake,
    from ordered_clusters
),

-- A sight without an organization goes to the namesake whose role it shares, else one of its site, else the first.
placed as (
    select
        open_profiles.normalized_name,
        open_profiles.scope,
        open_profiles.profile_number,
        named_clusters.namesake,
    from open_profiles
    left join clusters
        on
            open_profiles.normalized_name = clusters.normalized_name
            and open_profiles.scope = clusters.scope
            and open_profiles.profile_number = clusters.profile_number
    left join named_clusters
        on
            open_profiles.normalized_name = named_clusters.normalized_name
            and open_profiles.scope = named_clusters.scope
            and (clusters.cluster_number is null or clusters.cluster_number = named_clusters.cluster_number)
    qualify
        row_number() over (
            partition by open_profiles.normalized_name, open_profiles.scope, open_profiles.profile_number
            order by
                coalesce(
                    {{ share_any('open_profiles.role_words', 'named_clusters.role_words') }}, false
                ) desc nulls last,
                coalesce(array_contains(named_clusters.sites, open_profiles.site), false) desc nulls last,
                named_clusters.cluster_rank asc nulls last
        ) = 1
)

select
    article_people.article_id,
    article_people.normalized_name,
    article_people.scope,
    article_people.namesake as alias_namesake,
    -- A surname alone is told from others by its site, whatever else is known.
    nullif(
        concat_ws(
            '|',
            nullif(article_people.scope, ''),
            coalesce({{ normalize_name('article_people.namesake') }}, placed.namesake)
        ),
        ''
    ) as namesake,
from article_people
left join placed
    on
        article_people.namesake is null
        and article_people.normalized_name = placed.normalized_name
        and article_people.scope = placed.scope
        and article_people.profile_number = placed.profile_number
