"""Whatever a run executes has a name that an analyst reads: French words, accents included."""

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.tables.operations import CHECKS, operation_in_words

THEMES = load_catalogue().theme_words


def operations() -> set[str]:
    jobs = build("absent", "lac").resolve_all_job_defs()
    return {str(node.name) for job in jobs for node in job.nodes}


def test_every_operation_of_every_job_has_a_name_in_words() -> None:
    named = {op: operation_in_words(op, THEMES) for op in operations()}
    assert len(named) > 50
    assert not [
        op
        for op, words in named.items()
        if "_" in words or f"«\u00a0{op}\u00a0»" == words or not words[:1].isupper()
    ]


def test_every_check_is_named_and_no_other() -> None:
    repository = build("absent", "lac").get_repository_def()
    assert {key.name for key in repository.asset_graph.asset_check_keys} == set(CHECKS)


def test_a_theme_is_named_as_its_declaration_names_it() -> None:
    words = operation_in_words("indicateurs_francais_donnees", THEMES)
    assert words == "Indicateurs, thème «\u00a0Opinion des Français sur les données\u00a0»"
    added = operation_in_words("indicateurs_sobriete", {"sobriete": "Sobriété numérique"})
    assert added == "Indicateurs, thème «\u00a0Sobriété numérique\u00a0»"
