"""Pages of Great Expectations ask nothing of another host."""

import re

import pytest

from barometre_pipeline.expectations.offline import without_hosts


@pytest.mark.parametrize(
    "asset",
    [
        '<script src="https://cdn.example/a.js"></script>',
        "<script>\n$(function () { fetch('https://x.example') });\n</script>",
        '<link rel="stylesheet" href="https://cdn.example/a.css"/>',
        '<link href="//cdn.example/a.css" rel="stylesheet">',
        "<img class='logo' src='https://cdn.example/logo.png?d=1'>",
        "<style>@import url('https://cdn.example/b.css'); a { background: url(https://cdn.example/c.png) }</style>",
    ],
)
def test_what_is_fetched_from_elsewhere_goes_and_the_page_stays(asset: str) -> None:
    page = without_hosts(f"<html><head>{asset}</head><body><p>Texte</p><table></table></body></html>")
    assert "example" not in page
    assert "<p>Texte</p><table></table>" in page


def test_a_link_that_a_reader_may_follow_and_a_page_beside_stay() -> None:
    page = without_hosts(
        '<head></head><a href="https://docs.example">aide</a><a href="../index.html">retour</a>'
    )
    assert page.count("href=") == 2


def test_the_policy_of_the_page_lets_nothing_in() -> None:
    policy = re.search(r'content="([^"]*)"', without_hosts("<head></head>"))
    assert policy is not None and policy[1].startswith("default-src 'none'")
    assert "//" not in policy[1]
