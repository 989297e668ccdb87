"""Parts of a document that WordPress and its plugins write anew for each request of an untouched post.

`content.rendered` carries counters that depend on what else the page shows, random keys and nonces. A hash that
includes them makes a new version of a post that nobody edited: 50 of 52 on one site. They are masked for the hash
alone; raw keeps the text as received. Each mask names the generator and matches its attribute and nothing around it,
so that an edit of the same place still changes the hash.

A change of this file is a new `HASH_RULE`.
"""

from __future__ import annotations

import re

# In canonical JSON a quotation mark of HTML is `\"`; within an attribute that holds JSON it is `&quot;`.
_QUOTE = rb"""(?:\\*["']|&quot;|&#0?34;)"""


def _mask(marker: bytes, pattern: bytes) -> tuple[bytes, re.Pattern[bytes]]:
    """One mask: a text without which the pattern cannot match, and the pattern, whose groups are kept."""
    return marker, re.compile(pattern.replace(b"QUOTE", _QUOTE))


# Each pattern begins with a literal text: `re` then looks for that, ten times as fast.
_MASKS = (
    # Core, image lightbox: uniqid().
    _mask(b"data-wp-key", rb"(data-wp-key=QUOTE)[^\\\"'&]+"),
    _mask(b"imageId", rb"(imageIdQUOTE?\s*:\s*QUOTE)[0-9a-zA-Z_.-]+"),
    # Core, [gallery]: a counter of the galleries on the page, in id, class and style sheet.
    _mask(b"gallery-", rb"(id=QUOTEgallery-)\d+(?=QUOTE)"),
    _mask(b"#gallery-", rb"(#gallery-)\d+(?=[\s{.,])"),
    # Core, blocks: wp_unique_id() counts per request.
    _mask(b"wp-block-", rb"(wp-block-(?:gallery|categories|archives|tag-cloud|search__input)-)\d+\b"),
    _mask(b"wp-elements-", rb"(wp-elements-)(?:[0-9a-f]{32}|\d+)\b"),
    _mask(b"wp-container-", rb"(wp-container-(?:[a-z]+-)*?)(?:[0-9a-f]{6,}|\d+)(?![\w-])"),
    _mask(b"wp-duotone-", rb"(wp-duotone-(?:[0-9a-f]{3,8}-)+)\d+\b"),
    _mask(b"wp-duotone-filter-", rb"(wp-duotone-filter-)[0-9a-f]{13}\b"),
    _mask(b"accordion-item-", rb"(accordion-item-)\d+(?=QUOTE|-panel)"),
    _mask(b"search-form-", rb"((?:id|for)=QUOTEsearch-form-)\d+\b"),
    # Core, [audio] and [video]: the number of the player on the page, after the post's id and in the file's address.
    _mask(b"audio-", rb"(id=QUOTEaudio-\d+-)\d+\b"),
    _mask(b"video-", rb"(id=QUOTEvideo-\d+-)\d+\b"),
    _mask(b"?_=", rb"(\?_=)\d+(?=QUOTE|[\s>])"),
    # Nonces: ten hexadecimal digits that change twice a day.
    _mask(b"nonce", rb"(nonce[\w-]{0,40}(?:QUOTE)?\s?(?:[=:]\s?(?:QUOTE)?|value=QUOTE))[0-9a-f]{10}\b"),
    _mask(b"nonce", rb"(value=QUOTE)[0-9a-f]{10}(QUOTE[^<>]{0,80}\bname=QUOTE[\w-]{0,40}nonce)"),
    # Contact Form 7: the number of the form on the page.
    _mask(b"wpcf7-f", rb"(wpcf7-f\d+(?:-p\d+)?-o)\d+\b"),
    # Gravity Forms: the signed state of the form.
    _mask(b"state_", rb"(name=QUOTEstate_\d+QUOTE\s+value=QUOTE)[^\\\"']+"),
    # Jetpack: slideshow and carousel instances. TablePress: the table's number on the page.
    _mask(b"-slideshow", rb"(id=QUOTEgallery-\d+-)\d+(-slideshow)"),
    _mask(b"tablepress-", rb"(tablepress-\w{1,60}-no-)\d+\b"),
    # Easy Table of Contents: uniqid(). tagDiv (Newspaper): counters and uniqid().
    _mask(b"ez-toc-cssicon", rb"(ez-toc-cssicon-toggle-item-)[0-9a-f]+\b"),
    _mask(b"tdi_", rb"(tdi_)\d+(?:_[0-9a-f]+)?\b"),
    _mask(b"td_uid_", rb"(td_uid_)\d+_[0-9a-f]+\b"),
)


def masked(canonical: bytes) -> bytes:
    """Return a canonical document with what changes by request replaced by nothing.

    Args:
        canonical: JSON in UTF-8. Time is linear in its length; 10 to 20 µs for 18 kB without any of the markers.
    """
    for marker, pattern in _MASKS:
        if marker in canonical:
            canonical = pattern.sub(_kept, canonical)
    return canonical


def _kept(match: re.Match[bytes]) -> bytes:
    return b"*".join(part for part in match.groups() if part is not None) + b"*"
