-- Raw as layout 2 left it: a post in two versions, a post that was deleted, and the term and user of the first.

create schema raw;

create table raw.posts (
    site varchar not null,
    rest_base varchar not null,
    id bigint not null,
    state varchar not null,
    modified_at timestamp with time zone,
    document varchar,
    document_hash varchar not null,
    seen_at timestamp with time zone not null,
    extraction_id varchar not null,
    origin varchar not null,
    kind varchar not null
);

create table raw.terms (
    site varchar not null,
    rest_base varchar not null,
    id bigint not null,
    state varchar not null,
    modified_at timestamp with time zone,
    document varchar,
    document_hash varchar not null,
    seen_at timestamp with time zone not null,
    extraction_id varchar not null,
    origin varchar not null,
    kind varchar not null
);

create table raw.users (
    site varchar not null,
    rest_base varchar not null,
    id bigint not null,
    state varchar not null,
    modified_at timestamp with time zone,
    document varchar,
    document_hash varchar not null,
    seen_at timestamp with time zone not null,
    extraction_id varchar not null,
    origin varchar not null,
    kind varchar not null
);

create table raw.media (
    site varchar not null,
    rest_base varchar not null,
    id bigint not null,
    state varchar not null,
    modified_at timestamp with time zone,
    document varchar,
    document_hash varchar not null,
    seen_at timestamp with time zone not null,
    extraction_id varchar not null,
    origin varchar not null,
    kind varchar not null
);

create table raw.comments (
    site varchar not null,
    rest_base varchar not null,
    id bigint not null,
    state varchar not null,
    modified_at timestamp with time zone,
    document varchar,
    document_hash varchar not null,
    seen_at timestamp with time zone not null,
    extraction_id varchar not null,
    origin varchar not null,
    kind varchar not null
);

create table raw.sites (
    site varchar not null,
    rest_base varchar not null,
    id bigint not null,
    state varchar not null,
    modified_at timestamp with time zone,
    document varchar,
    document_hash varchar not null,
    seen_at timestamp with time zone not null,
    extraction_id varchar not null,
    origin varchar not null,
    kind varchar not null
);

create table raw.extractions (
    extraction_id varchar not null,
    site varchar not null,
    rest_base varchar not null,
    step integer not null,
    mode varchar not null,
    status varchar not null,
    origin varchar not null,
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone not null,
    expected_count bigint,
    seen_count bigint not null,
    new_count bigint not null,
    rejected_count bigint not null,
    repaired_count bigint not null,
    request_count bigint not null,
    received_bytes bigint not null,
    elapsed_seconds double not null,
    cursor_at timestamp with time zone,
    failure_code varchar,
    failure_message varchar
);

create table raw.rejected_documents (
    rejection_id varchar not null,
    extraction_id varchar not null,
    site varchar,
    rest_base varchar,
    origin varchar not null,
    line bigint,
    reason_code varchar not null,
    reason varchar not null,
    excerpt varchar not null,
    seen_at timestamp with time zone not null
);

create table raw.layout as select 2::integer as version;

insert into raw.posts values (
    'courier.example', 'posts', 1, 'present', '2026-02-03 08:00:00+00',
    '{"id": 1, "date": "2026-02-03T08:00:00", "date_gmt": "2026-02-03T08:00:00", "modified": "2026-02-03T08:00:00", "modified_gmt": "2026-02-03T08:00:00", "slug": "quay", "status": "publish", "type": "post", "link": "https://courier.example/quay/", "title": {"rendered": "The quay"}, "content": {"rendered": "<p>The quay opens.</p>", "protected": false}, "author": 7, "categories": [3], "tags": []}',
    'hash-a', '2026-03-01 06:00:00+00', '20260301T060000000000Z-0000000a',
    'https://courier.example/wp-json/wp/v2/posts', 'post'
);
insert into raw.posts values (
    'courier.example', 'posts', 1, 'present', '2026-03-01 09:00:00+00',
    '{"id": 1, "date": "2026-02-03T08:00:00", "date_gmt": "2026-02-03T08:00:00", "modified": "2026-03-01T09:00:00", "modified_gmt": "2026-03-01T09:00:00", "slug": "quay", "status": "publish", "type": "post", "link": "https://courier.example/quay/", "title": {"rendered": "The quay"}, "content": {"rendered": "<p>The quay opens on Monday.</p>", "protected": false}, "author": 7, "categories": [3], "tags": []}',
    'hash-b', '2026-03-02 06:00:00+00', '20260302T060000000000Z-0000000b',
    'https://courier.example/wp-json/wp/v2/posts', 'post'
);
insert into raw.posts values (
    'courier.example', 'posts', 2, 'purged', null,
    null,
    'purged', '2026-03-02 06:00:00+00', '20260302T060000000000Z-0000000b',
    'https://courier.example/wp-json/wp/v2/posts', 'post'
);
insert into raw.terms values (
    'courier.example', 'categories', 3, 'present', null,
    '{"id": 3, "name": "Harbour", "slug": "harbour", "taxonomy": "category", "link": "https://courier.example/category/harbour/"}',
    'hash-c', '2026-03-01 06:00:00+00', '20260301T060000000000Z-0000000a',
    'https://courier.example/wp-json/wp/v2/categories', 'term'
);
insert into raw.users values (
    'courier.example', 'users', 7, 'present', null,
    '{"id": 7, "name": "Ada Quill", "slug": "ada", "link": "https://courier.example/author/ada/"}',
    'hash-d', '2026-03-01 06:00:00+00', '20260301T060000000000Z-0000000a',
    'https://courier.example/wp-json/wp/v2/users', 'user'
);

insert into raw.extractions values (
    '20260301T060000000000Z-0000000a', 'courier.example', 'posts', 1, 'full', 'complete', 'https://courier.example/wp-json/wp/v2/posts',
    '2026-03-01 06:00:00+00', '2026-03-01 06:00:02+00', null, 1, 1, 0, 0, 1, 900, 2.0, '2026-03-01 06:00:00+00', null, null
);
insert into raw.extractions values (
    '20260302T060000000000Z-0000000b', 'courier.example', 'posts', 1, 'sweep', 'complete', 'https://courier.example/wp-json/wp/v2/posts',
    '2026-03-02 06:00:00+00', '2026-03-02 06:00:02+00', null, 2, 2, 0, 0, 1, 900, 2.0, '2026-03-02 06:00:00+00', null, null
);
insert into raw.extractions values (
    '20260301T060000000000Z-0000000a', 'courier.example', 'categories', 1, 'full', 'complete', 'https://courier.example/wp-json/wp/v2/categories',
    '2026-03-01 06:00:00+00', '2026-03-01 06:00:02+00', null, 1, 1, 0, 0, 1, 900, 2.0, '2026-03-01 06:00:00+00', null, null
);
insert into raw.extractions values (
    '20260301T060000000000Z-0000000a', 'courier.example', 'users', 1, 'full', 'complete', 'https://courier.example/wp-json/wp/v2/users',
    '2026-03-01 06:00:00+00', '2026-03-01 06:00:02+00', null, 1, 1, 0, 0, 1, 900, 2.0, '2026-03-01 06:00:00+00', null, null
);
insert into raw.rejected_documents values (
    'rejection-a', '20260301T060000000000Z-0000000a', 'courier.example', 'posts', 'https://courier.example/wp-json/wp/v2/posts', null,
    'broken_json', 'broken JSON', '{"id": 9', '2026-03-01 06:00:00+00'
);
