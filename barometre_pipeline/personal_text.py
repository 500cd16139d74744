"""Recognises what designates a person in a text: an address, a number, a name after « Mme », a place of life.

Characters only: the only place that knows how these look, in whatever signs of Unicode they are written. What is done
where one is found is its reader's to say: a wording loses it, a file written by hand is refused.
"""

import base64
import binascii
import ipaddress
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# As addresses are hidden from robots too. What « (a) » and « point » also mean is why two must agree.
_OPEN, _CLOSE = r"\s?[\[({<]\s?", r"\s?[\])}>]\s?"
_AT: Final = rf"(?:@|%40|\s@\s|{_OPEN}(?:at|arobase?|chez){_CLOSE}|\sarobase?\s)"
_AT_OR_A: Final = rf"{_OPEN}a{_CLOSE}"
_WORD_DOT: Final = rf"(?:{_OPEN}(?:dot|point){_CLOSE}|\s(?:point|dot)\s)"
_LOCAL: Final = rf"(?<![\w.+-])[\w.+-]+(?:{_WORD_DOT}[\w.+-]+){{0,4}}"
_ADDRESS: Final = (
    rf"{_LOCAL}{_AT}[\w-]+(?:(?:\.|{_WORD_DOT})[\w-]+)+"
    rf"|(?<![\w.+-])[\w.+-]+{_AT_OR_A}[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.+-])\w+[.+-][\w.+-]+\sat\s[\w-]+(?:\sdot\s[\w-]+)+"
    r"|(?<!\w)(?:[\w.+-]\s){2,64}@(?:\s[\w.-]){3,99}(?!\w)"  # one letter at a time
)
_ALONE: Final = r"(?<!\d)(?<!\d[\s._/,-])"  # not the end of a date, of a SIRET or of a list
_END: Final = r"(?!\d|[:h]\d)"  # neither a longer number, nor the date that an hour follows
_TELEPHONE: Final = (
    r"(?<!\d)(?:\+|00)\s*33[\s.-]*(?:\(0\)|0)?[\s.-]*[1-9](?:[\s.-]*\d\d){4}" + _END
    + "|" + _ALONE + r"(?<![\d.,]\s)(?<!\d[.,])0[\s.-]?[1-9](?:[\s.-]?\d){8}" + _END
    + "|" + _ALONE + r"0[1-9](?P<between>\s?[/_|*·•]\s?)\d\d(?:(?P=between)\d\d){3}" + _END
)  # fmt: skip
_UNITS: Final = (
    r"(?:z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingts?|trente|quarante|cinquante|soixante|et)"
)
_BASE64: Final = r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![\w+/=-])"
_PROFILE: Final = (
    r"\b(?:linkedin\.com/(?:in|pub)/|facebook\.com/profile\.php\?id=|wa\.me/|viadeo\.com/)[\w%./-]+"
)
_SPACE: Final = r"[ \u00a0\u202f]"
_MONTHS: Final = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_STREETS: Final = (
    r"rue|ruelle|avenue|av\.|boulevard|bd\.?|blvd|chemin|impasse|allée|sentier|quai|faubourg|lotissement"
)
_SQUARES: Final = r"place|square|route|résidence|hameau|cité|villa"
_PLATE: Final = "[A-HJ-NP-TV-Z]"  # letters of French plates: neither I, O nor U
_OFFICE: Final = (
    "Maire|Présid|Vice|Direct|Sous-|Préf|Ministre|Secrétaire|Délégu|Conseill|DGS|DPO|RSSI|Sénat|Déput|Adjoint|Premi[eè]r|Chef"
    "|Élu|Respons|Charg|Référent|Agent|Régisseu|Trésor|Rapport|Recteur|Rectrice|Procureur|Juge"
)
# How a sentence or an answer begins after « Madame, Monsieur », and other civilities.
_OPENING: Final = (
    "Dans|Votre|Vos|Vous|Nous|Notre|Cette|Ce|Cet|Ces|Un|Une|Autres?|Merci|Pour|Afin|En|Si|Quel(?:le)?s?|Il|Elle"
    "|Depuis|Avec|À|Au|Aux|Par|Sur|Selon|Comme|Mme|Monsieur|Madame|Mademoiselle|Euros?|Non|Oui|Ne|Je"
)
_GROUPS: Final = {
    (2, 2, 2, 2, 2),
    (1, 2, 2, 2, 2),
    (4, 2, 2, 2),
    (4, 3, 3),
    (3, 3, 4),
    (2, 4, 4),
    (2, 8),
    (1, 3, 3, 3),
}
_IMAGES: Final = {"png", "jpg", "jpeg", "gif", "svg", "webp"}
_COORDINATE: Final = rf"\d{{1,2}}[.,]\d{{4,}}°?{_SPACE}?[NS]?"
_LONGITUDE: Final = rf"[-+]?\d{{1,3}}[.,]\d{{4,}}°?{_SPACE}?[EWO]?"
_SEXAGESIMAL: Final = r"\d{1,3}°\s?\d{1,2}['’′]\s?(?:\d{1,2}(?:[.,]\d+)?(?:\"|″|''|’’)\s?)?"


