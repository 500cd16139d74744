"""Small tabulations with invented counts, shaped as gold ``tris``: one question of each nature."""

from pathlib import Path

import pandas as pd

ABSENCES = {
    "Sans réponse": "sans_reponse", "Aucune case cochée": "sans_reponse", "Non posée": "non_posee",
    "Sans réponse ou non posée": "indetermine", "Non cochée": "non_cochee",
}  # fmt: skip
GROUPS = {"ensemble": 40, "hors_moins_3500": 35, "communes": 20, "epci": 12, "regions": 8}


def _rows(question, sub, wording, item, answers, groups=GROUPS, source="demonstration"):
    """``answers`` maps an answer to its count in the whole sample; groups get their share, rounded down."""
    total = groups["ensemble"]
    for answer, count in answers.items():
        for group, size in groups.items():
            n = count * size // total
            yield {
                "edition": "2031", "question": question, "sous_question": sub, "question_libelle": wording,
                "sous_question_libelle": item, "modalite": answer, "groupe": group, "n": n,
                "repondants": size - answers.get("Sans réponse", 0) * size // total, "concernees": size,
                "base": size, "dans_base": ABSENCES.get(answer) != "non_posee", "regle_base": "sans_reponse_incluses",
                "effectif": size, "absence": ABSENCES.get(answer, ""), "part": n / size, "part_publiable": n / size,
                "part_ponderee_historique": float("nan"), "part_ponderee": n / size,
                "part_publiable_ponderee": n / size, "effectif_efficace": 30.0,
                "source_donnees": source, "publiable": True, "raison_retenue": "", "ponderee_publiable": True,
            }  # fmt: skip


def single(question="G1Q01", wording="Avez-vous une stratégie ?", answers=None, **options):
    answers = answers or {"Oui": 20, "Non": 10, "Je ne sais pas": 6, "Sans réponse": 4}
    return pd.DataFrame(_rows(question, "", wording, "", answers, **options))


def multiple(question="G1Q02", boxes=None, **options):
    boxes = boxes or {"SQ001": ("Le temps", 12), "SQ002": ("Les moyens", 30), "SQ003": ("Je ne sais pas", 35)}
    parts = [
        pd.DataFrame(_rows(question, code, "Quels obstacles ?", label, {"Oui": n}, **options))
        for code, (label, n) in boxes.items()
    ]
    other = pd.DataFrame(_rows(question, "other", "Quels obstacles ?", "Autre", {"Oui": 36}, **options))
    none = pd.DataFrame(_rows(question, "", "Quels obstacles ?", "", {"Aucune case cochée": 4}, **options))
    return pd.concat([*parts, other, none], ignore_index=True)


def asked_only(tris, share=0.5):
    """The same question put to a part of each group only: half of it by default, rounded up."""
    asked = (tris["effectif"] * share).apply(lambda x: int(-(-x // 1)))
    assert (tris["n"] <= asked).all(), "the counts of the sample must fit"
    parts = {"part_publiable": tris["n"] / asked, "part_publiable_ponderee": tris["n"] / asked}
    kept = tris.assign(concernees=asked, base=asked, **parts)
    first = kept.drop_duplicates("groupe")
    count = first["effectif"] - first["concernees"]
    unasked = first.assign(
        sous_question="", sous_question_libelle="", modalite="Non posée", absence="non_posee", dans_base=False, n=count,
        part=count / first["effectif"], part_publiable=float("nan"), part_publiable_ponderee=float("nan"),
    )  # fmt: skip
    return pd.concat([kept, unasked], ignore_index=True)


def array(question="G1Q03", items=None, **options):
    items = items or {
        "SQ001": ("Mobilité", {"Oui": 10, "Prévu": 10, "Non": 16, "Je ne sais pas": 2, "Sans réponse": 2}),
        "SQ002": ("Déchets", {"Oui": 24, "Prévu": 10, "Non": 4, "Je ne sais pas": 2, "Sans réponse": 0}),
    }
    parts = [
        pd.DataFrame(_rows(question, code, "Dans quels domaines ?", label, answers, **options))
        for code, (label, answers) in items.items()
    ]
    return pd.concat(parts, ignore_index=True)


def ranking(question="G1Q04", **options):
    first = {"Coûts": 10, "Services": 26, "Sans réponse": 4}
    second = {"Coûts": 20, "Services": 10, "Sans réponse": 10}
    parts = [
        pd.DataFrame(_rows(question, rank, "Classez les priorités", f"Rang {rank}", answers, **options))
        for rank, answers in (("1", first), ("2", second))
    ]
    return pd.concat(parts, ignore_index=True)


def questions():
    kinds = {"G1Q01": "choix_unique", "G1Q02": "case", "G1Q03": "choix_unique", "G1Q04": "rang"}
    return pd.DataFrame({"question": list(kinds), "nature": list(kinds.values())})


def all_questions(**options):
    parts = [single(**options), multiple(**options), array(**options), ranking(**options)]
    return pd.concat(parts, ignore_index=True)


def index_of(charts, folder: Path) -> pd.DataFrame:
    """The index ``write_charts`` gives of charts, and empty files for it to name: pages do not look into them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for chart in charts:
        names = {
            "fichier_csv": f"{chart.nom}.csv", "json": f"{chart.nom}.vl.json", "svg": f"{chart.nom}.svg",
            "svg_etroit": f"{chart.nom}-etroit.svg", "png": f"{chart.nom}.png",
        }  # fmt: skip
        for name in names.values():
            (folder / name).touch()
        rows.append(
            {"question": chart.question, **names, "titre": chart.titre, "description": chart.description}
        )
    return pd.DataFrame(rows)
