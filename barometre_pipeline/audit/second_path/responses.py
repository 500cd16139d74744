"""Responses of local authorities read again: by DuckDB in the extract itself where it is a CSV, in bronze otherwise.

Headings and answers are recognised here anew, from the questionnaire that bronze keeps. What an empty cell means (not
asked, left empty) cannot be read in the cell: it is taken from the lake, and said so.
"""

import csv
import html
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.read import columns, rows
from barometre_pipeline.audit.second_path.session import AGAIN, SHOWN, Reading, Session
from barometre_pipeline.audit.sql import columns_read, identifier, literal
from barometre_pipeline.errors import record_place
from barometre_pipeline.french.numbers import count
from barometre_pipeline.vocabulary import COCHE, LIBELLES_MANQUANTS, NON_COCHE, ColumnKind

_IDENTIFIERS = ("id", "ID de la réponse", "Response ID")
_NOTHING = ("", "N/A")
_OTHER = ("-oth-", ("autre", "other"))
_STATES = ", ".join(map(literal, LIBELLES_MANQUANTS))
_UNREAD = "@illisible"
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"[\s_]+")
_QUOTES = str.maketrans("’‘“”–—‑", "''\"\"---")
_CHANGED = "le fichier et le lac ne disent pas la même chose : remettez l’extrait reçu, ou relancez « barometre run »"


class _OtherShapeError(Exception):
    """Why the extract cannot be read by this path; ends a sentence that begins with « car »."""


def read_responses(session: Session, query: str, extract: Path, shown: str, *, intact: bool) -> Reading:
    """Put the kept responses of an edition in the table ``relu``, with the columns that a query reads.

    Args:
        session: the connection.
        query: what will be counted.
        extract: the file of responses, which may not exist.
        shown: how a reader names it.
        intact: whether its bytes are those that were read.
    """
    silver = columns(session.lake, session.source, session.edition)
    wanted = {name: column for name, column in silver.items() if column in columns_read(query)}
    wanted = {n: c for n, c in wanted.items() if n not in ("id_reponse", "ligne", "fichier")}
    try:
        return _File(session, extract, shown, wanted, intact).read()
    except _OtherShapeError as why:
        return _bronze(session, wanted, shown, str(why))


def _bronze(session: Session, wanted: Mapping[str, str], shown: str, why: str) -> Reading:
    known = columns(session.lake, "bronze/reponses_brutes", session.edition)
    natures = {
        str(r["colonne"]): str(r["nature"]) for r in rows(session.lake, "bronze/questions", session.edition)
    }
    absent = [n for n in wanted if n not in known]
    cells = "".join(
        f", {_bronze_cell(known[n], c, natures.get(n, '')) if n in known else f's.{identifier(c)}'} AS {identifier(c)}"
        for n, c in wanted.items()
    )
    session.connection.execute(
        f"CREATE TEMP TABLE {AGAIN} AS SELECT b.id_reponse, b.ligne{cells}\n"
        f"FROM {session.file('bronze/reponses_brutes', session.edition)} AS b\n"
        f"  JOIN {session.file('silver/reponses', session.edition)} AS s USING (id_reponse) ORDER BY b.ligne"
    )
    remedy = f"bronze n’a pas {', '.join(absent)} : relancez « barometre run »"
    lost = Check("colonnes de bronze", str(len(wanted)), str(len(wanted) - len(absent)), not absent, remedy)
    return Reading(f"DuckDB sur bronze/reponses_brutes, car {why} ({shown})", [lost])


def _bronze_cell(received: str, silver: str, nature: str) -> str:
    """Return a cell of bronze; the text of an « Autre » box says that it is ticked."""
    cell, lake = f"b.{identifier(received)}", f"s.{identifier(silver)}"
    if nature != ColumnKind.OTHER_TEXT:
        return cell
    return f"CASE WHEN {cell} IN ({_STATES}) THEN {_unticked(lake)} ELSE {literal(COCHE)} END"


def _unticked(lake: str) -> str:
    """Return what the lake says of a box that the file does not tick: why, it alone knows."""
    return f"CASE WHEN {lake} <> {literal(COCHE)} THEN {lake} ELSE {literal(NON_COCHE)} END"


