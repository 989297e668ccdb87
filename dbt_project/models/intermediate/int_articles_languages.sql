with

articles as (
    select * from {{ ref('int_articles_current') }}
),

texts as (
    select * from {{ ref('stg_enriched__texts') }}
),

word_counts as (
    select * from {{ ref('stg_enriched__word_counts') }}
),

observed as (
    select
        articles.article_id,
        articles.site,
        texts.language,
        texts.language_source,
        texts.script,
        -- Without content or without the password only the title is left, which is short.
        coalesce(word_counts.word_count, 0) < 50 as is_short,
    from articles
    inner join texts on articles.version_id = texts.version_id
    left join word_counts on articles.version_id = word_counts.version_id
),

-- What a page declares is no evidence: WordPress's default locale is English, and sites in every language leave it so.
told as (
    select
        site,
        language,
        script,
        count(*) as article_count,
        sum(count(*)) over (partition by site) as told_count,
    from observed
    where language_source in ('script', 'detected')
    group by site, language, script
),

sites_languages as (
    select
        site,
        language,
        script,
    from told
    where told_count >= 20 and article_count >= 0.95 * told_count
)

-- A longer text that leaves its language open is in another one, or in two; so is one in another script.
select
    observed.article_id,
    coalesce(observed.language, sites_languages.language) as language,
    case
        when observed.language is null and sites_languages.language is not null then 'site'
        else observed.language_source
    end as language_source,
from observed
left join sites_languages
    on
        observed.site = sites_languages.site
        and observed.is_short
        and observed.script in ('none', sites_languages.script)
