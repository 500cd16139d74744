"""Which columns an export has for each question, and what each way of naming calls them.

Names and words only: the software's rules as its exports show them; answers and files are written elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tools.exports.structure import Asked, Item, Survey, Texts

WORDS: Final[dict[str, Texts]] = {
    "fr": {
        "other": "Autre", "comment": "Commentaire", "othercomment": "Commentaire pour autre", "rank": "Classement",
        "scale": "Échelle", "Y": "Oui", "N": "Non", "U": "Incertain", "F": "Féminin", "M": "Masculin",
        "I": "Augmenter", "S": "Sans changement", "D": "Diminuer", "id": "ID de la réponse",
        "submitdate": "Date de soumission", "lastpage": "Dernière page", "startlanguage": "Langue de départ",
        "seed": "Tête de série", "startdate": "Date de lancement", "datestamp": "Date de la dernière action",
        "token": "Code d'accès", "ipaddr": "Adresse IP", "refurl": "URL référente",
        "total": "Temps total :", "group": "Durée pour le groupe : ", "question": "Durée pour la question: ",
    },
    "en": {
        "other": "Other", "comment": "Comment", "othercomment": "Other comment", "rank": "Rank", "scale": "Scale",
        "Y": "Yes", "N": "No", "U": "Uncertain", "F": "Female", "M": "Male", "I": "Increase", "S": "Same",
        "D": "Decrease", "id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page",
        "startlanguage": "Start language", "seed": "Seed", "startdate": "Date started",
        "datestamp": "Date last action", "token": "Access code", "ipaddr": "IP address",
        "refurl": "Referrer URL", "total": "Total time", "group": "Group time: ", "question": "Question time: ",
    },
    "de": {
        "other": "Sonstiges", "comment": "Kommentar", "othercomment": "Anderer Kommentar", "rank": "Rank",
        "scale": "Skala", "Y": "Ja", "N": "Nein", "U": "Unsicher", "F": "weiblich", "M": "männlich", "I": "Zunahme",
        "S": "Unverändert", "D": "Abnahme", "id": "Antwort ID", "submitdate": "Datum Abgeschickt",
        "lastpage": "Letzte Seite", "startlanguage": "Start-Sprache", "seed": "Zufallsstartwert",
        "startdate": "Datum gestartet", "datestamp": "Datum letzte Aktivität", "token": "Zugangscode",
        "ipaddr": "IP-Adresse", "refurl": "Weiterleitungs-URL", "total": "Gesamtzeit",
        "group": "Gruppenzeit: ", "question": "Fragenzeit: ",
    },
    "es": {
        "other": "Otro", "comment": "Comentario", "othercomment": "Comentario de la opción Otro", "rank": "Ranking",
        "scale": "Eje", "Y": "Sí", "N": "No", "U": "Dudoso", "F": "Femenino", "M": "Masculino", "I": "Aumento",
        "S": "Mismo", "D": "Disminución", "id": "ID de respuesta", "submitdate": "Fecha de envío",
        "lastpage": "Última página", "startlanguage": "Lenguaje inicial", "seed": "Semilla",
        "startdate": "Fecha de inicio", "datestamp": "Fecha de la última acción", "token": "Código de acceso",
        "ipaddr": "Dirección IP", "refurl": "URL de referencia", "total": "Tiempo total",
        "group": "Temporización del grupo: ", "question": "Temporización de la pregunta: ",
    },
    "it": {
        "other": "Altro", "comment": "Commento", "othercomment": "Altro commento", "rank": "Classifica",
        "scale": "Scala", "Y": "Sì", "N": "No", "U": "Non so", "F": "Femmina", "M": "Maschio", "I": "Aumenta",
        "S": "Uguale", "D": "Diminuisce", "id": "ID risposta", "submitdate": "Data invio",
        "lastpage": "Ultima pagina", "startlanguage": "Lingua iniziale", "seed": "Seme",
        "startdate": "Data di inizio", "datestamp": "Data dell'ultima azione", "token": "Codice d'accesso",
        "ipaddr": "Indirizzo IP", "refurl": "URL di riferimento", "total": "Tempo totale",
        "group": "Tempo per il gruppo di domande: ", "question": "Tempo per la domanda: ",
    },
}  # fmt: skip
_FIXED: Final = {"Y": "YN", "G": "FM", "C": "YUN", "E": "ISD", "5": "12345", "A": "12345"}
_ONE_CELL: Final = {
    "S": "text",
    "T": "text",
    "U": "text",
    "N": "number",
    "D": "date",
    "I": "language",
    "*": "text",
    "X": "nothing",
}
_BY_ROW: Final = {
    "Q": "text",
    "K": "number",
    "F": "one",
    "H": "one",
    "A": "one",
    "B": "one",
    "C": "one",
    "E": "one",
}


@dataclass(frozen=True)
class Column:
    """A column of an export.

    Attributes:
        question: it belongs to.
        role: what its cells hold: one, box, tick, rank, text, number, date, language, nothing, other, comment, file,
            count, ranking.
        code, em, sgqa, ids: its name in headings by codes, by expression names, and by internal identifiers.
        brackets: what a heading in full writes after the question's text; a text in several languages, or a word.
        answers: texts of the codes that a cell may hold.
        stata, spss: its name in files for those programs, where it is another than ``em``.
    """

    question: Asked
    role: str
    code: str
    em: str
    sgqa: str
    ids: str
    brackets: tuple[Texts | str, ...] = field(default=(), hash=False, compare=False)
    answers: dict[str, Texts] = field(default_factory=dict, hash=False, compare=False)
    stata: str = ""
    spss: str = ""


def columns_of(survey: Survey, rankings_in_one: bool = False) -> list[Column]:
    """Return the columns of the questions; a ranking is one cell of JSON from LimeSurvey 7.1 on."""
    return [c for question in survey.questions for c in _Maker(survey, question, rankings_in_one).columns()]


def flat(text: str) -> str:
    """Return a text as headings and long answers have it: no tags, no line breaks; entities stay."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", " ", text, flags=re.S)
    return re.sub(r"\s*[\r\n]+\s*", " ", re.sub(r"</?[a-zA-Z][^<>]*>", "", text)).strip()


