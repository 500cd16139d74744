"""An invented edition of fifteen responses, written as LimeSurvey writes one.

Every person, address, number and structure below is made up. Expected figures are counted by the tests from
``RESPONSES``, never by the pipeline.
"""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

EDITION = "2031"
OTHER = "Chez un voisin"
# What must be found nowhere after bronze: people, addresses, numbers, and the texts they are in.
PERSONAL = (
    "Quatrevents",
    "Zéphyrine",
    "Faustin",
    "Troischemins",
    "@observatoire.example.org",
    "zephyrine.q",
    "01 99 00",
    "0199005566",
    "Demandez le dossier",
    "Serveur de Faustin",
)
DATA = {"A1": "Oui", "A2": "Non", "A3": "Je ne sais pas"}
HOSTS = {"A1": "Sur nos serveurs, à demeure", "A2": "Chez un « prestataire »"}
PROJECTS = {"A1": "Oui", "A2": "Prévu", "A3": "Non"}
PRIORITIES = {"R1": "L’efficacité", "R2": "La transparence", "R3": "L’évaluation"}
OBSTACLES = {"SQ001": "Le manque de temps", "SQ002": "Le manque de moyens"}
DOMAINS = {"SQ001": "Mobilité", "SQ002": "Énergie"}


@dataclass(frozen=True)
class Question:
    """One question of the invented questionnaire: LimeSurvey's type, wording, answers and sub-questions."""

    code: str
    type: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    other: bool = False
    relevance: str = "1"

    def headings(self) -> list[tuple[str, str, str]]:
        """Return (key in ``RESPONSES``, code heading, full heading) of each column."""
        code, text = self.code, self.text
        if self.type == "R":
            ranks = range(1, len(self.answers) + 1)
            return [(f"{code}_{k}", f"{code}[{k}]", f"{text} [Classement {k}]") for k in ranks]
        columns = [(f"{code}_{s}", f"{code}[{s}]", f"{text} [{label}]") for s, label in self.rows.items()]
        if not self.rows:
            columns.append((code, code, text))
        if self.other:
            columns.append((f"{code}_other", f"{code}[other]", f"{text} [Autre]"))
        return columns


GROUPS: dict[str, list[Question]] = {
    "Vous connaître": [
        Question("courriel", "S", "Quelle est votre adresse électronique ?"),
        Question("prenom", "S", "Quel est votre prénom ?"),
        Question("nom", "S", "Quel est votre nom ?"),
        Question("tel", "S", "Quel est votre téléphone ?"),
    ],
    "Votre structure": [Question("structure", "S", "Quel est le nom de votre structure ?")],
    "Usages": [
        Question("publie", "L", "Publiez-vous des données ouvertes ?", DATA),
        Question("heberge", "L", "Où vos données sont-elles hébergées ?", HOSTS, other=True),
        Question(
            "freins",
            "M",
            "Quels freins rencontrez-vous ?",
            rows=OBSTACLES,
            other=True,
            relevance="publie.NAOK == 'A2'",
        ),
        Question("projets", "F", "Avez-vous des projets dans ces domaines ?", PROJECTS, DOMAINS),
        Question("priorites", "R", "Classez ces priorités.", PRIORITIES),
        Question("agents", "N", "Combien d’agents traitent des données ?"),
        Question("remarques", "T", "Souhaitez-vous ajouter quelque chose ?"),
    ],
    "Pour finir": [
        Question("charte", "L", "Avez-vous une charte du numérique responsable ?", {"A1": "Oui", "A2": "Non"})
    ],
}
QUESTIONS = [q for questions in GROUPS.values() for q in questions]

Response = dict[str, str]


def _response(number: int, name: str, publie: str, heberge: str, freins: str, **more: str) -> Response:
    """One full response; ``freins`` holds a letter per box (Y, N), or is empty where the question is not shown."""
    boxes = dict(zip(OBSTACLES, freins or ("", ""), strict=True))
    response = {
        "id": str(number),
        "courriel": f"personne{number}@observatoire.example.org",
        "prenom": "Zéphyrine",
        "nom": "Quatrevents",
        "tel": f"01 99 00 12 {number:02d}",
        "structure": name,
        "publie": publie,
        "heberge": heberge,
        **{f"freins_{s}": v for s, v in boxes.items()},
        "projets_SQ001": "A1",
        "projets_SQ002": "A3",
        "priorites_1": "R1",
        "priorites_2": "R3",
        "priorites_3": "R2",
        "agents": str(number % 4),
        "remarques": f"Demandez le dossier\nà Zéphyrine, 0199005566, zephyrine.q@observatoire.example.org ({number})",
        "charte": "A1",
    }
    return response | more


