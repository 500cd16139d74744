"""An edition made of another in disguise: codes renamed, answers reordered, wordings touched, questions added, dropped.

Works on the structure (.lss) and on an extract with wordings as headings; the responses stay the same.
"""

import csv
import random
import re
import xml.etree.ElementTree as ET
from pathlib import Path

_CODE = re.compile(r"\b([A-Za-z]\w*)\.NAOK")
_TEST = re.compile(r'(\b\w+)\.NAOK == "(\w+)"')


class Disguise:
    """Takes the questionnaire and the responses of an edition, and gives them back unrecognisable by their codes.

    Args:
        structure: the .lss.
        extract: the CSV of responses, with wordings as headings.
        seed: of the new codes and of the order of answers.
        reworded: wording -> what it becomes, for questions, items and answers alike.
        dropped: codes of the questions left out.
        added: wording of a question put at the end of the first group, which nobody answered.
    """

    def __init__(
        self,
        structure: Path,
        extract: Path,
        seed: int,
        reworded: dict[str, str],
        dropped: set[str],
        added: str,
    ) -> None:
        self.random = random.Random(seed)
        self.tree = ET.parse(structure)
        self.extract = extract
        self.reworded = reworded
        self.dropped = dropped
        self.added = added
        self.questions = self.renamed()
        self.answers: dict[tuple[str, str], str] = {}

    def rows(self, section: str) -> list[ET.Element]:
        return self.tree.getroot().findall(f"{section}/rows/row")

    def renamed(self) -> dict[str, str]:
        codes = [self.of(r, "title") for r in self.rows("questions")]
        numbers = self.random.sample(range(100, 1000), len(codes))
        return {code: f"Z{number}x" for code, number in zip(codes, numbers, strict=True)}

    @staticmethod
    def of(row: ET.Element, tag: str) -> str:
        return row.findtext(tag) or ""

    @staticmethod
    def put(row: ET.Element, tag: str, value: str) -> None:
        found = row.find(tag)
        assert found is not None
        found.text = value

    def write(self, folder: Path) -> Path:
        """Write the disguised edition's structure and extract; return the structure."""
        names = {self.of(r, "qid"): self.of(r, "title") for r in self.rows("questions")}
        wordings = {self.of(r, "qid"): self.of(r, "question") for r in self.rows("question_l10ns")}
        gone = {wordings[q] for q, name in names.items() if name in self.dropped}
        self._answers(names)
        self._sub_questions()
        for row in self.rows("questions"):
            self.put(row, "relevance", _TEST.sub(self._tested, self.of(row, "relevance")))
            self.put(row, "title", self.questions[self.of(row, "title")])
        for row in (*self.rows("question_l10ns"), *self.rows("answer_l10ns")):
            tag = "question" if row.find("question") is not None else "answer"
            self.put(row, tag, self.reworded.get(self.of(row, tag), self.of(row, tag)))
        self._drop({q for q, name in names.items() if name in self.dropped})
        self._add()
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / "enquete.lss"
        self.tree.write(target, encoding="UTF-8", xml_declaration=True)
        self._write_extract(folder / "reponses.csv", gone, set(names.values()))
        return target

    def _answers(self, names: dict[str, str]) -> None:
        by_question: dict[str, list[ET.Element]] = {}
        for row in self.rows("answers"):
            by_question.setdefault(self.of(row, "qid"), []).append(row)
        for qid, rows in by_question.items():
            letters = self.random.sample("ABCDEFGHJKLMNPQRSTUVW", len(rows))
            order = self.random.sample(range(1, len(rows) + 1), len(rows))
            for row, letter, rank in zip(rows, letters, order, strict=True):
                self.answers[names[qid], self.of(row, "code")] = f"{letter}{rank}"
                self.put(row, "code", f"{letter}{rank}")
                self.put(row, "sortorder", str(rank))

    def _sub_questions(self) -> None:
        by_question: dict[str, list[ET.Element]] = {}
        for row in self.rows("subquestions"):
            by_question.setdefault(self.of(row, "parent_qid"), []).append(row)
        for rows in by_question.values():
            numbers = self.random.sample(range(10, 100), len(rows))
            for row, number in zip(rows, numbers, strict=True):
                self.put(row, "title", f"L{number}")

    def _tested(self, found: re.Match[str]) -> str:
        question, code = found.groups()
        return f'{self.questions[question]}.NAOK == "{self.answers[question, code]}"'

    def _drop(self, gone: set[str]) -> None:
        for section, key in (
            ("questions", "qid"), ("subquestions", "parent_qid"), ("answers", "qid"), ("question_l10ns", "qid"),
            ("question_attributes", "qid"),
        ):  # fmt: skip
            rows = self.tree.getroot().find(f"{section}/rows")
            assert rows is not None
            for row in [r for r in rows if self.of(r, key) in gone]:
                rows.remove(row)

    def _add(self) -> None:
        for section, key in (("questions", "title"), ("question_l10ns", "question")):
            rows = self.tree.getroot().find(f"{section}/rows")
            assert rows is not None
            text = next(
                r for r in rows if section == "questions" or self.of(r, "qid") == self.of(rows[0], "qid")
            )
            new = ET.fromstring(ET.tostring(text))
            self.put(new, "qid", "9999")
            self.put(new, key, "Z999x" if key == "title" else self.added)
            for tag, value in (("question_order", "99"), ("mandatory", "N"), ("id", "99999")):
                if new.find(tag) is not None:
                    self.put(new, tag, value)
            rows.append(new)

    def _write_extract(self, target: Path, gone: set[str], codes: set[str]) -> None:
        with self.extract.open(encoding="utf-8-sig", newline="") as file:
            heading, *records = list(csv.reader(file))
        kept = [
            i
            for i, h in enumerate(heading)
            if not any(h == w or h.startswith(f"{w} [") for w in gone)
            and not any(h.endswith(f": {code}") for code in self.dropped)
        ]
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow([*(self._heading(heading[i]) for i in kept), self.added])
            for record in records:
                writer.writerow([*(self._cell(record[i]) for i in kept), ""])

    def _heading(self, text: str) -> str:
        for before, after in self.reworded.items():
            whole = {before: after}.get(text, text)
            text = whole.replace(f"{before} [", f"{after} [").replace(f"[{before}]", f"[{after}]")
        for before, after in self.questions.items():
            text = re.sub(rf"(?<=: ){before}$", after, text)
        return text

    def _cell(self, text: str) -> str:
        return self.reworded.get(text, text)
