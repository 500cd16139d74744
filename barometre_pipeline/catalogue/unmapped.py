"""What an edition asks that the catalogue does not know, and what a person still has to decide of its codebook.

Sentences for the check of the Dagster UI and for the terminal; nothing is computed from responses.
"""

from collections.abc import Collection, Sequence

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, Text, read_codebook

_LISTED = 12  # codes named in a sentence


def left_to_map(
    catalogue: Catalogue, texts: Sequence[Text], edition: str, questions: Collection[str]
) -> list[str]:
    """Return what keeps an edition of the survey from giving every indicator that it could.

    Args:
        catalogue: the common one, extended.
        texts: codebooks of editions, as recorded.
        edition: partition key.
        questions: codes of its closed questions.

    Returns:
        Sentences in French, each with what to do; none where every question is known or was said to be new.
    """
    mapped = {coding.question for _, coding in catalogue.codebook.questionnaire(edition, "collectivites")}
    found = []
    if not mapped & set(questions):
        found.append(
            f"{edition} : aucune question n’est rattachée au livre de codes, l’édition n’a aucun indicateur. À faire : "
            f"lancez « barometre new-edition {edition} --structure FICHIER --from ÉDITION_PRÉCÉDENTE », relisez "
            f"{edition}/{CODEBOOK_FILE}, puis recalculez."
        )
    for _, shown, text in (t for t in texts if t[0] == edition):
        book = read_codebook(shown, text, edition)
        said = {*mapped, *book.nouvelles, *(str(q.get("question")) for q in book.questions.values())}
        left = sorted(set(questions) - said)
        if left and mapped:
            more = f" et {len(left) - _LISTED} autres" if len(left) > _LISTED else ""
            found.append(
                f"{edition} : {', '.join(left[:_LISTED])}{more} ne sont rattachées à rien. À faire : dans {shown}, "
                "rattachez-les sous « variables », ou listez-les sous « nouvelles »."
            )
        found += [
            f"{edition}, {shown}, à confirmer : {line}. À faire : tranchez sous « variables », puis retirez la ligne."
            for line in book.a_confirmer
        ]
    return found
