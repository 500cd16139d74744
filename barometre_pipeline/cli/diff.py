"""``barometre diff``: two editions, two extracts or two runs, as tables or JSON; the work is ``compare``'s."""

import json
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Column, Table

from barometre_pipeline.cli.common import JsonOption, RawOption, french_errors, lake_here, stderr, stdout
from barometre_pipeline.cli.diff_editions import plain_editions, show_editions
from barometre_pipeline.compare.diff import (
    FIGURE_KEYS,
    ResponseDiff,
    RunDiff,
    compare_responses,
    count_visible,
    largest_first,
)
from barometre_pipeline.compare.editions import compare_editions, edition_at
from barometre_pipeline.compare.inputs import (
    Side,
    common_editions,
    compare_lakes,
    lost_columns,
    open_side,
    responses_of,
)
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import number, percent


def diff(
    avant: Annotated[
        Path,
        typer.Argument(
            metavar="AVANT",
            help="Édition (son dossier, ou 2024), extrait, dossier d’extraits ou lac de données.",
            callback=lake_here,
        ),
    ],
    apres: Annotated[
        Path, typer.Argument(metavar="APRÈS", help="De même nature que AVANT.", callback=lake_here)
    ],
    raw: RawOption,
    edition: Annotated[
        str | None,
        typer.Option("--edition", metavar="ANNÉE", help="Entre deux lacs : cette édition seulement."),
    ] = None,
    structure: Annotated[
        Path | None,
        typer.Option(
            metavar="FICHIER",
            exists=True,
            dir_okay=False,
            help="Structure des extraits, si elle n’est pas à côté.",
        ),
    ] = None,
    limite: Annotated[
        int, typer.Option(metavar="NOMBRE", min=1, help="Lignes montrées (--json donne tout).")
    ] = 30,
    as_json: JsonOption = False,
) -> None:
    """Compare deux éditions, deux extraits ou deux calculs : questions, réponses, chiffres qui ont changé.

    Deux éditions : leurs questionnaires, ce qui a été reçu et retenu, les types de structures, leur configuration.
    Les réponses sont désignées par leur numéro et leurs colonnes ; leur contenu n’est jamais montré.
    """
    with french_errors():
        both = edition_at(avant, raw), edition_at(apres, raw)
        if both[0] is not None and both[1] is not None:
            _show_editions(both[0], both[1], limite, as_json=as_json)
            return
        known = list(discover_editions(raw)) if raw.is_dir() else []
        sides = [
            Side(path.name, edition=found) if found else open_side(path, structure, known)
            for path, found in zip((avant, apres), both, strict=True)
        ]
        before, after = sides
        if before.kind != after.kind:
            raise InputError(
                fichier=f"{before.name}, {after.name}",
                lieu="",
                constat=f"l’un est {before.kind}, l’autre {after.kind}",
                attendu="deux éditions, deux extraits, ou deux lacs",
                remede="donnez deux choses de même nature",
            )
        result = _compare_lakes(before, after, edition) if before.lake else _compare_extracts(before, after)
    if as_json:
        typer.echo(
            json.dumps({"avant": before.name, "apres": after.name, **_plain(result)}, ensure_ascii=False)
        )
        return
    _show(result, f"{before.name} → {after.name}", limite)


def _show_editions(before: Edition, after: Edition, limit: int, *, as_json: bool) -> None:
    found = compare_editions(before, after)
    responses = found.responses
    if as_json:
        by_id = {} if responses is None else {"reponses": _plain_responses(responses)}
        data = {"avant": before.key, "apres": after.key, **plain_editions(found), **by_id}
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    stdout().print(f"Édition {before.key} → {after.key}", style="bold", markup=False)
    show_editions(stdout(), found, before.key, after.key, limit)
    if responses is not None:
        _show_responses(responses, {}, limit)


def _compare_extracts(before: Side, after: Side) -> ResponseDiff:
    assert before.extract is not None and after.extract is not None
    lost = {c for side in (before.extract, after.extract) for c in lost_columns(side)}
    if lost:
        stderr().print(
            f"Non comparé, car l’un des exports ne le contient pas : {', '.join(sorted(lost))}", markup=False
        )
    frames = [
        responses_of(side).drop(columns=list(lost), errors="ignore")
        for side in (before.extract, after.extract)
    ]
    return compare_responses(*frames)


def _compare_lakes(before: Side, after: Side, edition: str | None) -> dict[str, RunDiff]:
    assert before.lake is not None and after.lake is not None
    editions = common_editions(before.lake, after.lake)
    if edition is not None:
        if edition not in editions:
            raise InputError(
                fichier=f"{before.name}, {after.name}",
                lieu="",
                constat=f"pas de chiffres de l’édition {edition}",
                attendu=f"une édition parmi : {', '.join(editions) or 'aucune'}",
                remede="corrigez --edition, ou calculez cette édition avec « barometre run »",
            )
        editions = [edition]
    return {key: compare_lakes(before.lake, after.lake, key) for key in editions}


