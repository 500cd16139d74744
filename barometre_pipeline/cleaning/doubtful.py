"""Recognises typed structure names that name no structure: tests, placeholders, persons.

Judges a name only; deciding what becomes of the response is ``selection``'s.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_PLACEHOLDERS = re.compile(
    r"(test|essai|demo|bla|toto|tata|titi|azerty|qwerty|xxx|aaa|nc|na|ras|neant|aucun|aucune|rien|sans|anonyme|"
    r"inconnu|je ne sais pas|nsp|lorem)( ?(test|essai|demo|bla|toto|bis|\d+))*"
    # « Test DSI », « essai Martin »: whoever tries the form often signs the try.
    r"|(test|essai|demo) .*|.* (test|essai)"
)
_CIVILITY = re.compile(r"(m|mr|mme|mlle|monsieur|madame|mademoiselle|dr|docteur)\.? [a-z]")
# A word of this list says that the name is an organisation's, whatever its other words look like.
_ORGANISATION = re.compile(
    r"\b(mairie|ville|commune|communaute|cc|ca|cu|agglo\w*|agglomeration|metropole|eurometropole|departement\w*|conseil|"
    r"region\w*|syndicat|sivom|sivu|sdis|sde\w*|pays|parc|pnr|cci|cma|chambre|ccas|office|prefecture|direction|ddt\w*|"
    r"agence|association|universite|lycee|college|ecole|hopital|chu|ministere|service|centre|institut|etablissement|"
    r"mission|groupement|gip|collectivite|interco\w*|grand|grande|saint|sainte|st|ste)\b"
)


def normalise_name(name: str) -> str:
    """Lower-case a typed name, without accents, punctuation or repeated spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def doubt_about(name: str, identity: frozenset[str] = frozenset()) -> str | None:
    """Say in French why a typed name is doubtful, or None if it may be a structure's.

    Args:
        name: the structure's name as typed; an empty one is not doubtful, only unknown.
        identity: normalised words of the respondent's own first and last name, where the survey asks them.
    """
    plain = normalise_name(name)
    if not name.strip():
        return None
    if not re.search(r"[a-z]", plain):
        return "le nom ne contient aucune lettre"
    if _PLACEHOLDERS.fullmatch(plain) or _is_repetition(plain):
        return "réponse de test ou nom de remplissage"
    if _looks_like_person(plain, identity):
        return "le nom semble être celui d’une personne"
    return None


def _is_repetition(plain: str) -> bool:
    letters = plain.replace(" ", "")
    return len(letters) >= 3 and len(set(letters)) == 1


def _looks_like_person(plain: str, identity: frozenset[str]) -> bool:
    words = plain.split()
    if _ORGANISATION.search(plain) or len(words) > 4:
        return False
    if len(words) >= 2 and identity and set(words) <= identity:
        return True
    return bool(_CIVILITY.match(plain)) or (2 <= len(words) <= 3 and words[0] in _first_names())


@cache
def _first_names() -> frozenset[str]:
    text = files("barometre_pipeline.cleaning").joinpath("prenoms_courants.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())
