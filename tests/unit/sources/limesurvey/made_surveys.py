"""Structures of many shapes, made by hypothesis: every type, odd codes, wordings alike, old and new tables."""

import html

from hypothesis import strategies as st

KINDS = list("L!OMPFABCEH1:;NKDSTURYG5IX*|Q")
CODES = [
    *(
        "Q1",
        "Q10",
        "q1",
        "Q1a",
        "Q2",
        "G01Q01",
        "G01Q011",
        "Time",
        "Q3",
        "Q4",
        "Q5",
        "R1",
        "A",
        "a",
        "Q6",
        "Q7",
    ),
    *(
        "Q8",
        "Q9",
        "Y",
        "comment",
        "token",
        "Seed",
        "G01Q02",
        "g01q02",
        "Q11",
        "Q12",
        "Q13",
        "other",
        "Q1Time",
    ),
]
PARTS = [
    *(
        "SQ001",
        "SQ002",
        "SQ010",
        "1",
        "10",
        "01",
        "2",
        "Y",
        "N",
        "a",
        "A",
        "ab",
        "time",
        "comment",
        "autre",
        "id",
    ),
]
ASKED = [
    *("Précisez :", "Précisez :", "Précisez : ", "précisez :", "Quel est le nom de votre structure ?"),
    *("Quel est le nom de votre service dans la structure ?", "Total", "= total", "Et ensuite...", "Oui"),
    *("Budget (k€) [facultatif]", "<p>Publiez-vous <b>des</b> données&nbsp;?</p>", "Un & deux &lt; trois"),
    *("Ligne 1\nLigne 2", "Nom_de_code", "Autre", 'Dit "nombre", ou ; point', "Date de soumission", "Q1", ""),
    *(
        "Combien d’agents de votre service travaillent sur les données ouvertes ?",
        "Combien d’agents au total ?",
    ),
    *(
        "Combien d’agents de votre service travaillent sur les données fermées ?",
        "{Q1} : {if(Q1 > 2, 'a', 'b')}",
    ),
]
LINES = [
    *(
        "Budgets",
        "Budgets et comptes",
        "budgets",
        "Adresses",
        "<b>Autre</b> chose",
        "Oui",
        "Non",
        "Délibérations,",
    ),
    *("Délibérations, arrêtés et autres actes", "Plans [PDF]", "1", "2", "Rien...", "A & B", "N/A"),
    *(
        "Des données produites par le service",
        "Des données produites par un autre service",
        "Commentaire",
        "SQ001",
    ),
]
LANGUAGES = [["fr"], ["fr"], ["fr", "en"], ["en"], ["de"], ["es"], ["it", "de"]]
Row = dict[str, str]


@st.composite
def structures(draw: st.DrawFn) -> str:
    """Return the text of an .lss file: two groups of a few questions."""
    languages = draw(st.sampled_from(LANGUAGES))
    apart = draw(st.booleans())
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=3, max_size=14))
    codes = draw(st.permutations(CODES))
    made = _Made(languages, apart, draw(st.booleans()))
    for position, kind in enumerate(kinds):
        made.question(draw, codes[position], kind, group=1 + 2 * position // len(kinds))
    return made.text(draw(st.booleans()))


class _Made:
    """The tables of a structure; ``apart`` where wordings have tables of their own, as from version 4 on."""

    def __init__(self, languages: list[str], apart: bool, ranked_rows: bool) -> None:
        self.languages, self.apart, self.ranked_rows = languages, apart, ranked_rows
        self.tables: dict[str, list[Row]] = {
            name: [] for name in ("groups", "questions", "subquestions", "answers")
        }
        self.number = 100
        for gid in ("1", "2"):
            self._add(
                "groups", "group_l10ns", {"gid": gid, "group_order": gid}, "group_name", f"Groupe {gid}"
            )

    def _add(self, table: str, texts: str, row: Row, column: str, text: str) -> None:
        key = {"groups": "gid", "answers": "aid"}.get(table, "qid")
        if self.apart:
            self.tables[table].append(row)
            for language in self.languages:
                own = {key: row[key], "language": language, column: self._in(text, language)}
                self.tables.setdefault(texts, []).append(own)
        else:
            self.tables[table] += [
                {**row, "language": language, column: self._in(text, language)} for language in self.languages
            ]

    def _in(self, text: str, language: str) -> str:
        return text if language == self.languages[0] else f"{text} ({language})"

    def question(self, draw: st.DrawFn, code: str, kind: str, group: int) -> None:
        self.number += 1
        qid = str(self.number)
        other = kind in "L!MP" and draw(st.booleans())
        row = {
            "qid": qid,
            "gid": str(group),
            "type": kind,
            "title": code,
            "question_order": qid,
            "parent_qid": "0",
        }
        row |= {"relevance": "1", "other": "Y" if other else "N"}
        self._add("questions", "question_l10ns", row, "question", draw(st.sampled_from(ASKED)))
        rows = kind in "MPFABCEHKQ1:;" or (kind == "R" and self.ranked_rows)
        if rows:
            self._items(draw, qid, "subquestions", 0, draw(st.integers(1, 5)))
        if kind in ":;":
            self._items(draw, qid, "subquestions", 1, draw(st.integers(1, 3)))
        for scale in (0, 1) if kind == "1" else (0,):
            if kind in "L!OFH1" or (kind == "R" and not self.ranked_rows):
                self._items(draw, qid, "answers", scale, draw(st.integers(2, 5)))
        self._attributes(draw, qid, kind)

    def _attributes(self, draw: st.DrawFn, qid: str, kind: str) -> None:
        wanted = {":": ("multiflexible_checkbox", "1"), "R": ("max_subquestions", "2")}.get(kind)
        if wanted and draw(st.booleans()):
            attribute = {"qid": qid, "attribute": wanted[0], "value": wanted[1]}
            self.tables.setdefault("question_attributes", []).append(attribute)

    def _items(self, draw: st.DrawFn, qid: str, table: str, scale: int, size: int) -> None:
        codes = draw(st.permutations(PARTS))[:size]
        texts = draw(st.permutations(LINES))[:size]
        for order, (code, text) in enumerate(zip(codes, texts, strict=True), start=1):
            self.number += 1
            own = {"scale_id": str(scale)}
            if table == "answers":
                own |= {"aid": str(self.number), "qid": qid, "code": code, "sortorder": str(order)}
                self._add(table, "answer_l10ns", own, "answer", text)
            else:
                own |= {
                    "qid": str(self.number),
                    "parent_qid": qid,
                    "title": code,
                    "question_order": str(order),
                }
                self._add(table, "question_l10ns", own | {"relevance": "1"}, "question", text)

    def text(self, dated: bool) -> str:
        base = self.languages[0]
        self.tables["surveys"] = [
            {"sid": "910", "language": base, "datestamp": "Y" if dated else "N", "format": "G"}
        ]
        self.tables["surveys_languagesettings"] = [
            {"surveyls_language": language, "surveyls_title": "T"} for language in self.languages
        ]
        body = "".join(
            f"<{name}><rows>{''.join(map(_row, rows))}</rows></{name}>" for name, rows in self.tables.items()
        )
        languages = "".join(f"<language>{language}</language>" for language in self.languages)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
            f"<DBVersion>640</DBVersion><languages>{languages}</languages>{body}</document>"
        )


def _row(row: Row) -> str:
    return "<row>" + "".join(f"<{k}>{html.escape(v, quote=False)}</{k}>" for k, v in row.items()) + "</row>"
