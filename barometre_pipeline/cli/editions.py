"""``barometre editions``: which editions there are and where each stands."""

from typing import Annotated

import typer
from rich.table import Table

from barometre_pipeline.cli.common import LakeOption, RawOption, chosen_editions, french_errors, stdout
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import is_fresh
from barometre_pipeline.vocabulary import PREUVES

_COMPUTED = ("gold/contexte", "silver/agregats", "silver/sondes")


def editions(
    raw: RawOption,
    lake: LakeOption,
    inscrire: Annotated[
        bool, typer.Option("--inscrire", help="Inscrit aussi les éditions comme partitions dans Dagster.")
    ] = False,
) -> None:
    """Liste les éditions trouvées, leur YAML et l’état de leur calcul."""
    with french_errors():
        found = chosen_editions(raw, None)
    store = Lake.at(lake)
    table = Table("Édition", "Titre", "Données", "YAML", "Lac")
    for key, edition in found.items():
        state = "à calculer"
        # An edition may have no survey: published tables, or a poll.
        if any(store.exists(name, key) for name in _COMPUTED):
            state = "à jour" if is_fresh(store, edition, with_gx=False) else "à recalculer"
        origin = PREUVES[edition.config.source_donnees]
        table.add_row(key, edition.config.titre, origin, edition.config_file, state)
    stdout().print(table)
    if inscrire:
        from barometre_pipeline.dagster.instance import open_instance
        from barometre_pipeline.dagster.partitions import register
        from barometre_pipeline.folders import dagster_home

        with open_instance(dagster_home(lake)) as instance:
            register(instance, found.values())
