"""What is told of an extract that lies beside the one used: why it is not read, and what only it holds.

Which extract is used is ``folder``'s; whether two complete each other ``forms.joined``'s.
"""

from typing import Final

from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.forms.joined import Part
from barometre_pipeline.sources.limesurvey.model import Extract

DESIGNATED: Final = "l’édition en désigne un autre"
OLDER: Final = "plus ancien"
FEWER: Final = "dates égales, moins de réponses"
NO_IDENTIFIER: Final = "il n’a pas d’identifiant de réponse, rien ne dit de qui sont ses réponses"
OTHER_COLUMNS: Final = (
    "ce sont d’autres colonnes, mais les identifiants ne sont pas les mêmes\u00a0: "
    "l’enquête n’est lue qu’en partie"
)
UNDECIDED: Final = "rien ne dit lequel est le plus récent"


def left_aside(shown: str, reason: str, part: Part | None, used: Extract) -> str:
    """Return the warning about an extract that is not read.

    Args:
        shown: how messages name it.
        reason: one of those above.
        part: what it holds, where it is another state of the same responses.
        used: the extract that is read.
    """
    if part is None:
        return f"extrait laissé de côté ({reason})\u00a0: {shown}"
    if reason != DESIGNATED and part.id_position is None:
        reason = NO_IDENTIFIER
    elif reason != DESIGNATED and part.questions and not part.questions & set(used.values.columns):
        reason = OTHER_COLUMNS
    told = f"extrait laissé de côté ({reason})\u00a0: {shown}"
    alone = len(set(part.ids()) - set(used.system["id"].astype("str")))
    questions = sorted(part.questions - set(used.values.columns))
    only = []
    if alone:
        only.append(count(alone, "réponse", "réponses"))
    if questions:
        only.append(f"{count(len(questions), 'colonne', 'colonnes')} ({', '.join(questions[:5])})")
    if not only:
        return told
    verb = "n’est" if alone + len(questions) == 1 else "ne sont"
    return f"{told}\u00a0; {' et '.join(only)} {verb} que dans ce fichier"