def _is_telephone(text: str) -> bool:
    """Tell whether ten digits are grouped as a person's number: by two, or evenly; neither 08 nor a growing list."""
    abroad = re.match(r"(?:\+|00)\s*33", text)
    national = text[abroad.end() :] if abroad else text
    national = re.sub(r"^[\s.-]*\(0\)", "", national)
    groups, separators = re.findall(r"\d+", national), set(re.findall(r"(?<=\d)\D+(?=\d)", national))
    digits = "".join(groups).removeprefix("0")
    sizes = tuple(map(len, groups))
    if digits.startswith("8") or len(separators) > 1 or len(digits) != 9:
        return False
    usual = len(sizes) == 1 or sizes in _GROUPS
    grows = len(sizes) >= 4 and all(a < b for a, b in pairwise(map(int, groups)))
    return usual and not grows


def _is_address(text: str) -> bool:
    """Tell whether what looks like an address ends as one: with letters, and not as the name of an image."""
    last = re.split(r"\W+", text.rstrip(".-"))[-1]
    return not last.isdigit() and last.lower() not in _IMAGES


def _is_place(text: str) -> bool:
    """Tell whether two numbers are a place on Earth, and not two shares or the ends of an interval."""
    numbers = [float(n.replace(",", ".")) for n in re.findall(r"\d+[.,]\d+", text)]
    return not numbers or max(numbers) > 4


