"""Says in French what a definition of the catalogue counts, and how the question was asked that year.

Words only: what is counted is decided by the catalogue, the count itself is ``compile``'s.
"""

from typing import Any

from barometre_pipeline.audit.read import rows
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Coding, Variable
from barometre_pipeline.catalogue.resolution import Form, Leaf
from barometre_pipeline.french.spaces import NBSP, quoted, spaced
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import LIBELLES_CASES, REGLE_INCLUSES, REGLE_SERIES

BASES = {
    REGLE_INCLUSES: "Une question affichée et laissée vide reste dans la base.",
    REGLE_SERIES: "Une question affichée et laissée vide sort de la base.",
}
Wordings = dict[str, tuple[str, str]]
Labels = dict[tuple[str, str], str]


def sentence(expression: Expression, book: Codebook) -> str:
    """Return a statement of the catalogue in words, with the labels of questions and answers."""
    if expression.un_de is not None:
        return " ou ".join(_closed(e, book) for e in expression.un_de)
    if expression.tous is not None:
        return " et ".join(_closed(e, book) for e in expression.tous)
    if expression.non is not None:
        return f"sauf {_closed(expression.non, book)}"
    variable = book.variables[str(expression.variable)]
    asked = quoted(variable.libelle)
    if expression.coche is not None:
        boxes = " ou ".join(quoted(variable.items[i]) for i in expression.coche)
        return f"{asked}{NBSP}: case cochée {boxes}"
    if expression.rang_max is not None:
        rank = "au rang 1" if expression.rang_max == 1 else f"aux rangs 1 à {expression.rang_max}"
        return f"{asked}{NBSP}: {quoted(variable.items[str(expression.item)])} {rank}"
    answers = " ou ".join(quoted(variable.modalites[a]) for a in expression.dans or ())
    if expression.un_item:
        rows_named = " ou ".join(quoted(variable.items[i]) for i in expression.rows)
        return f"{asked}{NBSP}: {answers} pour au moins une ligne" + (f", {rows_named}" if rows_named else "")
    row = f", {quoted(variable.items[expression.item])}" if expression.item else ""
    return f"{asked}{row}{NBSP}: {answers}"


def _closed(expression: Expression, book: Codebook) -> str:
    text = sentence(expression, book)
    return text if expression.variable else f"({text})"


def questions_asked(
    lake: Lake, catalogue: Catalogue, edition: str, leaves: tuple[Leaf, ...], role: str, source: str
) -> list[dict[str, Any]]:
    """Return the questions that statements look at, as that year's questionnaire words them.

    Args:
        lake: where bronze holds the wordings.
        catalogue: the codebook, for what bronze does not word (profile of a poll, published tables).
        edition: partition key.
        leaves: resolved statements.
        role: « numérateur » or « population ».
        source: ``silver/reponses``, ``silver/sondes`` or ``silver/agregats``.
    """
    wordings, labels = _bronze(lake, edition, source)
    found = []
    for name in dict.fromkeys(leaf.variable for leaf in leaves):
        variable = catalogue.codebook.variables[name]
        codes = variable.coding(edition)
        assert codes is not None
        mine = [leaf for leaf in leaves if leaf.variable == name]
        columns = dict.fromkeys(c for leaf in mine for c in leaf.columns)
        texts = [wordings[c][0] for c in columns if c in wordings]
        # A tick has a code of its own, which an item may have too.
        ticked = all(leaf.form is Form.BOX for leaf in mine)
        known = {} if ticked else codebook_labels(variable, codes)
        found.append(
            {
                "role": role,
                "variable": name,
                "question": codes.question,
                "libelle": spaced(texts[0] if texts else variable.wording(edition).question),
                "formulation": "questionnaire" if texts else "codebook",
                "condition": sentence(codes.condition, catalogue.codebook) if codes.condition else "",
                "note": codes.note,
                "colonnes": []
                if source == "silver/agregats"
                else [
                    {
                        "colonne": c,
                        "libelle": spaced(wordings.get(c, ("", ""))[1]) or _item(catalogue, codes, c),
                    }
                    for c in columns
                ],
                "reponses": [
                    {"code": c, "libelle": spaced(_answer(c, list(columns), labels, known))}
                    for c in dict.fromkeys(c for leaf in mine for c in leaf.codes)
                    if not (variable.profil and c in variable.modalites)
                ],
            }
        )
    return found


def _bronze(lake: Lake, edition: str, source: str) -> tuple[Wordings, Labels]:
    if source == "silver/agregats":
        return {}, {}
    if source == "silver/sondes":
        asked = rows(lake, "bronze/sondage_variables", edition)
        answers = rows(lake, "bronze/sondage_modalites", edition)
        columns = ("variable", "libelle", "libelle_item", "variable")
    else:
        asked, answers = rows(lake, "bronze/questions", edition), rows(lake, "bronze/modalites", edition)
        columns = ("colonne", "question_libelle", "sous_question_libelle", "colonne")
    key, question, item, column = columns
    wordings = {str(r[key]): (str(r[question]), str(r[item])) for r in asked}
    labels = {(str(r[column]), str(r["code"])): str(r["libelle"]) for r in answers}
    return wordings, labels


def codebook_labels(variable: Variable, codes: Coding) -> dict[str, str]:
    """Return the label of every code of a question in one edition: answers, rows and boxes."""
    words = variable.wording(codes.edition)
    answers = {code: words.modalites[a] for a, every in codes.modalites.items() for code in every}
    items = {code: words.items[i] for i, code in codes.items.items()}
    # A profile question may come in canonical names.
    return {**items, **answers, **(words.modalites if variable.profil else {})}


def _item(catalogue: Catalogue, codes: Coding, column: str) -> str:
    names = {c: i for i, c in codes.colonnes.items()}
    items = catalogue.codebook.variables[codes.variable].wording(codes.edition).items
    return spaced(items.get(names.get(column, ""), ""))


def _answer(code: str, columns: list[str], labels: Labels, known: dict[str, str]) -> str:
    bronze = next((labels[c, code] for c in columns if (c, code) in labels), "")
    return bronze or known.get(code) or LIBELLES_CASES.get(code, code)
