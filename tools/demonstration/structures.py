"""Draws real public bodies from the official lists and types their names as respondents do.

What they answer is decided elsewhere and is invented; so are the bodies of no official list (« autres »).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.vocabulary import STRATES
from tools.demonstration.latents import willingness
from tools.demonstration.targets import Cell

_OTHER_BODIES = (
    "Syndicat mixte numérique fictif {n}",
    "SDIS fictif {n}",
    "Centre de gestion fictif {n}",
    "Syndicat des eaux fictif {n}",
    "Agence d’urbanisme fictive {n}",
    "Syndicat d’énergie fictif {n}",
    "CCAS fictif {n}",
    "Office public de l’habitat fictif {n}",
    "Parc naturel régional fictif {n}",
)


@dataclass(frozen=True)
class Unit:
    """A structure of the sample as the official list knows it; ``autres`` have neither SIREN nor code."""

    name: str
    siren: str
    code_insee: str
    population: int | None
    type: str
    strate: str

    @property
    def key(self) -> str:
        """What the structure is known by from one edition to the next."""
        return self.siren or self.name


def official_units(territoires: pd.DataFrame) -> list[Unit]:
    """Turn the official list of a year into bodies that can be drawn, in a stable order."""
    columns = ["nom", "siren", "code_insee", "population", "type", "strate"]
    rows = territoires.sort_values("territoire_id")[columns].to_dict("records")
    return [
        Unit(r["nom"], r["siren"], r["code_insee"], int(r["population"]), r["type"], r["strate"])
        for r in rows
        if r["siren"] and r["strate"] in STRATES
    ]


def draw_units(official: Sequence[Unit], cell: Cell, edition: str) -> list[Unit]:
    """Draw the bodies of one cell, the most willing to take part that year; « autres » are invented.

    Raises:
        ValueError: the official list has too few bodies of the strate.
    """
    if cell.strate == "autres":
        return [_other_body(number) for number in range(1, cell.size + 1)]
    pool = [u for u in official if u.strate == cell.strate]
    if cell.large is not None:
        pool = [u for u in pool if ((u.population or 0) >= 50_000) is cell.large]
    if len(pool) < cell.size:
        raise ValueError(
            f"{cell.name} : {len(pool)} structures dans la liste officielle, {cell.size} voulues"
        )
    return sorted(pool, key=lambda unit: (-willingness(unit.siren, edition), unit.siren))[: cell.size]


def typed_name(unit: Unit, rng: random.Random) -> str:
    """Write a body's name as a respondent might: prefix, case, accents, a slip of the finger."""
    form = rng.choice(_FORMS.get(unit.type, ("{nom}",)))
    short = unit.name.removeprefix("Département ").removeprefix("Région ")
    name = form.format(nom=unit.name, de=_of(unit.name), court=short)
    draw = rng.random()
    if draw < 0.12:
        name = name.upper()
    elif draw < 0.20:
        name = _without_accents(name)
    elif draw < 0.25:
        name = f" {name} "
    elif draw < 0.33 and len(unit.name) > 7:
        name = _slip(name, rng)
    return name


def typed_siret(unit: Unit, rng: random.Random) -> str:
    """Write a SIRET or SIREN, spaced, wrong or not at all, as respondents do."""
    draw = rng.random()
    if not unit.siren or draw < 0.25:
        return ""
    if draw < 0.45:
        return unit.siren
    siret = unit.siren + _check_digit_suffix(unit.siren)
    if draw < 0.60:
        return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    return siret


_FORMS: Mapping[str, Sequence[str]] = {
    "communes": ("{nom}", "Ville {de}", "Commune {de}", "Mairie {de}", "VILLE {de}", "Mairie de {nom}"),
    "departements": ("{nom}", "Conseil départemental {court}", "Département {court}", "CD {court}"),
    "regions": ("{nom}", "Conseil régional {court}", "Région {court}"),
}


def _other_body(number: int) -> Unit:
    name = _OTHER_BODIES[number % len(_OTHER_BODIES)].format(n=number)
    return Unit(name=name, siren="", code_insee="", population=None, type="autres", strate="autres")


def _of(name: str) -> str:
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d'{name}" if name[0] in "AEIOUYÉÈÎH" else f"de {name}"


def _without_accents(text: str) -> str:
    table = str.maketrans("àâäçéèêëîïôöùûüÿÀÂÇÉÈÊËÎÏÔÖÙÛÜ", "aaaceeeeiioouuuyAACEEEEIIOOUUU")
    return text.translate(table)


def _slip(text: str, rng: random.Random) -> str:
    letters = [i for i in range(4, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not letters:
        return text
    i = rng.choice(letters)
    if rng.random() < 0.5:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text[:i] + text[i + 1 :]


def _check_digit_suffix(siren: str) -> str:
    """Return the five digits of the first establishment, so that the SIRET passes the Luhn check."""
    for digit in "0123456789":
        if _luhn(siren + "0001" + digit):
            return "0001" + digit
    raise AssertionError("one of ten digits always passes")


def _luhn(digits: str) -> bool:
    total = 0
    for i, char in enumerate(reversed(digits)):
        value = int(char) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
