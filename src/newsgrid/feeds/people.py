"""Who wrote an entry: names and a mail address, in the many ways feeds write both."""

from __future__ import annotations

import re

from lxml import etree

from newsgrid.feeds.markup import plain_text
from newsgrid.feeds.reader import inner_text
from newsgrid.feeds.vocabulary import Fields, Vocabulary

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_EDGES = ' \t\r\n()<>[]",;'
_QUERY = re.compile(r"\?(?:subject|body|cc)=[^\s>)]*", re.IGNORECASE)
MAX_PEOPLE = 50


def people(fields: Fields, vocabulary: Vocabulary, *names: str) -> tuple[tuple[str, ...], str]:
    """Give the people of the first of these elements that names any, each once, and the first mail address.

    A name is what stands beside an address; an address alone is the name.
    """
    found: list[str] = []
    first_mail = ""
    for key in names:
        for element in fields.get(key, ())[:MAX_PEOPLE]:
            name, mail = _person(element, vocabulary)
            first_mail = first_mail or mail
            if name and name not in found:
                found.append(name)
        if found:
            break
    return tuple(found), first_mail


def split_mail(text: str) -> tuple[str, str]:
    """Cut `jane@example.org (Jane Doe)` or `Jane Doe <jane@example.org>` into the name and the address."""
    if "@" not in text:
        return text, ""
    match = _MAIL.search(text[:500])
    if not match:
        return text, ""
    rest = _QUERY.sub("", text[: match.start()].removesuffix("mailto:") + " " + text[match.end() :]).strip(_EDGES)
    return rest or match.group(), match.group()


def _person(element: etree._Element, vocabulary: Vocabulary) -> tuple[str, str]:
    if not len(element):
        return split_mail(plain_text(element.text or ""))
    told: dict[str, str] = {}
    for child in element:
        told.setdefault(vocabulary.key(child).rpartition(":")[2], plain_text(inner_text(child)))
    if "name" in told or "email" in told:
        name, mail = split_mail(told.get("name", ""))
        mail = split_mail(told.get("email", ""))[1] or mail
        return name or mail, mail
    return split_mail(plain_text(inner_text(element)))
