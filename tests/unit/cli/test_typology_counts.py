"""More responses of a strate than structures that exist: the analyst is told where to look, and in which typology."""

from pathlib import Path

from support import barometre
from tiny_edition import EDITION, STRATES, YAML, write_edition


def test_a_typology_with_more_responses_than_structures_says_so_in_french(tmp_path: Path) -> None:
    assert list(STRATES.values()).count("epci") == 2
    head, population = YAML.replace("structures: {", "structures: {annee_referentiel: 2023, ").split(
        "  population:"
    )
    one = population.replace("epci: 1233", "epci: 1")
    write_edition(tmp_path, yaml=f"{head}  population:{one}")
    result = barometre("typologie", "--edition", EDITION, "--raw", tmp_path)
    said = result.stderr.replace("\u00a0", " ")
    assert result.exit_code == 1
    assert f"{EDITION}/edition.yaml, clé « redressement.population », typologie donnée à la main" in said
    assert "plus de réponses que de structures existantes dans : epci" in said
    assert "À faire : corrigez ces effectifs" in said
