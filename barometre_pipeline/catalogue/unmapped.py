"""What an edition asks that the catalogue does not know, and what a person still has to decide of its codebook.

Sentences for the check of the Dagster UI and for the terminal; nothing is computed from responses.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, Text, doubt_codes, read_codebook
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP

_LISTED = 12  # codes named in a sentence


def left_to_map(
    catalogue: Catalogue,
    texts: Sequence[Text],
    edition: str,
    questions: Mapping[str, str],
    answers: Mapping[tuple[str, str], str],
) -> list[str]:
    """Return what keeps an edition of the survey from giving every indicator that it could.

    Args:
        catalogue: the common one, extended.
        texts: codebooks of editions, as recorded.
        edition: partition key.
        questions: its closed questions, code -> wording.
        answers: the answers that it offers, (column, code) -> label.

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
        # What is proposed waits for an answer, and is told as that: not a second time as mapped to nothing.
        proposed = {
            (of or new, new if of else "") for of, _, new in filter(None, map(doubt_codes, book.waiting))
        }
        said |= {question for question, answer in proposed if not answer}
        left = sorted(set(questions) - said)
        settle = f"lancez « barometre rapprocher --edition {edition} »"
        if left and mapped:
            named = ", ".join(f"{code} «{NBSP}{questions[code]}{NBSP}»" for code in left[:_LISTED])
            more = f" et {len(left) - _LISTED} autres" if len(left) > _LISTED else ""
            what = count(len(left), "question n’est rattachée", "questions ne sont rattachées")
            found.append(
                f"{edition} : {what} à rien, aucun indicateur ne les compte{NBSP}: {named}{more}. À faire : {settle}, "
                f"qui montre celles qui ressemblent à une question de l’année d’avant{NBSP}; les autres, rattachez-les "
                f"sous « variables » de {shown}, ou listez-les sous « nouvelles »."
            )
        found += _answers_left(catalogue, edition, shown, answers, proposed)
        by_hand = f"tranchez sous «{NBSP}variables{NBSP}» et retirez la ligne"
        found += [
            f"{edition}, {shown}, à confirmer : {line}. À faire : "
            f"{f'{settle}, ou {by_hand}' if doubt_codes(line) else by_hand}."
            for line in book.waiting
        ]
    return found


def _answers_left(
    catalogue: Catalogue,
    edition: str,
    shown: str,
    answers: Mapping[tuple[str, str], str],
    proposed: Collection[tuple[str, str]],
) -> Iterator[str]:
    """Yield the mapped questions some answers of which mean nothing: whoever gave them is in no category."""
    for variable, coding in catalogue.codebook.questionnaire(edition, "collectivites"):
        known = {code for codes in coding.modalites.values() for code in codes}
        columns = set(coding.colonnes.values())
        left = {
            code: label
            for (column, code), label in answers.items()
            if column in columns and code not in known and (coding.question, code) not in proposed
        }
        if known and left:
            named = ", ".join(f"{code} «{NBSP}{label}{NBSP}»" for code, label in list(left.items())[:_LISTED])
            what = count(len(left), "réponse n’est rattachée", "réponses ne sont rattachées")
            yield (
                f"{edition} : {what} à rien dans « {variable.libelle} » ({coding.question}){NBSP}: {named}. À faire : "
                f"dans {shown}, donnez leur code à la bonne réponse sous « variables.{variable.nom}.modalites », ou "
                "ajoutez-les sous « nouvelles_modalites »."
            )
