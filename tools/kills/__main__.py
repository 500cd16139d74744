"""Kills what is at work at random moments and looks at what is left.

    python -m tools.kills run|other|daemon|both|pull|serve|publish RAW WORK [--kills 100] [--add-to counts.json]

RAW is a raw folder (a small edition is enough), WORK a new folder. Exits 1 where something is wrong after a kill.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from barometre_pipeline.french.numbers import number
from tools.kills import programs, runs
from tools.kills.place import Killed, Place

LOOKED_AT: Final = {
    "run": "verrou du lac rendu, aucun fichier inachevé, aucune exécution sans fin, chaque table relue, "
    "editions, check et audit répondent ; un calcul sur dix va au bout : mêmes octets",
    "other": "le calcul suivant, sur les premières données : mêmes octets",
    "daemon": "l’exécution suivante de la file commence ; chaque table relue",
    "both": "le calcul suivant, qui ne refait que ce qui n’est pas à jour : mêmes octets, ceux des premières données",
    "pull": "rien, ou un extrait entier ; le téléchargement suivant : mêmes octets, aucun mot de passe écrit",
    "serve": "le lac inchangé ; le serveur suivant répond au même port",
    "publish": "une version listée est entière ; la commande suivante : mêmes octets",
}
KILLED: Final = {
    "run": "barometre run (le processus, un de ses ouvriers, tous, le terminal fermé)",
    "other": "barometre run sur d’autres données brutes",
    "daemon": "une exécution du démon de Dagster, avec ou sans le démon",
    "both": "l’une ou l’autre de deux exécutions du même lac : le démon, et barometre run sur d’autres données",
    "pull": "barometre pull limesurvey, une à trois fois de suite",
    "serve": "barometre serve, pendant que des pages sont demandées",
    "publish": "barometre publier",
}


def main() -> None:
    """Run a campaign; print each kill, then the counts of all campaigns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("campaign", choices=KILLED)
    parser.add_argument("raw", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--gx", action="store_true")
    parser.add_argument("--other", type=Path, help="another raw folder of the same editions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--add-to", type=Path)
    asked = parser.parse_args()
    random.seed(asked.seed)
    home = asked.work / "dagster"
    home.mkdir(parents=True)
    os.environ["DAGSTER_HOME"] = str(home)
    place = Place(asked.raw.resolve(), asked.work.resolve() / "lake", home.resolve(), asked.gx)
    counts: dict[str, list[int]] = {}
    if asked.add_to and asked.add_to.exists():
        counts = json.loads(asked.add_to.read_text("utf-8"))
    wrong = 0
    for turn, (what, moment, found) in enumerate(_campaign(asked)(place, asked.kills), start=1):
        print(f"{turn:4} | {what:45} | {moment:6.1f} s | {'; '.join(found) or 'well'}", flush=True)
        wrong += bool(found)
        tried, faulty = counts.get(asked.campaign, [0, 0])
        counts[asked.campaign] = [tried + 1, faulty + bool(found)]
        if asked.add_to:
            asked.add_to.write_text(json.dumps(counts), encoding="utf-8")
    print(report(counts))
    sys.exit(bool(wrong))


def _campaign(asked: argparse.Namespace) -> Callable[[Place, int], Iterator[Killed]]:
    if asked.campaign in ("other", "both"):
        return partial({"other": runs.other_raw, "both": runs.both}[asked.campaign], other=asked.other)
    return {"run": runs.command_line, "daemon": runs.daemon, **programs.CAMPAIGNS}[asked.campaign]


def report(counts: dict[str, list[int]]) -> str:
    """Return the counts as a table."""
    lines = ["| ce qui est tué | fois | ce qui est regardé ensuite | fautes |", "| --- | ---: | --- | ---: |"]
    for name in (n for n in KILLED if n in counts):
        tried, faulty = counts[name]
        lines.append(f"| {KILLED[name]} | {number(tried)} | {LOOKED_AT[name]} | {number(faulty)} |")
    total = [sum(c[i] for c in counts.values()) for i in (0, 1)]
    return "\n".join([*lines, f"| **total** | **{number(total[0])}** | | {number(total[1])} |"])


if __name__ == "__main__":
    main()
