"""Which Dagster run wrote a table, read from the lake's instance; nothing is created by asking."""

from barometre_pipeline.dagster.instance import dagster_home


def last_run(lake: str, edition: str | None, table: str = "gold/tris") -> dict[str, str]:
    """Return ``run_id`` and a French ``note``; the id is empty where no instance knows the table.

    ``edition`` is None for a table common to all editions.
    """
    home = dagster_home(lake)
    if not (home / "dagster.yaml").exists() or not any(home.glob("history*")):
        return {"run_id": "", "note": "inconnue : l’historique Dagster de ce lac n’est pas sur cette machine"}
    import dagster as dg

    with dg.DagsterInstance.from_config(str(home)) as instance:
        records = instance.fetch_materializations(
            dg.AssetRecordsFilter(
                asset_key=dg.AssetKey(table.split("/")), asset_partitions=[edition] if edition else None
            ),
            limit=1,
        ).records
    if not records:
        return {"run_id": "", "note": "inconnue de l’historique Dagster de ce lac"}
    record = records[0]
    return {"run_id": record.run_id, "note": ""}
