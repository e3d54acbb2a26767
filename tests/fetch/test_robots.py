from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.fetch.robots import MAX_CRAWL_DELAY_S, Robots, read_robots


def rules(*lines: str) -> Robots:
    return read_robots("\n".join(lines).encode())


@pytest.mark.parametrize(
    ("line", "path", "allowed"),
    [
        ("Disallow: /private/", "/private/x", False),
        ("Disallow: /private/", "/private", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /a*b*c", "/a--b--c--", False),
        ("Disallow: /a*b*c", "/a--c--b", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: *?print=", "/story?print=1", False),
        ("Disallow: private", "/private", False),
        ("Disallow:", "/anything", True),
        ("Disallow: /", "/", False),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9", False),
        ("Disallow: /%7Euser", "/~user/", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("disallow : /x # why", "/x", False),
        ("Disallow: /aa*aa$", "/aaa", True),
    ],
)
def test_a_rule_fits_the_paths_the_standard_says(line: str, path: str, allowed: bool) -> None:
    assert rules("User-agent: *", line).allows(path) is allowed


def test_the_longest_rule_decides_and_allow_wins_a_tie() -> None:
    found = rules("User-agent: *", "Disallow: /news", "Allow: /news/open", "Disallow: /tie", "Allow: /tie")
    assert not found.allows("/news/closed")
    assert found.allows("/news/open/1")
    assert found.allows("/tie")


def test_our_own_group_replaces_the_one_for_everyone() -> None:
    found = rules("User-agent: *", "Disallow: /", "", "User-agent: NewsGrid/9", "Disallow: /x")
    assert found.allows("/y")
    assert not found.allows("/x")


def test_groups_that_name_us_are_taken_together() -> None:
    found = rules(
        "user-agent: other",
        "user-agent: newsgrid",
        "disallow: /a",
        "user-agent: *",
        "disallow: /",
        "user-agent: newsgrid",
        "disallow: /b",
    )
    assert [found.allows(path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_a_longer_name_than_ours_is_not_ours() -> None:
    assert rules("User-agent: newsgrid-images", "Disallow: /").allows("/x")


def test_the_crawl_delay_is_obeyed_up_to_a_bound() -> None:
    assert rules("User-agent: *", "Crawl-delay: 2.5").crawl_delay_s == 2.5
    assert rules("User-agent: *", "Crawl-delay: 99999999").crawl_delay_s == MAX_CRAWL_DELAY_S
    assert rules("User-agent: *", "Crawl-delay: nan").crawl_delay_s in (0.0, MAX_CRAWL_DELAY_S)
    assert rules("User-agent: *", "Crawl-delay: soon").crawl_delay_s == 0


def test_a_byte_order_mark_and_old_line_ends_are_no_obstacle() -> None:
    assert not read_robots("\ufeffUser-agent: *\rDisallow: /x".encode()).allows("/x")


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_are_read(data: bytes, path: str) -> None:
    assert read_robots(b"User-agent: *\n" + data).allows(path) in (True, False)


def test_hostile_patterns_take_no_time() -> None:
    data = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 4000 + b"b\n" + b"Disallow: /*a*a*a*a*a*b$\n" * 500
    began = time.perf_counter()
    assert read_robots(data).allows("/" + "a" * 4000)
    assert time.perf_counter() - began < 1


@given(st.text("/ab", max_size=8), st.text("/ab*$", max_size=8))
def test_matching_agrees_with_a_regular_expression(path: str, pattern: str) -> None:
    import re

    if "$" in pattern[:-1]:
        return
    ends = pattern.endswith("$")
    wanted = ".*".join(map(re.escape, pattern.removesuffix("$").split("*"))) + (r"\Z" if ends else "")
    from newsgrid.fetch.robots import Rule

    assert Rule(False, pattern).fits(path) is (re.match(wanted, path, re.DOTALL) is not None)
