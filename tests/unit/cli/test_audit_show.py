"""What an analyst reads on screen: a whole card, then a printed figure, line by line."""

import dataclasses
import io
from collections.abc import Callable
from typing import Any

from rich.console import Console

from barometre_pipeline.audit.card import Card, Check, Section, Subject, Verification, step
from barometre_pipeline.cli.audit_show import show_card, show_printed

NBSP = "\u00a0"
CARD = Card(
    trace_id="t1",
    table="gold/tris",
    partition="2031",
    headline=(f"50{NBSP}%", "n = 2 sur 4 (EPCI, édition 2031)"),
    notices=("Données inventées",),
    sections=(Section("La base", (("Définition", "Toutes"), ("Effectif", "4 structures"))),),
    n=2,
    base=4,
    filters=(step("Réponses de l’extrait", 12, 12), step("Réponses vides", 12, 4)),
    printed_rows=(),
    files=({"role": "reponses", "fichier": "r.csv", "sha256": "a1b2", "octets": 5},),
    extract="r.csv",
    records=(3, 9),
    versions={"paquet": "1.2", "code": "c0", "configuration": "e.yaml", "configuration_sha256": "d3"},
    query="SELECT 1",
    details={"chiffre": {"edition": "2031"}},
    headings=True,
    subject=Subject("2031", "silver/reponses", "tri", {}, 2, 4, "SELECT 1"),
    run={"run_id": "r7"},
)
SHOWN = f"""\
╭─ Fiche d’audit t1 ──────────────────────╮
│ 50{NBSP}%   n = 2 sur 4 (EPCI, édition 2031) │
╰─────────────────────────────────────────╯
Données inventées

La base
Définition  Toutes
Effectif    4 structures

Les filtres
Étape                  Écartées  Restantes
Réponses de l’extrait         0         12
Réponses vides                8          4

Les fichiers
  reponses         r.csv
                   SHA-256 a1b2
  Enregistrements de r.csv (en-tête compris) : 3, 9

Versions
Code       barometre-pipeline 1.2, empreinte c0
YAML       e.yaml, SHA-256 d3…
Exécution  r7

Requête DuckDB (à lancer depuis le dossier du lac)
SELECT 1
"""


def shown(show: Callable[[Console], None]) -> str:
    output = io.StringIO()
    show(Console(file=output, width=120, color_system=None))
    return "\n".join(line.rstrip(" ") for line in output.getvalue().split("\n"))


def test_a_card_is_read_from_top_to_bottom() -> None:
    assert shown(lambda console: show_card(console, CARD)) == SHOWN


def test_each_thing_verified_has_its_line_what_differs_is_said_before_the_count() -> None:
    same, other = Check("n", "2", "2", True, "tu"), Check("part", "0,5", "0,4", False, "relancez [tout]")
    whole = f"""{SHOWN}
La vérification
Second chemin : le CSV lui-même
Vérifié  Conservé  Retrouvé  Verdict
n        2         2         identique
"""
    card = dataclasses.replace(CARD, verification=Verification(2, 5, "le CSV lui-même", (same,)))
    assert shown(lambda console: show_card(console, card)) == f"{whole}Recompté : n = 2 sur 5\n"
    card = dataclasses.replace(CARD, verification=Verification(2, 5, "le CSV lui-même", (same, other)))
    said = shown(lambda console: show_card(console, card))
    assert "part     0,5       0,4       DIFFÉRENT\npart : relancez [tout]\n" in said
    assert said.endswith("Recompté : n = 2 sur 5\n")


def test_rows_of_published_tables_are_quoted_as_printed_and_nothing_is_said_of_records() -> None:
    row = {
        "question": "T1", "modalite": "1", "libelle": "Oui", "groupe": "epci", "effectif": 4, "taille_groupe": 10,
        "pourcentage_imprime": 40, "correction": "",
    }  # fmt: skip
    rows = (row, row | {"modalite": "2", "libelle": "", "correction": "[50] corrigé"})
    said = shown(lambda c: show_card(c, dataclasses.replace(CARD, printed_rows=rows, extract="")))
    assert (
        f"""
Les lignes des tableaux publiés
Question  Réponse  Groupe  Effectif  Taille  Imprimé  Correction
T1        1 — Oui  epci           4      10     40{NBSP}%
T1        2        epci           4      10     40{NBSP}%  [50] corrigé
"""
        in said
    )
    assert "Enregistrements" not in said


