"""What an article's address tells: the site, a date, and words of the headline."""

import re
from urllib.parse import urljoin, urlsplit

from searchapp.readers.dates import Stated, month_number

URL = re.compile(r"https?://[^\s<>\"'\])|]+", re.I)
HOST = re.compile(r"[a-z][a-z\d+.-]*://(?:[^/?#\s@]*@)?([\w-]+(?:\.[\w-]+)+\.?)(?=[:/?#]|$)", re.I)
DAY_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)[/-](\d\d?|[a-z]{3,9})(?:[/-](\d\d?)(?=[/-]|$))?(?=[/-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_-]|$)",
    re.I,
)
SHARING = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|t|instagram|linkedin|youtube|youtu|pinterest|whatsapp|reddit)"
    r"\.(?:com|me|be|co)$"
)
"""Hosts that pages link to for sharing; no article comes from there."""


def address(text: str) -> str | None:
    """Return the web address in text without what is no part of it, None where there is none."""
    match = URL.search(text)
    if not match:
        return None
    url = match[0].rstrip(".,;:!?")
    return url if site(url) else None


def site(url: str) -> str | None:
    """Return the host of an address, without "www." and port, None where it has none."""
    match = HOST.match(url)
    return match[1].lower().removeprefix("www.").rstrip(".") if match else None


def joined(home: str, link: str) -> str:
    """Return a link as seen from the page at `home`, unchanged where one of them is malformed."""
    try:
        return urljoin(home, link) if link else ""
    except ValueError:
        return link


def is_front(url: str) -> bool:
    """Tell whether an address is that of a site's front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) and not parts.path.strip("/") and not parts.query


def is_sharing(url: str) -> bool:
    """Tell whether an address is one that pages link to for sharing or following."""
    return bool(SHARING.search(site(url) or ""))


def stated(url: str) -> Stated | None:
    """Return the date in an address's path ("/2018/08/22/"), None where there is no month."""
    try:
        match = DAY_IN_PATH.search(urlsplit(url).path)
    except ValueError:
        return None
    if not match:
        return None
    if match[4]:
        return Stated(int(match[4]), int(match[5]), int(match[6]))
    month = int(match[2]) if match[2].isdigit() else month_number(match[2])
    return Stated(int(match[1]), month, int(match[3]) if match[3] else None) if month else None


def slug_words(url: str) -> set[str]:
    """Return the words (four letters or more) in the path of an address."""
    try:
        return set(re.findall(r"[^\W\d_]{4,}", urlsplit(url).path.casefold()))
    except ValueError:
        return set()