def _plain(result: ResponseDiff | dict[str, RunDiff]) -> dict[str, Any]:
    if isinstance(result, ResponseDiff):
        return {"identiques": result.same, "reponses": _plain_responses(result)}
    return {
        "identiques": all(r.same for r in result.values()),
        "editions": {
            key: {
                "reponses": _plain_responses(run.responses),
                "motifs": {str(i): reason for i, reason in run.reasons.items()},
                "chiffres": json.loads(run.figures.to_json(orient="records")),
                "tables": run.tables,
            }
            for key, run in result.items()
        },
    }


def _plain_responses(found: ResponseDiff) -> dict[str, Any]:
    return {
        "ajoutees": list(found.added),
        "retirees": list(found.removed),
        "modifiees": {str(i): list(columns) for i, columns in found.changed.items()},
        "colonnes_ajoutees": list(found.columns_added),
        "colonnes_retirees": list(found.columns_removed),
        "inchangees": found.unchanged,
    }


def _show(result: ResponseDiff | dict[str, RunDiff], title: str, limit: int) -> None:
    console = stdout()
    console.print(title, style="bold", markup=False)
    if isinstance(result, ResponseDiff):
        _show_responses(result, {}, limit)
        return
    for key, run in result.items():
        console.print(f"\nÉdition {key}", style="bold")
        if run.same:
            console.print("Rien n’a changé : mêmes réponses, mêmes chiffres, mêmes tables.")
            continue
        _show_responses(run.responses, run.reasons, limit)
        _show_figures(run.figures, limit)
        if run.tables:
            console.print("Tables : " + ", ".join(f"{t} ({state})" for t, state in run.tables.items()))


def _show_responses(found: ResponseDiff, reasons: dict[int, str], limit: int) -> None:
    console = stdout()
    console.print(
        f"Réponses : {_count(found.added)} ajoutées, {_count(found.removed)} retirées, "
        f"{_count(found.changed)} "
        f"modifiées, {number(found.unchanged)} inchangées."
    )
    for label, columns in (("ajoutées", found.columns_added), ("retirées", found.columns_removed)):
        if columns:
            console.print(f"Colonnes {label} : {_cut(list(columns), limit)}", markup=False)
    rows = [(i, "ajoutée", reasons.get(i, "")) for i in found.added]
    rows += [(i, "retirée", reasons.get(i, "")) for i in found.removed]
    rows += [(i, "modifiée", _cut(list(columns), 8)) for i, columns in found.changed.items()]
    if not rows:
        return
    table = Table(Column("Réponse", justify="right"), "État", "Colonnes ou motif")
    for i, state, detail in sorted(rows)[:limit]:
        table.add_row(str(i), state, detail.replace("[", r"\["))
    console.print(table)
    _more(len(rows), limit)


def _show_figures(figures: pd.DataFrame, limit: int) -> None:
    console = stdout()
    if figures.empty:
        console.print("Chiffres : aucun n’a changé.")
        return
    console.print(
        f"Chiffres : {number(len(figures))} lignes de gold/tris ont changé, dont "
        f"{number(count_visible(figures))} dont le "
        "pourcentage arrondi change. Les plus grands écarts d’abord :"
    )
    keys = [k for k in FIGURE_KEYS if k != "edition"]
    table = Table(
        *(k.replace("_", "-") for k in keys),
        "état",
        *(Column(name, justify="right") for name in ("n", "effectif", "part", "part pondérée")),
    )
    for row in largest_first(figures).head(limit).to_dict("records"):
        counts = [_move(row, name, _integer) for name in ("n", "effectif")]
        shares = [_move(row, name, _share) for name in ("part", "part_ponderee")]
        cells = [str(row[k]).replace("[", r"\[") for k in (*keys, "etat")]
        table.add_row(*cells, *counts, *shares)
    console.print(table)
    _more(len(figures), limit)


def _move(row: dict[Any, Any], name: str, shown: Any) -> str:
    before, after = (shown(row.get(f"{name}_{side}")) for side in ("avant", "apres"))
    return before if before == after else f"{before} → {after}"


def _integer(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else number(int(value))


def _share(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else percent(value, 2)


def _count(items: Any) -> str:
    return number(len(items))


def _cut(names: list[str], limit: int) -> str:
    more = f" … et {len(names) - limit} autres" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def _more(total: int, limit: int) -> None:
    if total > limit:
        stdout().print(f"… et {number(total - limit)} autres lignes (--limite, --json).")
