"""What every published page is made with: templates that escape what they show, and write numbers as French does.

No layout here: each kind of page has its own templates, and may borrow those of another.
"""

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.french.words import day
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES


def templates(*packages: str) -> Environment:
    """Return the templates of packages, the first that has one of a name giving it."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=select_autoescape(("j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "sources_donnees": SOURCES_DONNEES,
        "nbsp": NBSP,
        "base_minimale": BASE_MINIMALE,
    }
    environment.filters |= {"nombre": number, "francais": spaced, "jour": day}
    return environment
