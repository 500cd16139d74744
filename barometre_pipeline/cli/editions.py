"""``barometre editions``: which editions there are and where each stands."""

from typing import Annotated

import typer
from rich.table import Table

from barometre_pipeline.cli.common import LakeOption, RawOption, chosen_editions, french_errors, stdout
from barometre_pipeline.cli.reading import reader
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness
from barometre_pipeline.provenance.standing import Standing, standing_of, standing_together
from barometre_pipeline.vocabulary import ENSEMBLE, PREUVES
from barometre_pipeline.writer import held_by


@reader
def editions(
    raw: RawOption,
    lake: LakeOption,
    inscrire: Annotated[
        bool, typer.Option("--inscrire", help="Inscrit aussi les éditions comme partitions dans Dagster.")
    ] = False,
) -> None:
    """Liste les éditions trouvées, leur YAML, l’état de leur calcul et ce qui a changé depuis."""
    with french_errors():
        found = chosen_editions(raw, None)
        fresh = Freshness(Lake.at(lake), found)
        home = dagster_home(lake)
        states = {key: standing_of(fresh, key, home) for key in (*found, *fresh.gone)}
        together = standing_together(fresh, home)
        if held_by(lake, home):
            states, together = {k: s.while_written() for k, s in states.items()}, together.while_written()
    table = Table("Édition", "Titre", "Données", "YAML", "Lac")
    for key, edition in found.items():
        origin = PREUVES[edition.config.source_donnees]
        table.add_row(key, edition.config.titre, origin, edition.config_file, states[key].words)
    for key in fresh.gone:
        table.add_row(key, "–", "–", "aucun dossier", states[key].words)
    table.add_row(ENSEMBLE, "Ce qui réunit les éditions", "", "", together.words)
    stdout().print(table)
    for key, standing in {**states, ENSEMBLE: together}.items():
        _explain(key, standing)
    if inscrire:
        from barometre_pipeline.dagster.instance import open_instance
        from barometre_pipeline.dagster.partitions import register

        with open_instance(dagster_home(lake)) as instance:
            register(instance, found)


def _explain(key: str, standing: Standing) -> None:
    if standing.reason:
        stdout().print(f"{key} : {standing.told}", markup=False, soft_wrap=True)