EMPTY = {"id": "41"}
RESPONSES: list[Response] = [
    _response(11, "Commune de Valfleuri", "A1", "A1", ""),
    _response(12, "Ville de Rocheclaire", "A2", "A2", "YN", projets_SQ001="", agents="", remarques=""),
    _response(13, "VILLE de Rochéclaire", "A2", "A1", "YY"),
    _response(
        14, "Communauté de communes du Val d’Or", "A2", "-oth-", "NN", heberge_other="Serveur de Faustin"
    ),
    _response(15, "Métropole d’Aurélie", "A1", "", "", priorites_2="", priorites_3=""),
    _response(16, "Département de la Haute-Brume", "A3", "A1", "", charte="A2"),
    _response(17, "Région Ponant", "A2", "A2", "NY", freins_other="Faustin Troischemins"),
    _response(18, "Agence numérique du Ponant", "", "A1", ""),
    _response(19, "test", "A1", "A1", ""),
    _response(20, "Zéphyrine Quatrevents", "A1", "A1", ""),
    _response(21, "Communauté de communes des Deux Lacs", "A1", "A1", "", projets_SQ002="A2"),
    _response(22, "Ville de Grandbourg", "A1", "A2", ""),
    _response(
        23, "Ville de Moyenval", "A2", "A2", "YN", priorites_1="R2", priorites_2="R1", priorites_3="R3"
    ),
    _response(24, "Ville d’Abandon", "A1", "A1", "", charte=""),
    EMPTY,
]
KEPT = {11, 13, 14, 15, 16, 17, 18, 21, 22, 23}
SET_ASIDE = {12: "doublon", 19: "douteuse", 20: "douteuse", 24: "incomplete", 41: "vide"}
STRATES = {
    11: "communes_moins_3500",
    13: "communes_3500_10000",
    14: "epci",
    15: "metropoles",
    16: "departements",
    17: "regions",
    18: "autres",
    21: "epci",
    22: "communes_plus_100000",
    23: "communes_10000_100000",
}
POPULATION = {
    "communes_moins_3500": 31762,
    "communes_3500_10000": 2160,
    "communes_10000_100000": 981,
    "communes_plus_100000": 42,
    "epci": 1233,
    "metropoles": 21,
    "departements": 101,
    "regions": 18,
}
HISTORICAL = {s: n for s, n in POPULATION.items() if s != "communes_moins_3500"}
HISTORICAL_TOTAL = 36318

YAML = f"""\
edition: "{EDITION}"
titre: Édition inventée pour les tests
source_donnees: demonstration
collecte: {{debut: 2031-05-02, fin: 2031-06-30}}
limesurvey:
  question_cloture: charte
  question_nom: structure
  questions_identite: [courriel, prenom, nom, tel]
nettoyage: {{une_reponse_par_structure: true, cle_structure: nom}}
structures: {{correspondances: correspondances.csv}}
redressement:
  historique_total: {HISTORICAL_TOTAL}
  historique: {{{", ".join(f"{s}: {n}" for s, n in HISTORICAL.items())}}}
  population: {{{", ".join(f"{s}: {n}" for s, n in POPULATION.items())}}}
"""


def write_edition(
    raw: Path,
    *,
    edition: str = EDITION,
    responses: Sequence[Response] = RESPONSES,
    form: str = "textes",
    yaml: str | None = YAML,
    strates: Mapping[int, str] | None = STRATES,
) -> Path:
    """Write ``<raw>/<edition>/`` and return that folder.

    Args:
        raw: raw folder.
        edition: partition key.
        responses: answers by column, as codes.
        form: « textes » (full wordings and answers, structure .txt) or « codes » (codes, structure .lss).
        yaml: content of edition.yaml, None for no file.
        strates: reviewed strate of each response, None for no file.
    """
    folder = raw / edition / "limesurvey"
    folder.mkdir(parents=True, exist_ok=True)
    if form == "textes":
        (folder / "structure_900031.txt").write_text(structure_txt(), encoding="utf-8", newline="")
    else:
        (folder / "limesurvey_survey_900031.lss").write_bytes(structure_lss())
    (folder / "results-survey900031.csv").write_text(
        responses_csv(responses, form), encoding="utf-8", newline=""
    )
    if strates is not None:
        (folder / "correspondances.csv").write_text(
            correspondances_csv(strates), encoding="utf-8", newline=""
        )
    if yaml is not None:
        (folder.parent / "edition.yaml").write_text(yaml.replace(EDITION, edition), encoding="utf-8")
    return folder.parent


def edited(number: int, **changes: str) -> list[Response]:
    """Return the responses with some cells of one of them changed."""
    copy = deepcopy(RESPONSES)
    next(r for r in copy if r["id"] == str(number)).update(changes)
    return copy


def responses_csv(responses: Sequence[Response] = RESPONSES, form: str = "textes") -> str:
    """Return the export of the responses."""
    full = form == "textes"
    system = {
        "id": "ID de la réponse",
        "submitdate": "Date de soumission",
        "lastpage": "Dernière page",
        "startlanguage": "Langue de départ",
        "seed": "Tête de série",
    }
    headings = list(system.values()) if full else list(system)
    keys: list[tuple[str, Question | None]] = [(k, None) for k in system]
    for question in QUESTIONS:
        for key, code, text in question.headings():
            headings.append(text if full else code)
            keys.append((key, question))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL if full else csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(headings)
    for response in responses:
        row = _system_cells(response) | response
        writer.writerow([_cell(row, key, question, full) for key, question in keys])
    return out.getvalue()