def words(language: str) -> Texts:
    """Return the software's words in a language, English where they are not known here."""
    return WORDS.get(language.split("-", maxsplit=1)[0], WORDS["en"])


def said(texts: Texts, language: str, base: str) -> str:
    """Return a text in a language, in the survey's own where it is missing."""
    return texts.get(language) or texts.get(base) or next(iter(texts.values()), "")


class _Maker:
    """The columns of one question, by family of types."""

    def __init__(self, survey: Survey, question: Asked, rankings_in_one: bool) -> None:
        self.q = question
        self.base = f"{survey.sid}X{question.group}X{question.id}"
        self.in_one = rankings_in_one

    def columns(self) -> Iterator[Column]:
        kind = self.q.kind
        if kind in _ONE_CELL:
            yield self._one(_ONE_CELL[kind])
        elif kind in "L!5YGO":
            yield self._one("one", answers=self._answers())
            if kind == "O":
                yield self._one("comment", "comment", ("comment",))
            elif self.q.other and kind in "L!":
                yield self._one("other", "other", ("other",))
        elif kind in _BY_ROW:
            answers = self._answers() if _BY_ROW[kind] == "one" else {}
            for row in self.q.rows:
                yield self._row(_BY_ROW[kind], row, answers)
        elif kind in "MP":
            yield from self._boxes()
        elif kind in ":;":
            yield from self._grid()
        elif kind == "1":
            yield from self._two_scales()
        elif kind == "R":
            yield from self._ranks()
        elif kind == "|":
            yield self._one("file")
            yield self._one("count", "filecount")

    def _one(
        self,
        role: str,
        word: str = "",
        brackets: tuple[str, ...] = (),
        answers: dict[str, Texts] | None = None,
    ) -> Column:
        q, filecount = self.q, word == "filecount"
        return Column(
            q, role, f"{q.code}[{word}]" if word else q.code, f"{q.code}_{word}" if word else q.code,
            f"{self.base}{'_' * filecount}{word}", f"Q{q.id}" + (f"_C{word}" if word else ""), brackets, answers or {},
            spss=f"{q.code}__{word}" if filecount else "",
        )  # fmt: skip

    def _row(self, role: str, row: Item, answers: dict[str, Texts]) -> Column:
        q = self.q
        return Column(
            q, role, f"{q.code}[{row.code}]", f"{q.code}_{row.code}", self.base + row.code, f"Q{q.id}_S{row.id}",
            (row.texts,), answers,
        )  # fmt: skip

    def _boxes(self) -> Iterator[Column]:
        q = self.q
        for row in q.rows:
            yield self._row("box", row, {})
            if q.kind == "P":
                yield Column(
                    q, "comment", f"{q.code}[{row.code}comment]", f"{q.code}_{row.code}comment",
                    f"{self.base}{row.code}comment", f"Q{q.id}_S{row.id}_Ccomment", (row.texts, "comment"),
                )  # fmt: skip
        if q.other:
            yield self._one("other", "other", ("other",))
            if q.kind == "P":
                yield self._one("comment", "othercomment", ("othercomment",))

    def _grid(self) -> Iterator[Column]:
        q, boxes = self.q, self.q.attributes.get("multiflexible_checkbox") == "1"
        role = "text" if q.kind == ";" else "tick" if boxes else "number"
        for row in q.rows:
            for cell in q.cells:
                name = f"{row.code}_{cell.code}"
                yield Column(
                    q, role, f"{q.code}[{name}]", f"{q.code}_{name}", self.base + name,
                    f"Q{q.id}_S{row.id}_S{cell.id}", (row.texts, cell.texts),
                )  # fmt: skip

    def _two_scales(self) -> Iterator[Column]:
        q = self.q
        for row in q.rows:
            for scale in (0, 1):
                stem = f"{q.code}_{row.code}"
                yield Column(
                    q, "one", f"{q.code}[{row.code}][{scale + 1}]", f"{stem}_{scale}",
                    f"{self.base}{row.code}#{scale}", f"Q{q.id}_S{row.id}#{scale}", (row.texts, f"scale {scale + 1}"),
                    {item.code: item.texts for item in q.choices if item.scale == scale},
                    stata=f"{stem}_{scale + 1}", spss=f"{stem}#{scale}",
                )  # fmt: skip

    def _ranks(self) -> Iterator[Column]:
        q = self.q
        answers = {item.code: item.texts for item in q.choices or q.rows}
        if self.in_one:
            yield self._one("ranking", answers=answers)
            return
        limit = int(q.attributes.get("max_subquestions") or 0)
        for rank in range(1, min(limit or len(answers), len(answers)) + 1):
            yield Column(
                q, "rank", f"{q.code}[{rank}]", f"{q.code}_{rank}", f"{self.base}{rank}", f"Q{q.id}_R{rank}",
                (f"rank {rank}",), answers,
            )  # fmt: skip

    def _answers(self) -> dict[str, Texts]:
        fixed = [str(n) for n in range(1, 11)] if self.q.kind == "B" else list(_FIXED.get(self.q.kind, ""))
        if fixed:
            return {
                code: {language: known.get(code, code) for language, known in WORDS.items()} for code in fixed
            }
        found = {item.code: item.texts for item in self.q.choices if item.scale == 0}
        if self.q.other and self.q.kind in "L!":
            found["-oth-"] = {language: known["other"] for language, known in WORDS.items()}
        return found
