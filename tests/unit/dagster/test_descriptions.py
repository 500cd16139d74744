"""Whatever the Dagster UI lists has a description, which may have the accents that names may not."""

from barometre_pipeline.dagster.assembly import build


def test_every_asset_check_job_sensor_and_schedule_is_described() -> None:
    repository = build("absent", "lac").get_repository_def()
    graph = repository.asset_graph
    described = {
        **{str(k): graph.get(k).description for k in graph.get_all_asset_keys()},
        **{str(k): graph.get_check_spec(k).description for k in graph.asset_check_keys},
        **{j.name: j.description for j in repository.get_all_jobs() if not j.name.startswith("__")},
        **{i.name: i.description for i in (*repository.sensor_defs, *repository.schedule_defs)},
    }
    assert len(described) > 100
    assert not [
        name for name, words in described.items() if not (words and " " in words and words[0].isupper())
    ]
