"""Numbers and codes that INSEE gives to public bodies and territories, told from a number or a word of a person.

Only how they are written and their control digit; which of them exist is in the official lists.
"""

import re
from typing import Final

SIREN: Final = r"^([0-9]{9})?$"
CODE_COMMUNE: Final = r"^(0[1-9]|[1-9][0-9]|2[AB])[0-9]{3}$"
CODE_DEPARTEMENT: Final = r"^([0-9]{2}|2[AB]|9[78][0-9])$"
_CODE_COLLECTIVITE: Final = r"^([0-9]{2}[A-Z]|6AE)$"  # Alsace is 67A, or 6AE; Lyon is 69M
_CODES: Final = re.compile("|".join((CODE_COMMUNE, CODE_DEPARTEMENT, _CODE_COLLECTIVITE)))
_SIREN: Final = re.compile("[1-589][0-9]{8}")


def luhn(number: str) -> bool:
    """Say whether a string of digits passes Luhn's check (ISO/IEC 7812-1, annex B)."""
    if not (number.isascii() and number.isdigit()):
        return False
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_siren(text: str) -> bool:
    """Say whether a text is written as the SIREN of a body that answers: nine digits, the last of them their key.

    The State's begin with 1, those of authorities with 2, and with 9 where communes were merged lately; companies they
    own have any. Not 6 nor 7: few bodies have them, and mobile telephones without their 0 all do.
    """
    return _SIREN.fullmatch(text) is not None and luhn(text)


def is_insee_code(text: str) -> bool:
    """Say whether a text is written as the code of a commune, a département, a région or a collectivité."""
    return _CODES.fullmatch(text) is not None