def _is_card(text: str) -> bool:
    """Tell whether digits are those of a bank card: its length, how it begins, and the control digit (Luhn)."""
    digits = [int(d) for d in text if d.isdigit()]
    begins = "".join(map(str, digits[:2]))
    if not ((len(digits) == 16 and begins[0] in "23456") or (len(digits) == 15 and begins in ("34", "37"))):
        return False
    doubled = [d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_abroad(text: str) -> bool:
    """Tell whether a number after « + » or « 00 » is a telephone: nine digits at least, and no thousands."""
    digits = "".join(filter(str.isdigit, text)).removeprefix("00")
    thousands = re.fullmatch(r"\+\s?\d{1,3}(?:\s\d{3})+", text) is not None
    return 9 <= len(digits) <= 15 and not (thousands and (len(digits) < 11 or digits.endswith("000")))


def _is_disguised(text: str) -> bool:
    """Tell whether letters that look like digits make, with six digits at least, a person's number."""
    digits = text.translate(str.maketrans("OoIl", "0011"))
    return digits != text and sum(map(str.isdigit, text)) >= 6 and _is_telephone(digits)


def _is_ip(text: str) -> bool:
    """Tell whether dots or colons make an address of a machine, and not the number of a paragraph or a version."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return max(address.packed) > 30 if address.version == 4 else len(text) > 7 and any(map(str.isdigit, text))


def _hides_a_contact(text: str) -> bool:
    """Tell whether letters are the base64 of a text with an address or a number."""
    try:
        written = base64.b64decode(
            text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_"
        ).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return written.isprintable() and any(mark.found_in(written) for mark in CONTACTS)


# What is neither a usual letter or sign of French, nor a space of its typography.
_UNUSUAL: Final = re.compile("[^\\x00-\\x7f\u00a0À-ÿŒœŸ’«»…€–—\u202f]")
_SIGN: Final = re.compile(r".[\u0300-\u036f]*", re.DOTALL)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in usual signs, and where each of them, and the end, stands in the text.

    Letters and digits of another form or script are the usual ones, accents are on their letters, and signs that are
    not seen (a space of no width, a hyphen that only cuts a word) are away.
    """
    if not _UNUSUAL.search(text):
        return text, range(len(text) + 1)
    signs: list[str] = []
    places: list[int] = []
    for found in _SIGN.finditer(text):
        for sign in unicodedata.normalize("NFKC", found[0]):
            if unicodedata.category(sign) != "Cf":
                signs.append(str(unicodedata.decimal(sign, sign)))
                places.append(found.start())
    return "".join(signs), [*places, len(text)]


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
        return any(self.holds(found[0]) for found in self.pattern.finditer(_plain(text)[0]))

    def taken_out(self, text: str) -> str:
        """Return the text with what it is, between brackets, in its place."""
        plain, places = _plain(text)
        parts, end = [], 0
        for found in self.pattern.finditer(plain):
            if self.holds(found[0]):
                parts += [text[end : places[found.start()]], f"[{self.reason}]"]
                end = places[found.end()]
        return "".join(parts) + text[end:]


CONTACTS: Final = (
    Mark(re.compile(_ADDRESS, re.IGNORECASE), "adresse électronique", _is_address),
    Mark(re.compile(_PROFILE, re.IGNORECASE), "profil personnel"),
    Mark(re.compile(_BASE64), "adresse ou numéro codé", _hides_a_contact),
    Mark(re.compile(r"\bFR\d\d(?:\s?[\dA-Z]{4}){5}\s?[\dA-Z]{3}\b"), "numéro de compte"),
    Mark(
        re.compile(rf"(?<![\d.,-])\d(?:(?:{_SPACE}|-)?\d){{14,15}}(?!\d)"),
        "numéro de carte bancaire",
        _is_card,
    ),
    Mark(
        re.compile(
            r"(?<![\d.,])[12]\s?\d\d\s?(?:0[1-9]|1[0-2])\s?(?:\d\d|2[ABab])(?:\s?\d{3}){2}(?:\s?\d\d)?(?!\d)"
        ),
        "numéro de sécurité sociale",
    ),
    Mark(re.compile(_TELEPHONE), "numéro de téléphone", _is_telephone),
    Mark(
        re.compile(
            r"(?<![\w.,+])(?<!\d[\s.,-])(?:\+|00)[\s.-]?[1-9]\d{0,2}(?:[\s./-]?(?:\(0\)\s?)?\d){6,12}(?![\d%])"
        ),
        "numéro de téléphone",
        _is_abroad,
    ),
    Mark(
        re.compile(r"(?<!\w)[Oo0][\s.-]?[1-9OoIl](?:[\s.-]?[\dOoIl]{2}){4}(?!\w|[:h]\d)"),
        "numéro de téléphone",
        _is_disguised,
    ),
    Mark(
        re.compile(rf"\bz[ée]ro(?:[\s.-]+{_UNITS}\b){{5,}}", re.IGNORECASE),
        "numéro de téléphone",
    ),
    Mark(
        re.compile(
            r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w:]|\.\d)"
        ),
        "adresse IP",
        _is_ip,
    ),
    Mark(
        re.compile(
            rf"\b{_PLATE}{{2}}[ -]?\d{{3}}[ -]?{_PLATE}{{2}}\b"
            rf"|\b(?!(?:19|20)\d\d)\d{{4}}(?P<sign>[ -]){_PLATE}{{2,3}}(?P=sign)(?:\d\d|2[AB]|97\d)\b(?!{_SPACE}?%)"
            rf"|\b\d{{3}}-{_PLATE}{{2,3}}-(?:\d\d|2[AB]|97\d)\b"
        ),
        "plaque d’immatriculation",
    ),
    Mark(
        re.compile(
            r"(?i:\b(?:passeports?|cartes?(?: nationales?)? d[’']identité|cni|titres? de séjour|permis de conduire)\b)"
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
        _is_place,
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
            rf"(?:{_STREETS}|{_SQUARES}){_SPACE}+(?:(?:de|du|des|la|le|les){_SPACE}|l[’']|d[’'])*[A-ZÀ-Ý][\w’'-]+"
        ),
        "adresse postale",
    ),
)
NAME: Final = Mark(
    re.compile(
        # « 10 M. » are millions; « Madame, Monsieur » and a list of civilities name nobody.
        rf"\b(?:(?<!\d)(?<!\d{_SPACE})(?<!\b[Ee]n{_SPACE})M\.|Mr\.?|M(?:me|lle|ME|LLE)|(?<!Madame,{_SPACE})(?<!Madame{_SPACE})Monsieur"
        rf"|Madame|Mademoiselle|Dr\.?|Pr\.?){_SPACE}+(?!(?:L[ea]s?|L[AE]S?|la|le){_SPACE}+(?i:{_OFFICE}))"
        rf"(?!(?i:{_OFFICE}))(?!(?:{_OPENING})\b)(?![A-ZÀ-Ý]{{2,4}}\b(?!{_SPACE}[A-ZÀ-Ý]|-))"
        rf"[A-ZÀ-Ý][\w’'-]+(?:{_SPACE}(?:de|du|[A-ZÀ-Ý][\w’'-]+))*"
    ),
    "nom de personne",
)
# A text that has none of these has no mark: most texts are let through by one look.
_HINT: Final = re.compile(
    r"\d|@|[\[({<]\s?[aàc]|arobas| at |\bz[ée]ro\b|[a-z0-9+/]{16}|linkedin|\bM(?:\.|[rml]|ad|ons|aî)|\b[DP](?:r|octeu)",
    re.IGNORECASE,
)


def _marks(text: str, marks: Sequence[Mark]) -> Sequence[Mark]:
    return marks if _UNUSUAL.search(text) or _HINT.search(text) else ()


def without_contacts(text: str) -> str:
    """Return a text whose addresses and numbers of a person are replaced by what they are, between brackets."""
    for mark in _marks(text, CONTACTS):
        text = mark.taken_out(text)
    return text


def impersonal(text: str) -> str:
    """Return a text that designates nobody: without contacts, nor a name after « M. » or « Mme »."""
    return NAME.taken_out(without_contacts(text))


def designates(text: str) -> str:
    """Say what designates a person in a text, "" where nothing does."""
    marks = _marks(text, (*CONTACTS, NAME))
    return next((mark.reason for mark in marks if mark.found_in(text)), "")
