"""How well and how fast typed names are matched, beside two baselines in the same run.

    python benchmarks/bench_appariement.py [--donnees ../shared] [--sortie benchmarks/bench_appariement.md]

Prints counts only: never a typed name. See docs/decisions/0004 for what counts as right, and for how the
rules were kept from being tuned to the labelled names.
"""

import argparse
import hashlib
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from barometre_pipeline.matching import match_structures
from barometre_pipeline.matching.identifiers import read_number
from barometre_pipeline.matching.text import fold
from barometre_pipeline.sources.territories import ReferenceList, load_reference_list

ROOT = Path(__file__).resolve().parents[1]
FUZZY_CUTOFF = 85
TYPED = 10_000
SEED = 20230621


@dataclass(frozen=True)
class Gold:
    """Labelled names: ``siren`` is the structure's, "" where the label gives none that can be trusted."""

    names: pd.Series
    numbers: pd.Series
    in_scope: np.ndarray
    siren: pd.Series
    category: pd.Series
    half: np.ndarray


def read_gold(path: Path, referentiel: ReferenceList) -> Gold:
    """Read the labels of 2023; a SIREN that no official list has (dragged cell, lost digit) is not used.

    Where the label has no SIREN, the respondent's own SIRET is, if it is valid and in the list.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    known = set(referentiel.territoires["siren"]) - {""}
    own = frame["siret_saisi"].map(lambda s: read_number(s).siren)
    siren = frame["siren_2023"].where(frame["siren_2023"].isin(known), own.where(own.isin(known), ""))
    in_scope = (frame["categorie_2023"] != "").to_numpy()
    half = frame["id_reponse"].map(lambda i: hashlib.sha256(i.encode()).digest()[-1] % 2).to_numpy()
    return Gold(frame["nom_saisi"], frame["siret_saisi"], in_scope, siren, frame["categorie_2023"], half)


_FAMILY = {
    "Commune": {"communes"},
    "EPCI": {"epci", "metropoles"},
    "Metropole": {"epci", "metropoles"},  # « métropole » in 2023 is the word in the name, not the law
    "Departement": {"departements"},
    "Region": {"regions"},
}


def is_right(gold: Gold, found: pd.Series, types: pd.Series) -> np.ndarray:
    """Say of each name whether what was found agrees with the label.

    A label with a usable SIREN must be met exactly; one without must be met in family (a métropole of 2023
    may
    be any intercommunalité); a name out of scope must find nothing.
    """
    exact = (gold.siren == found).to_numpy()
    family = np.array([t in _FAMILY.get(c, set()) for c, t in zip(gold.category, types, strict=True)])
    return np.where(gold.in_scope, np.where(gold.siren != "", exact, family), False)


def line(label: str, gold: Gold, accepted: np.ndarray, right: np.ndarray, keep: np.ndarray) -> str:
    """Return one row of the table: accepted, wrong, precision, recall over authorities in scope."""
    taken = accepted & keep
    good = int((taken & right).sum())
    total, scope = int(taken.sum()), int((gold.in_scope & keep).sum())
    # A name labelled out of scope whose own valid SIRET is the found territory's: the label, not the match.
    label_wrong = int((taken & ~right & ~gold.in_scope & (gold.siren != "").to_numpy()).sum())
    precision = f"{100 * good / total:.1f} %" if total else "—"
    corrected = f"{100 * (good + label_wrong) / total:.1f} %" if total else "—"
    recall = f"{100 * good / scope:.1f} %"
    cells = (label, str(total), str(total - good), precision, corrected, recall)
    return "| " + " | ".join(c.replace(".", ",").replace(" %", "\u00a0%") for c in cells) + " |"


def exact_join(names: Sequence[str], referentiel: ReferenceList) -> tuple[pd.Series, pd.Series]:
    """Baseline 1, the join of 2023: upper case, no accents or punctuation, « mairie de » and the like
    removed.
    """
    prefixes = (
        "mairie de ", "mairie d ", "ville de ", "commune de ", "conseil departemental de la ",
        "conseil departemental de l ", "conseil departemental des ", "conseil departemental du ",
        "conseil departemental de ", "conseil departemental d ", "departement de la ", "departement de l ",
        "departement des ", "departement du ", "departement de ", "departement d ", "conseil regional de ",
        "conseil regional d ", "region ",
    )  # fmt: skip

    def plain(text: str) -> str:
        text = " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
        text = text.replace("communaute de communes", "cc").replace("communaute d agglomeration", "ca")
        return next((text[len(p) :] for p in prefixes if text.startswith(p)), text)

    frame = referentiel.territoires
    by_name: dict[str, int] = {}
    for row, name in enumerate(frame["nom"]):
        by_name.setdefault(plain(name), row)
    rows = [by_name.get(plain(n)) for n in names]
    return _found(rows, frame)


def best_ratio(names: Sequence[str], referentiel: ReferenceList) -> tuple[pd.Series, pd.Series]:
    """Baseline 2: the official name with the best plain ratio, if it reaches the cutoff."""
    frame = referentiel.territoires
    choices = [fold(n) for n in frame["nom"]]
    rows: list[int | None] = []
    for name in names:
        best = process.extractOne(fold(name), choices, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
        rows.append(best[2] if best else None)
    return _found(rows, frame)


def _found(rows: list[int | None], frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    siren = [frame["siren"].iat[r] if r is not None else None for r in rows]
    kind = [frame["type"].iat[r] if r is not None else "" for r in rows]
    return pd.Series(siren, dtype="object"), pd.Series(kind, dtype="str")


def quality(gold: Gold, referentiel: ReferenceList) -> list[str]:
    """Return the table of precision and recall: on every name, and on the half that served no choice."""
    everyone = np.ones(len(gold.names), dtype=bool)
    held_out = gold.half == 1
    lines = [
        f"Noms étiquetés : {len(gold.names)}, dont {int(gold.in_scope.sum())} collectivités dans le champ ; "
        f"moitié "
        f"réservée : {int(held_out.sum())}, dont {int((gold.in_scope & held_out).sum())} dans le champ.",
        "",
        "| Méthode | Retenus | Faux | Précision | Précision (étiquettes démenties par le SIRET corrigées) | "
        "Rappel |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    baselines: dict[str, Callable[[Sequence[str], ReferenceList], tuple[pd.Series, pd.Series]]] = {
        "Jointure exacte après normalisation (2023)": exact_join,
        f"Meilleur ratio simple (≥ {FUZZY_CUTOFF})": best_ratio,
    }
    for label, method in baselines.items():
        siren, kind = method(list(gold.names), referentiel)
        accepted = siren.notna().to_numpy()
        lines.append(line(label, gold, accepted, is_right(gold, siren, kind), everyone))
    for told, numbers in (("nom et SIRET", gold.numbers), ("nom seul", gold.numbers.map(lambda _: ""))):
        found = match_structures(list(gold.names), list(numbers), referentiel)
        right = is_right(gold, found["siren"], found["type"])
        sure = found["statut"].eq("certain").to_numpy()
        likely = sure | found["statut"].eq("probable").to_numpy()
        for scope, keep in (("", everyone), (", moitié réservée", held_out)):
            lines.append(line(f"**certain** ({told}{scope})", gold, sure, right, keep))
            lines.append(line(f"**certain + probable** ({told}{scope})", gold, likely, right, keep))
    return lines


def statuses(gold: Gold, referentiel: ReferenceList) -> list[str]:
    """Return how the statuses fall over names in and out of scope."""
    found = match_structures(list(gold.names), list(gold.numbers), referentiel)
    where = np.where(gold.in_scope, "collectivité", "hors champ ou vide")
    table = pd.crosstab(pd.Series(where), found["statut"])
    names = list(table.columns)
    head = ["| Étiquette | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    return head + [f"| {i} | " + " | ".join(str(v) for v in table.loc[i]) + " |" for i in table.index]


_PREFIXES = {
    "communes": ("Mairie de ", "Commune de ", "Ville de ", "MAIRIE D ", ""),
    "epci": ("", "", "Communauté de communes "),
    "metropoles": ("",),
    "departements": ("", "Conseil départemental - "),
    "regions": ("", "Conseil régional - "),
    "autres": ("",),
}


def corrupt(name: str, kind: str, rng: random.Random) -> str:
    """Type an official name as people do: a designation, upper case, no accents, lost hyphens, one wrong
    key.
    """
    text = rng.choice(_PREFIXES[kind]) + name
    change = rng.random()
    if change < 0.3:
        text = fold(text)
    elif change < 0.45:
        text = text.upper()
    if rng.random() < 0.4:
        text = text.replace("-", " ")
    if rng.random() < 0.3:
        text = text.replace("Saint", "St").replace("saint", "st")
    if rng.random() < 0.5 and len(text) > 4:
        at = rng.randrange(1, len(text) - 1)
        kind_of_slip = rng.choice(("drop", "swap", "double", "other"))
        text = {
            "drop": text[:at] + text[at + 1 :],
            "swap": text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            "double": text[:at] + text[at] + text[at:],
            "other": text[:at] + rng.choice("abcdefghilmnoprstu") + text[at + 1 :],
        }[kind_of_slip]
    return text


def speed(referentiel: ReferenceList) -> list[str]:
    """Return the time, memory and outcome for corrupted official names (invented, seeded)."""
    rng = random.Random(SEED)
    frame = referentiel.territoires
    rows = [rng.randrange(len(frame)) for _ in range(TYPED)]
    typed = [corrupt(frame["nom"].iat[r], frame["type"].iat[r], rng) for r in rows]
    truth = frame["territoire_id"].iloc[rows].to_numpy()
    start, cpu = time.perf_counter(), time.process_time()
    found = match_structures(typed, [""] * TYPED, referentiel)
    first, first_cpu = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    match_structures(typed, [""] * TYPED, referentiel)
    again = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{TYPED} noms corrompus à partir de la liste (graine {SEED}) contre {len(frame)} territoires : "
        f"{_seconds(first)} avec la construction de l’index (temps processeur : {_seconds(first_cpu)}, deux "
        f"cœurs "
        f"confondus), {_seconds(again)} ensuite ; mémoire maximale du processus : {peak:.0f} Mo. "
        "(Un temps écoulé très supérieur au temps processeur dit que la machine faisait autre chose.)",
        "",
        "| Statut | Noms | Faux | Précision |",
        "|---|---:|---:|---:|",
    ]
    for status in ("certain", "probable", "a_revoir", "hors_champ"):
        mask = found["statut"].eq(status).to_numpy()
        if status in ("certain", "probable"):
            wrong = int((found["territoire_id"].to_numpy()[mask] != truth[mask]).sum())
            rate = f"{100 * (1 - wrong / max(mask.sum(), 1)):.2f}\u00a0%".replace(".", ",")
            lines.append(f"| {status} | {int(mask.sum())} | {wrong} | {rate} |")
        else:
            lines.append(f"| {status} | {int(mask.sum())} | | |")
    return lines


def _seconds(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",")


def main() -> None:
    """Run both benchmarks, print them and save them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--donnees", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--sortie", type=Path, default=Path(__file__).with_suffix(".md"))
    options = parser.parse_args()
    referentiel = load_reference_list(ROOT / "data_raw", 2023)
    lines = ["# Appariement des structures", "", "## Vitesse", "", *speed(referentiel)]
    labelled = options.donnees / "observatoire_2023" / "noms_etiquetes.csv"
    if labelled.is_file():
        gold = read_gold(labelled, referentiel)
        lines += ["", "## Justesse", "", *quality(gold, referentiel), "", *statuses(gold, referentiel)]
    else:
        lines += ["", "(Les noms étiquetés ne sont pas là : la justesse n’est pas mesurée.)"]
    text = "\n".join(lines) + "\n"
    print(text)
    options.sortie.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
