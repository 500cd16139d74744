"""How the page of a checked document looks, and the policy by which a browser takes its style and nothing else.

What the page says is ``page``'s.
"""

import base64
import hashlib
from functools import cache
from typing import Final

from jinja2 import Environment

from barometre_pipeline.publication.pages import templates

_PACKAGES: Final = ("barometre_pipeline.publication.verification", "barometre_pipeline.publication.site")
_SHEETS: Final = ("site.css", "verification.css")


@cache
def style() -> str:
    """Return the style of the page, the report's with what is its own."""
    given = environment()
    return "\n".join(given.get_template(name).render() for name in _SHEETS)


@cache
def style_source() -> str:
    """Return what lets this very style, and no other, into a page: for its policy, and for whoever serves it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()}'"


def policy() -> str:
    """Return what the page may load: nothing but its own style."""
    return f"default-src 'none'; style-src {style_source()}; base-uri 'none'; form-action 'none'"


@cache
def environment() -> Environment:
    """Return the templates of the page, with those of the report."""
    return templates(*_PACKAGES)
