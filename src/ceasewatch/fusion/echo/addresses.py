"""Addresses that name one page, written in many ways."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode

_SUBDOMAINS: Final = ("www", "m", "mobile", "amp", "touch", "wap")
_TRACKERS: Final = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|ref|ref_src|referrer|source|from|share|shared|spm|"
    r"cmp|cmpid|ocid|feature|s|t|si|output|amp)$"
)
_PROFILES: Final = frozenset({"t.me", "twitter.com", "x.com", "facebook.com", "instagram.com", "vk.com", "youtube.com"})
_SAME_HOST: Final = {"x.com": "twitter.com", "telegram.me": "t.me", "fb.com": "facebook.com", "vkontakte.ru": "vk.com"}
_HOST: Final = re.compile(r"^[\w-]+(\.[\w-]+)+$")


@lru_cache(maxsize=1 << 16)
def page(address: str) -> str:
    """The page that ``address`` leads to, in one spelling; ``""`` if it names no page but only a site or an account.

    Scheme, ``www`` and mobile subdomains, port, user, trackers, fragment, the order of the query, index files and the
    last slash are of no account.
    """
    rest = address.strip()
    rest = rest.partition("://")[2] if "://" in rest else rest.removeprefix("//")
    rest = rest.partition("#")[0]
    place, _, query = rest.partition("?")
    host, _, path = place.partition("/")
    host = _site(host)
    if not _HOST.match(host):
        return ""
    parts = [p for p in path.split("/") if p not in ("", "amp")]
    if parts and re.fullmatch(r"(index|default)\.\w{2,5}", parts[-1]):
        parts.pop()
    if host == "t.me" and parts[:1] == ["s"]:
        parts.pop(0)
    told = sorted((k, v) for k, v in parse_qsl(query) if not _TRACKERS.match(k.casefold()))
    if not (parts or told) or (host in _PROFILES and len(parts) < 2 and not told):
        return ""
    return f"{host}/{'/'.join(parts)}" + (f"?{urlencode(told)}" if told else "")


_DAILY: Final = re.compile(
    r"\b(live|online|onlain|khronika|hronika|chronicle|allnews|updates|live-?blog|statements|briefings?|digest|news-?feed|"
    r"feed|tag|category|lenta|archive)\b|/(news|novini|novosti|war|\d{4}[-/]?\d\d[-/]?\d\d)?$"
)


@lru_cache(maxsize=1 << 16)
def ticker(address: str) -> bool:
    """Whether a page (as :func:`page` gives it) holds the news of a day rather than one story."""
    return bool(_DAILY.search("/" + address.partition("?")[0].partition("/")[2]))


def _site(host: str) -> str:
    host = host.rpartition("@")[2].partition(":")[0].casefold().rstrip(".")
    first, _, rest = host.partition(".")
    while first in _SUBDOMAINS and "." in rest:
        host = rest
        first, _, rest = host.partition(".")
    return _SAME_HOST.get(host, host)