def test_forty_record_numbers_are_shown_and_the_rest_counted() -> None:
    many = dataclasses.replace(CARD, records=tuple(range(1, 42)))
    listed = " ".join(shown(lambda c: show_card(c, many)).split())
    numbers = ", ".join(map(str, range(1, 41)))
    assert f"r.csv (en-tête compris) : {numbers}… (41 en tout, --json les donne)" in listed
    forty = " ".join(
        shown(lambda c: show_card(c, dataclasses.replace(CARD, records=tuple(range(1, 41))))).split()
    )
    assert f"r.csv (en-tête compris) : {numbers} Versions" in forty
    nobody = dataclasses.replace(CARD, records=(), headings=False)
    assert "r.csv (fichier sans en-tête) : aucun\n" in shown(lambda c: show_card(c, nobody))


def printed(**found: Any) -> dict[str, Any]:
    place = {"chiffre": "autre", "document": "article", "rubrique": "Résumé", "valeur": 17.5}
    return {
        "chiffre_publie": {
            "chiffre": "p1", "imprime": f"+14{NBSP}points", "edition_reference": "2030", "edition": "2031",
            "document": "note", "document_titre": "La note", "rubrique": "Projets", "indicateur": "i",
            "categorie": "c", "population": "p",
        },
        "rapprochement": {
            "statut": "ecart", "statut_libelle": "écart", "raison": "", "explication": "Autre liste.",
            "score": "Démonstration : 3 calés", "valeur_calculee": 13.1234567,
            "valeur_arrondie": 13.0, "ecart": -1.0,
        } | found,
        "contradictions": [
            {
                "regle_libelle": "Deux valeurs", "constat": "L’une ou l’autre.",
                "endroits": [place, place | {"chiffre": ""}],
            }
        ],
    }  # fmt: skip


def test_a_printed_figure_is_set_against_what_is_computed_and_contradicted_before_its_card() -> None:
    said = shown(lambda c: show_printed(c, printed(), [CARD]))
    opening = f"""\
╭─ Chiffre publié p1 ─────────────────────╮
│ +14{NBSP}points (par rapport à 2030)   écart │
╰─────────────────────────────────────────╯

Ce qui est imprimé
Document    note — La note
Rubrique    Projets
Valeur      +14{NBSP}points (par rapport à 2030), édition 2031
Indicateur  i / c / p

Ce qui est calculé
Statut       écart
Calculé      13,123457, arrondi à 13
Écart        −1
Explication  Autre liste.
Score        Démonstration : 3 calés

Contradiction{NBSP}: Deux valeurs
Constat  L’une ou l’autre.
Endroit  autre (article, Résumé){NBSP}: 17,5
Endroit  article (article, Résumé){NBSP}: 17,5
"""
    assert said == f"{opening}\n{SHOWN}"


def test_a_printed_figure_without_a_value_says_where_the_reason_is() -> None:
    said = shown(lambda c: show_printed(c, printed(valeur_calculee=None, raison="Pas demandé."), []))
    assert "Statut       écart\nRaison       Pas demandé.\n" in said
    assert said.endswith(f"\nAucune valeur calculée derrière ce chiffre{NBSP}: la raison est ci-dessus.\n")
    older = dataclasses.replace(CARD, details={"chiffre": {"edition": "2030"}})
    assert f"derrière ce chiffre{NBSP}:" in shown(lambda c: show_printed(c, printed(), [older]))
    assert f"derrière ce chiffre{NBSP}:" not in shown(lambda c: show_printed(c, printed(), [CARD]))
