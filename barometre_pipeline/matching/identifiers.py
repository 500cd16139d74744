"""SIREN and SIRET as typed: what number was meant, and what its first digits say.

Only numbers belong here; comparing them with a name is ``resolve``'s.
"""

import re
from dataclasses import dataclass

from barometre_pipeline.sources.territories.official_codes import luhn

# First digits of a SIREN given by INSEE to public bodies: what kind of body it is.
_LOCAL = {"21": "commune", "22": "département", "23": "région", "24": "intercommunalité"}
_OTHER_PUBLIC = {
    "25": "un syndicat ou un autre groupement",
    "26": "un établissement public local à caractère social ou de santé",
    "27": "un établissement public local à caractère industriel ou commercial",
    "28": "un établissement public local",
}


@dataclass(frozen=True)
class TypedNumber:
    """A typed identifier read.

    Attributes:
        siren: nine digits that pass Luhn's check, or "".
        code: five characters that may be an INSEE or a postal code, or "".
        remark: French sentence on what is wrong with what was typed, or "" (never echoes the number).
    """

    siren: str = ""
    code: str = ""
    remark: str = ""

    @property
    def kind(self) -> str:
        """``absent``, ``local`` (commune to région, or any body since 2008), ``other`` (not an authority)."""
        if not self.siren:
            return "absent"
        return "local" if self.siren[:2] in _LOCAL or self.siren[:2] == "20" else "other"

    @property
    def holder(self) -> str:
        """What the first digits say of the holder, in French."""
        prefix = self.siren[:2]
        if prefix in _LOCAL:
            return f"une collectivité ({_LOCAL[prefix]})"
        if prefix == "20":
            return "un organisme public local créé depuis 2008"
        if prefix[:1] == "1":
            return "un organisme de l’État"
        return _OTHER_PUBLIC.get(prefix, "une entreprise ou une association")


def read_number(typed: str) -> TypedNumber:
    """Read a SIREN, a SIRET or a commune code as a respondent typed it (spaces, dots and dashes allowed)."""
    text = typed.strip()
    if not text:
        return TypedNumber()
    if re.search(r"\d[eE][+-]?\d", text):
        return TypedNumber(remark="SIRET abîmé par un tableur (notation scientifique)")
    digits = re.sub(r"\D", "", text)
    if not digits:
        return TypedNumber(remark="" if len(text) < 3 else "le champ SIRET ne contient pas de numéro")
    compact = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"[0-9]{5}|2[AB][0-9]{3}", compact):
        return TypedNumber(code=compact, remark="un code à cinq caractères au lieu d’un SIRET")
    if len(digits) >= 9 and luhn(digits[:9]) and len(set(digits[:9])) > 1:
        if len(digits) == 14 and not luhn(digits):
            return TypedNumber(digits[:9], remark="SIREN valide, mais la fin du SIRET ne l’est pas")
        if len(digits) not in (9, 14):
            return TypedNumber(digits[:9], remark=f"SIREN valide suivi de {len(digits) - 9} chiffres")
        return TypedNumber(digits[:9])
    if len(digits) in (9, 14):
        return TypedNumber(remark="numéro invalide (clé de contrôle fausse)")
    return TypedNumber(remark=f"numéro inutilisable ({len(digits)} chiffres)")