@dataclass
class _File:
    """A delimited extract, its headings found again."""

    session: Session
    path: Path
    shown: str
    wanted: Mapping[str, str]  # columns of silver: true name -> name in DuckDB
    intact: bool

    def read(self) -> Reading:
        """Fill the table ``relu`` and compare every cell used with the lake.

        Raises:
            _OtherShapeError: this path does not read that file.
        """
        places = self._places(self._load())
        self.questions = {
            str(r["colonne"]): r for r in rows(self.session.lake, "bronze/questions", self.session.edition)
        }
        found = {name: self._position(places, name) for name in self.wanted}
        codes = {name: self._codes(name, position) for name, position in found.items()}
        kept = self.session.file("silver/reponses", self.session.edition)
        cells = "".join(
            f",\n  {self._cell(name, found[name], codes[name])} AS {identifier(column)}"
            for name, column in self.wanted.items()
        )
        self.session.connection.execute(
            f"CREATE TEMP TABLE {AGAIN} AS SELECT s.id_reponse, f.numero AS ligne{cells}\n"
            f"FROM {kept} AS s JOIN extrait AS f USING (id_reponse) ORDER BY f.numero"
        )
        path = (
            f"DuckDB sur le fichier CSV lui-même ({self.shown}), les réponses retenues d’après bronze ; "
            "repris du lac : qui a répondu, ce qui rend un nom douteux, et ce que veut dire une cellule vide"
        )
        return Reading(path, [self._numbered(), self._compared()])

    def _load(self) -> list[str]:
        if not self.path.is_file():
            raise _OtherShapeError("le fichier est absent")
        with self.path.open("rb") as stream:
            head = stream.read(4)
        if head.startswith((b"PK", b"$FL")) or b"\0" in head:
            raise _OtherShapeError("l’extrait est un classeur, une archive ou un fichier SPSS")
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise _OtherShapeError("l’extrait n’est pas du texte en UTF-8") from None
        if text.lstrip().startswith(("{", "<", "*")):
            raise _OtherShapeError("l’extrait est un document JSON, XML ou de la syntaxe SPSS")
        headings, delimiter = max(
            ((next(csv.reader(io.StringIO(text, newline=""), delimiter=d), []), d) for d in ",;\t"),
            key=lambda each: len(each[0]),
        )
        names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(headings)))
        try:
            self.session.connection.execute(
                "CREATE TEMP TABLE enregistrements AS SELECT row_number() OVER () AS numero, * FROM read_csv(?, "
                "header = false, auto_detect = false, max_line_size = 100000000, quote = '\"', escape = '\"', "
                f"delim = {literal(delimiter)}, columns = {{{names}}})",
                [str(self.path)],
            )
        except duckdb.Error:
            raise _OtherShapeError("DuckDB ne découpe pas ce fichier en enregistrements") from None
        return headings

    def _places(self, headings: list[str]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for position, heading in enumerate(headings):
            places[heading.strip()].append(position)
            if _plain(heading) != heading.strip():
                places[_plain(heading)].append(position)
        number = next((places[name] for name in _IDENTIFIERS if name in places), [])
        if len(number) != 1:
            raise _OtherShapeError("l’identifiant des réponses n’y est pas sous son nom")
        self.session.connection.execute(
            f"CREATE TEMP TABLE extrait AS SELECT TRY_CAST(c{number[0]} AS BIGINT) AS id_reponse, *\n"
            "FROM enregistrements WHERE numero > 1"
        )
        return places

    def _position(self, places: Mapping[str, list[int]], name: str) -> int:
        """Return where a column stands, by its code, else by its wording and its rank among those alike."""
        question = self.questions[name]
        for code in (name, f"{question['question']}_{question['sous_question']}"):
            if len(places.get(code, [])) == 1:
                return places[code][0]
        wording = _heading(question)
        alike = [c for c, q in self.questions.items() if q["presente"] and _heading(q) == wording]
        standing = places.get(wording, [])
        if name not in alike or len(standing) != len(alike):
            raise _OtherShapeError(f"l’intitulé de la colonne {name} n’y est pas retrouvé")
        return standing[alike.index(name)]

    def _codes(self, name: str, position: int) -> dict[str, str]:
        """Return the code that each text of a column stands for; nothing is read of a typed text."""
        if self.questions[name]["nature"] == ColumnKind.OTHER_TEXT:
            (empty,) = self.session.rows(
                f"SELECT count(*) FROM extrait WHERE coalesce(c{position}, '') = ''"
            )[0]
            if not empty and self.intact:
                raise _OtherShapeError(f"la colonne {name} n’y est jamais vide (export converti)")
            return {}
        texts = [
            str(text)
            for (text,) in self.session.rows(
                f"SELECT DISTINCT c{position} FROM extrait WHERE c{position} <> ''"
            )
        ]
        answers = rows(self.session.lake, "bronze/modalites", self.session.edition, colonne=name)
        known = [str(r["code"]) for r in answers]
        texts = [t for t in texts if t not in _NOTHING]
        if self.questions[name]["nature"] == ColumnKind.MULTIPLE:
            known = known or [COCHE, NON_COCHE]
        if all(t in known for t in texts):
            return {t: t for t in texts}
        labels: dict[str, str] = {}
        for answer in answers:
            label = _plain(str(answer["libelle"]))
            labels[label] = _UNREAD if label in labels else str(answer["code"])
        if _OTHER[0] in known:
            labels |= {word: _OTHER[0] for word in _OTHER[1] if word not in labels}
        codes = {t: labels.get(_plain(t), _UNREAD) for t in texts}
        if _UNREAD in codes.values() and self.intact:
            raise _OtherShapeError(
                f"les réponses de la colonne {name} y sont écrites autrement que leurs textes"
            )
        return codes

    def _cell(self, name: str, position: int, codes: Mapping[str, str]) -> str:
        here, lake = f"f.c{position}", f"s.{identifier(self.wanted[name])}"
        cases = " ".join(f"WHEN {literal(text)} THEN {literal(code)}" for text, code in codes.items())
        written = f"CASE {here} {cases} END" if cases else "NULL"
        ticked = {
            ColumnKind.MULTIPLE: f"{written} = {literal(COCHE)}",
            ColumnKind.OTHER_TEXT: f"coalesce({here}, '') NOT IN ({', '.join(map(literal, _NOTHING))})",
        }.get(ColumnKind(str(self.questions[name]["nature"])))
        if ticked:
            return f"CASE WHEN {ticked} THEN {literal(COCHE)} ELSE {_unticked(lake)} END"
        return f"coalesce({written}, CASE WHEN {lake} IN ({_STATES}) THEN {lake} ELSE '@vide' END)"

    def _numbered(self) -> Check:
        """Compare the record number of every response with the lake's."""
        edition, session = self.session.edition, self.session
        aside = session.file("silver/reponses_ecartees", edition)
        lake = (
            f"SELECT id_reponse, ligne FROM {session.file('silver/reponses', edition)}\n"
            f"  UNION ALL SELECT id_reponse, ligne FROM {aside}"
        )
        pairs = session.rows(
            f"WITH lac AS ({lake}) SELECT id_reponse, ligne, numero FROM lac FULL JOIN extrait USING (id_reponse)\n"
            "ORDER BY coalesce(numero, ligne)"
        )
        wrong = [f"réponse {r} ({_where(kept, found)})" for r, kept, found in pairs if kept != found]
        stored = sum(kept is not None for _, kept, _ in pairs)
        found = sum(found is not None for *_, found in pairs)
        return Check(
            "enregistrements de l’extrait",
            count(stored, "réponse"),
            count(found, "réponse") if not wrong else f"{count(found, 'réponse')}, {len(wrong)} autrement",
            not wrong,
            f"{_listed(wrong)} : {_CHANGED}" if wrong else "",
        )

    def _compared(self) -> Check:
        """Compare every cell that the figure looks at with the lake."""
        kept = self.session.file("silver/reponses", self.session.edition)
        wrong = []
        for name, column in self.wanted.items():
            differs = f"CAST(s.{identifier(column)} AS VARCHAR) IS DISTINCT FROM r.{identifier(column)}"
            found = self.session.rows(
                f"SELECT r.ligne FROM {AGAIN} AS r JOIN {kept} AS s USING (id_reponse) WHERE {differs} ORDER BY r.ligne"
            )
            wrong += [(int(n), record_place(int(n), what=f"colonne {name}")) for (n,) in found]
        places = [place for _, place in sorted(wrong)]
        (lines,) = self.session.rows(f"SELECT count(*) FROM {AGAIN}")[0]
        cells = count(int(lines) * len(self.wanted), "cellule")
        return Check(
            "réponses lues",
            cells,
            f"{count(len(wrong), 'cellule diffère', 'cellules diffèrent')}" if wrong else cells,
            not wrong,
            f"{_listed(places)} : {_CHANGED}" if wrong else "",
        )


def _where(kept: int | None, found: int | None) -> str:
    if found is None:
        return f"enregistrement {kept} dans le lac, absente du fichier"
    return f"enregistrement {found} du fichier, {'absente du lac' if kept is None else f'{kept} dans le lac'}"


def _listed(places: list[str]) -> str:
    return " ; ".join(places[:SHOWN]) + (f" et {len(places) - SHOWN} autres" if len(places) > SHOWN else "")


def _heading(question: Mapping[str, object]) -> str:
    """Return a column's heading in an export with full wordings."""
    item = str(question["sous_question_libelle"] or "")
    return _plain(f"{question['question_libelle']}" + (f" [{item}]" if item else ""))


def _plain(text: str) -> str:
    """Return a wording without tags, entities, spaces, case, nor variants of quotes and dashes."""
    bare = html.unescape(_TAG.sub("", text))
    return _SPACES.sub("", unicodedata.normalize("NFKC", bare).translate(_QUOTES)).casefold()