def _system_cells(response: Response) -> Response:
    done = "charte" in response and response["charte"] != ""
    return {
        "submitdate": "2031-05-12 10:00:00" if done else "",
        "lastpage": "4" if done else "1",
        "startlanguage": "fr",
        "seed": f"90{response['id']}",
    }


def _cell(row: Response, key: str, question: Question | None, full: bool) -> str:
    value = row.get(key, "")
    if question is None:
        return value
    if key.endswith("_other"):
        return value
    if question.type == "M":
        if not full:
            return "" if value == "N" else value
        return {"Y": "Oui", "N": "Non", "": "N/A"}[value]
    if full and question.answers and value:
        return "Autre" if value == "-oth-" else question.answers[value]
    return value


def structure_txt() -> str:
    """Return the tab-separated structure."""
    out = io.StringIO()
    names = "id related_id class type/scale name relevance text help language mandatory other".split()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(names)
    number = 0

    def add(
        kind: str, scale: str, name: str, text: str = "", relevance: str = "1", other: bool = False
    ) -> None:
        nonlocal number
        number += 1
        writer.writerow(
            [number, "", kind, scale, name, relevance, text, "", "fr", "N", "Y" if other else "N"]
        )

    add("S", "", "sid", "900031")
    add("S", "", "language", "fr")
    add("SL", "", "surveyls_title", "Enquête inventée")
    for group, questions in GROUPS.items():
        add("G", "", group)
        for q in questions:
            add("Q", q.type, q.code, q.text, q.relevance, q.other)
            for code, text in q.rows.items():
                add("SQ", "0", code, text)
            for code, text in q.answers.items():
                add("A", "0", code, text)
    return out.getvalue()


def structure_lss() -> bytes:
    """Return the same structure as an .lss document."""
    tables: dict[str, list[dict[str, object]]] = {name: [] for name in _LSS_TABLES}
    tables["surveys"].append({"sid": 900031, "language": "fr", "format": "G"})
    tables["surveys_languagesettings"].append(
        {"surveyls_survey_id": 900031, "surveyls_language": "fr", "surveyls_title": "Enquête inventée"}
    )
    qid = 100
    for gid, (group, questions) in enumerate(GROUPS.items(), start=1):
        tables["groups"].append({"gid": gid, "sid": 900031, "group_order": gid, "grelevance": ""})
        tables["group_l10ns"].append({"gid": gid, "group_name": group, "language": "fr"})
        for order, q in enumerate(questions, start=1):
            qid += 1
            own = qid
            common = {"sid": 900031, "gid": gid, "mandatory": "N"}
            tables["questions"].append(
                {"qid": own, "parent_qid": 0, "type": q.type, "title": q.code, "question_order": order}
                | {"other": "Y" if q.other else "N", "relevance": q.relevance}
                | common
            )
            tables["question_l10ns"].append({"qid": own, "question": q.text, "language": "fr"})
            for position, (code, text) in enumerate(q.rows.items(), start=1):
                qid += 1
                tables["subquestions"].append(
                    {"qid": qid, "parent_qid": own, "type": q.type, "title": code, "question_order": position}
                    | {"scale_id": 0, "relevance": "1"}
                    | common
                )
                tables["question_l10ns"].append({"qid": qid, "question": text, "language": "fr"})
            for position, (code, text) in enumerate(q.answers.items(), start=1):
                aid = own * 100 + position
                tables["answers"].append(
                    {"aid": aid, "qid": own, "code": code, "sortorder": position, "scale_id": 0}
                )
                tables["answer_l10ns"].append({"aid": aid, "answer": text, "language": "fr"})
    return _lss_document(tables)


_LSS_TABLES = (
    "answers", "answer_l10ns", "groups", "group_l10ns", "questions", "subquestions", "question_l10ns", "surveys",
    "surveys_languagesettings",
)  # fmt: skip


def _lss_document(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> bytes:
    root = ET.Element("document")
    ET.SubElement(root, "LimeSurveyDocType").text = "Survey"
    ET.SubElement(root, "DBVersion").text = "498"
    ET.SubElement(ET.SubElement(root, "languages"), "language").text = "fr"
    for name, rows in tables.items():
        table = ET.SubElement(ET.SubElement(root, name), "rows")
        for row in rows:
            element = ET.SubElement(table, "row")
            for key, value in row.items():
                ET.SubElement(element, key).text = str(value)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def correspondances_csv(strates: Mapping[int, str] = STRATES) -> str:
    """Return the reviewed file: what each kept response's structure is."""
    lines = ["id_reponse,siren,code_insee,population,type,strate"]
    for number, strate in strates.items():
        kind = "communes" if strate.startswith("communes") else strate
        lines.append(
            f"{number},{'' if kind == 'autres' else 990000000 + number},,{number * 1000},{kind},{strate}"
        )
    return "\n".join(lines) + "\n"
