"""Recognises what designates a person in a text: an address, a number, a name after « Mme », a place of life.

Characters only: the only place that knows how these look. What is done where one is found is its reader's to say: a
wording loses it, a file written by hand is refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_AT: Final = (
    r"(?:@|%40|\s@\s|\s?[\[(]\s?(?:at|a|arobase)\s?[\])]\s?)"  # as addresses are hidden from robots too
)
_SPACE: Final = r"[ \u00a0\u202f]"
_MONTHS: Final = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_STREETS: Final = (
    r"rue|ruelle|avenue|av\.|boulevard|bd\.?|blvd|chemin|impasse|allée|sentier|quai|faubourg|lotissement"
)
_SQUARES: Final = (
    r"place|square|route|résidence|hameau|cité|villa"  # words of other things too: a name must follow
)
_PLATE: Final = "[A-HJ-NP-TV-Z]"  # letters of French plates: neither I, O nor U
_OFFICE: Final = (
    "Maire|Maires|Présid|Vice|Direct|Préf|Ministre|Secrétaire|Délégu|Conseill|DGS|Sénat|Déput|Adjoint"
)
_COORDINATE: Final = rf"\d{{1,2}}[.,]\d{{4,}}°?{_SPACE}?[NS]?"
_LONGITUDE: Final = rf"[-+]?\d{{1,3}}[.,]\d{{4,}}°?{_SPACE}?[EWO]?"
_SEXAGESIMAL: Final = r"\d{1,3}°\s?\d{1,2}['’′]\s?(?:\d{1,2}(?:[.,]\d+)?(?:\"|″|''|’’)\s?)?"


def _is_card(text: str) -> bool:
    """Tell whether digits are those of a bank card: its length, how it begins, and the control digit (Luhn)."""
    digits = [int(d) for d in text if d.isdigit()]
    begins = "".join(map(str, digits[:2]))
    if not ((len(digits) == 16 and begins[0] in "23456") or (len(digits) == 15 and begins in ("34", "37"))):
        return False
    doubled = [d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


@dataclass(frozen=True)
class Mark:
    """A way in which a text designates a person.

    Attributes:
        pattern: what it looks like.
        reason: what it is, in French.
        holds: what a pattern cannot say of the text found.
    """

    pattern: re.Pattern[str]
    reason: str
    holds: Callable[[str], bool] = bool

    def found_in(self, text: str) -> bool:
        """Tell whether a text has one."""
        return any(self.holds(found[0]) for found in self.pattern.finditer(text))

    def taken_out(self, text: str) -> str:
        """Return the text with what it is, between brackets, in its place."""
        return self.pattern.sub(lambda m: f"[{self.reason}]" if self.holds(m[0]) else m[0], text)


CONTACTS: Final = (
    Mark(re.compile(rf"(?<![\w.+-])[\w.+-]+{_AT}[\w-]+(?:\.[\w-]+)+", re.IGNORECASE), "adresse électronique"),
    Mark(re.compile(r"\bFR\d\d(?:\s?[\dA-Z]{4}){5}\s?[\dA-Z]{3}\b"), "numéro de compte"),
    Mark(
        re.compile(rf"(?<![\d.,-])\d(?:(?:{_SPACE}|-)?\d){{14,15}}(?!\d)"),
        "numéro de carte bancaire",
        _is_card,
    ),
    Mark(
        re.compile(r"(?<!\d)(?:(?:\+|00)\s*33[\s.-]*(?:\(0\)|0)?|0)[\s.-]*[1-9](?:[\s.-]*\d\d){4}(?!\d)"),
        "numéro de téléphone",
    ),
    Mark(
        re.compile(
            r"(?<![\d.,])[12]\s?\d\d\s?(?:0[1-9]|1[0-2])\s?(?:\d\d|2[ABab])(?:\s?\d{3}){2}(?:\s?\d\d)?(?!\d)"
        ),
        "numéro de sécurité sociale",
    ),
    Mark(
        re.compile(
            rf"\b{_PLATE}{{2}}[ -]?\d{{3}}[ -]?{_PLATE}{{2}}\b"
            rf"|\b\d{{2,4}}[ -]{_PLATE}{{2,3}}[ -](?:\d\d|2[AB]|97\d)\b(?!{_SPACE}?%)"
        ),
        "plaque d’immatriculation",
    ),
    Mark(
        re.compile(
            r"\b\d\d[A-Z]{2}\d{5}\b"
            r"|(?i:\b(?:passeports?|cartes?(?: nationales?)? d[’']identité|cni|titres? de séjour|permis de conduire))"
            r"[^.;\n\d]{0,25}?\b(?=[A-Z0-9]*\d)[A-Z0-9]{8,12}\b"
        ),
        "numéro de pièce d’identité",
    ),
    Mark(
        re.compile(
            rf"(?<![\d.,])[-+]?{_COORDINATE}{_SPACE}*[,;/ ]{_SPACE}*{_LONGITUDE}(?![\d%])"
            rf"|{_SEXAGESIMAL}[NS]\b[\s,;/]*{_SEXAGESIMAL}[EWO]\b"
        ),
        "coordonnées géographiques",
    ),
    Mark(
        re.compile(
            rf"\b(?:née?s?|né\(e\)|né·e|date de naissance|naissance)\b{_SPACE}*(?:le|:|au|du)?{_SPACE}*"
            rf"\d{{1,2}}(?:er)?(?:[/.-]\d{{1,2}}[/.-]|{_SPACE}(?:{_MONTHS}){_SPACE})(?:19\d\d|200\d|\d\d)(?!\d)",
            re.IGNORECASE,
        ),
        "date de naissance",
    ),
    Mark(
        re.compile(
            rf"(?<![\d-])(?!(?:19|20)\d\d\b)\d{{1,4}}(?:{_SPACE}?(?:bis|ter|quater|[A-D]\b))?,?{_SPACE}+"
            rf"(?:(?i:{_STREETS}){_SPACE}+(?:(?:de|du|des|la|le|les|l[’']|d[’']){_SPACE}?)*[\w’'-]{{2,}}"
            rf"|(?i:{_SQUARES}){_SPACE}+(?:(?:de|du|des|la|le|les){_SPACE}|l[’']|d[’'])*[A-ZÀ-Ý][\w’'-]+)"
        ),
        "adresse postale",
    ),
)
NAME: Final = Mark(
    re.compile(
        rf"(?<!\d)(?<!\d{_SPACE})\b(?:M\.|Mr\.?|Mme|Mlle|Madame|Monsieur|Mademoiselle){_SPACE}+"
        rf"(?!(?:L[ea]s?|la|le){_SPACE}*(?:{_OFFICE}))(?!{_OFFICE})"
        rf"[A-ZÀ-Ý][\w’'-]+(?:{_SPACE}(?:de|du|[A-ZÀ-Ý][\w’'-]+))*"
    ),
    "nom de personne",
)
# A text that has none of these has no mark: most texts are let through by one look.
_HINT: Final = re.compile(r"\d|@|[\[(]\s?a|\bM(?:\.|[rml]|ad|ons)", re.IGNORECASE)


def without_contacts(text: str) -> str:
    """Return a text whose addresses and numbers of a person are replaced by what they are, between brackets."""
    for mark in CONTACTS if _HINT.search(text) else ():
        text = mark.taken_out(text)
    return text


def impersonal(text: str) -> str:
    """Return a text that designates nobody: without contacts, nor a name after « M. » or « Mme »."""
    return NAME.taken_out(without_contacts(text))


def designates(text: str) -> str:
    """Say what designates a person in a text, "" where nothing does."""
    marks = (*CONTACTS, NAME) if _HINT.search(text) else ()
    return next((mark.reason for mark in marks if mark.found_in(text)), "")
