"""The site as a browser shows it: one page of each kind, wide and narrow, by mouse, by keyboard and by axe-core."""

import re
import shutil
from importlib.resources import files
from itertools import groupby

import pytest
from playwright.sync_api import sync_playwright

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
WIDTHS = (1280, 390)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="navigateur absent : paquet Debian « chromium »")


@pytest.fixture(scope="module")
def site(demo):
    return demo.lake / "publication" / "site"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


def heaviest_of_each_kind(site):
    def kind(path):
        named = re.match(r"(indicateur|document|edition|methode|questions|equipe)-", path.name)
        return named[1] if named else path.name

    pages = sorted(site.glob("*.html"), key=kind)
    return [max(group, key=lambda p: p.stat().st_size) for _, group in groupby(pages, kind)]


def opened(browser, path, width, **context):
    """A page and what it said in its console and asked of others."""
    page = browser.new_context(viewport={"width": width, "height": 1000}, **context).new_page()
    said, asked = [], []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("request", lambda r: asked.append(r.url))
    page.goto(path.as_uri())
    return page, said, asked


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_of_each_kind_fits_its_window_asks_nobody_and_breaks_no_rule_of_accessibility(
    browser, site, width
):
    pages = heaviest_of_each_kind(site)
    assert len(pages) >= 15
    found = {}
    for path in pages:
        # axe is brought in from outside: only for it may a script run that the page's own policy would refuse.
        page, said, asked = opened(browser, path, width, bypass_csp=True)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.evaluate(AXE)
        told = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        faults = [f"{v['id']} : {v['nodes'][0]['html'][:120]}" for v in told["violations"]]
        faults += ["plus large que la fenêtre"] * too_wide + said
        faults += [a for a in asked if not a.startswith("file:")]
        found |= {path.name: faults} if faults else {}
        page.context.close()
    assert found == {}


def test_on_a_phone_a_table_of_changes_or_of_results_is_read_without_moving_it_sideways(browser, site):
    indicators = [p for p in heaviest_of_each_kind(site) if p.name.startswith("indicateur-")]
    assert indicators
    for path in (site / "ce-qui-a-change.html", site / "pratiques-et-attentes.html", *indicators):
        page, *_ = opened(browser, path, 390)
        cut = page.evaluate(
            """[...document.querySelectorAll(".defilement")]
            .filter((d) => d.querySelectorAll("thead th").length <= 5 || d.querySelector(".empile"))
            .filter((d) => d.scrollWidth > d.clientWidth).map((d) => d.getAttribute("aria-label"))"""
        )
        assert cut == [], path.name
        tallest = page.evaluate(
            "Math.max(...[...document.querySelectorAll('tbody tr')].map((r) => r.offsetHeight))"
        )
        assert tallest < 1000, "a line of a table is higher than the window"
        page.context.close()


def test_a_page_printed_is_not_cut_at_the_right(browser, site):
    for path in heaviest_of_each_kind(site):
        page, *_ = opened(browser, path, 1280)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1000})  # A4 without its margins, at 96 dots an inch
        assert page.evaluate("document.documentElement.scrollWidth") <= 718, path.name
        page.context.close()


@pytest.mark.parametrize("asked", ["77 %", "cyber", "logiciels libres"])
def test_the_search_finds_a_figure_a_theme_and_words_by_keyboard_alone(browser, site, asked):
    page, said, _ = opened(browser, site / "index.html", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    while page.evaluate("document.activeElement.type") != "search":
        page.keyboard.press("Tab")
    page.keyboard.type(asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche.html*")
    result = page.locator("main li a").first
    result.wait_for()
    result.click()
    page.wait_for_load_state()
    assert not page.url.split("?")[0].endswith("recherche.html")
    assert said == []
    page.context.close()
