"""Versions, run and verification as a card tells them, in words and as data."""

import dataclasses

from barometre_pipeline.audit.card import Card, Check, Section, Subject, Verification, step

NBSP = "\u00a0"
CARD = Card(
    trace_id="t1", table="gold/tris", partition="2031", headline=("5", "n"), notices=(), sections=(), n=1, base=2,
    filters=(step("Tri", 5, 3),), printed_rows=({"ligne": 1},), files=({"fichier": "f"},), extract="e.csv",
    records=(4, 7), versions={"paquet": "1.2", "code": "", "configuration": "c.yaml", "configuration_sha256": ""},
    query="SELECT 1", details={"chiffre": 1}, headings=True,
    subject=Subject("2031", "silver/reponses", "part", {}, 1, 2, "SELECT 1"),
)  # fmt: skip
VERIFIED = Verification(
    3, 2, "le CSV", (Check("n", "3", "3", True, "rien"), Check("part", "0,5", "0,4", False, "relancez"))
)


def test_a_verification_is_identical_when_each_thing_is() -> None:
    assert not VERIFIED.identical
    assert dataclasses.replace(VERIFIED, checks=VERIFIED.checks[:1]).identical


def test_a_card_as_data_has_its_details_and_its_evidence() -> None:
    assert CARD.as_data() == {
        "trace_id": "t1",
        "chiffre": 1,
        "filtres": [{"etape": "Tri", "ecartees": 2, "restantes": 3}],
        "tableaux": [{"ligne": 1}],
        "fichiers": [{"fichier": "f"}],
        "extrait": "e.csv",
        "lignes": [4, 7],
        "numerotation": "en-tête compris",
        "versions": CARD.versions,
        "requete": "SELECT 1",
    }


def test_a_card_as_data_has_the_run_and_the_verification_where_somebody_asked() -> None:
    asked = dataclasses.replace(CARD, up_to_date=False, run={"run_id": "r"}, verification=VERIFIED)
    data = asked.as_data()
    assert data["execution"] == {"run_id": "r"}
    assert data["verification"] == {
        "n": 3, "base": 2, "identique": False, "chemin": "le CSV",
        "controles": [
            {"controle": "n", "conserve": "3", "recalcule": "3", "identique": True, "remede": ""},
            {"controle": "part", "conserve": "0,5", "recalcule": "0,4", "identique": False, "remede": "relancez"},
        ],
    }  # fmt: skip
    assert data["versions"] == CARD.versions | {"a_jour": False}


def test_unknown_versions_are_said_to_be_unknown() -> None:
    assert CARD.versions_section() == Section(
        "Versions",
        (("Code", "barometre-pipeline 1.2, empreinte inconnue"), ("YAML", "c.yaml, SHA-256 inconnu")),
    )


def test_versions_give_sixteen_digits_of_each_hash_then_the_run_then_a_warning_on_an_older_lake() -> None:
    digest = "0123456789abcdef0123"
    versions = {
        "paquet": "1.2", "code": "abc", "configuration": "c.yaml", "configuration_sha256": digest,
        "catalogue": [{"fichier": "i.yaml", "sha256": digest}],
    }  # fmt: skip
    card = dataclasses.replace(
        CARD,
        versions=versions,
        run={"run_id": "r1", "note": "(matérialisation reprise)", "vide": ""},
        up_to_date=False,
    )
    assert card.versions_section().rows == (
        ("Code", "barometre-pipeline 1.2, empreinte abc"),
        ("YAML", "c.yaml, SHA-256 0123456789abcdef…"),
        ("Catalogue", "i.yaml, SHA-256 0123456789abcdef…"),
        ("Exécution", "r1 (matérialisation reprise)"),
        (
            "Attention",
            f"le lac a été calculé avec une autre version du code ou des données{NBSP}; la définition montrée est "
            "celle de la version installée. Relancez « barometre run ».",
        ),
    )
    current = dataclasses.replace(card, up_to_date=True).versions_section()
    assert "Attention" not in dict(current.rows)
