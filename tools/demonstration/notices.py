"""The French texts beside the synthetic extracts: what they are, and the edition's YAML."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from barometre_pipeline.french.numbers import percent

# National counts used for weighting, by year: those of 2023 as used then, the same order of magnitude since.
_HISTORICAL = (
    "{communes_3500_10000: 2160, communes_10000_100000: 981, communes_plus_100000: 42, epci: 1233, "
    "metropoles: 21, departements: 101, regions: 18}"
)


_SYNTHETIC = (
    "Tout ce dossier est inventé par `barometre demonstration` : réponses, personnes, adresses,",
    "numéros de téléphone. Les noms d’organismes publics sont réels ; ce qu’ils « répondent » ne l’est pas.",
    "Aucun chiffre tiré d’ici ne décrit une collectivité ni une personne. Ne rien modifier à la main :",
    "relancer la commande redonne les mêmes octets.",
)


def notice(edition: str, sizes: pd.DataFrame | None, aims: int, given_up: Mapping[str, float]) -> bytes:
    """Return the LISEZMOI of a folder.

    ``given_up`` has the share in percent that the data show instead of each figure given up.
    """
    lines = [
        f"# Données de démonstration de l’édition {edition} (synthétiques)",
        "",
        *_SYNTHETIC,
        "",
        f"Les réponses sont calées sur {aims} chiffres imprimés, par programmation en nombres entiers.",
    ]
    if sizes is not None:
        lines += ["", "## Échantillon", "", "| groupe | effectif | justification |", "|---|---|---|"]
        lines += [f"| {r.groupe} | {r.effectif} | {r.justification} |" for r in sizes.itertuples(index=False)]
    lines += ["", "## Chiffres abandonnés", ""]
    lines += [
        f"- {key}\u00a0: {percent(obtained / 100, 1)} dans les données" for key, obtained in given_up.items()
    ] or ["Aucun."]
    if given_up:
        lines += ["", "Aucun nombre entier de répondants ne les donne en même temps que les autres."]
    return ("\n".join(lines) + "\n").encode("utf-8")


def edition_yaml(edition: str, frame: Mapping[str, Any]) -> bytes:
    """Return ``edition.yaml`` of a synthetic survey of local authorities."""
    roles = {role: code for code, role in frame["identite"].items()}
    # The method of the real survey as its documents print it; what they do not print is left out.
    method = ", ".join(f'{key}: "{frame[key]}"' for key in ("mode", "sollicitation") if key in frame)
    identity = ", ".join(roles[r] for r in ("first", "last", "post", "email", "phone") if r in roles)
    return f"""# Données de démonstration : réponses inventées, sans lien avec l’enquête de {edition}.
edition: "{edition}"
titre: Baromètre {edition} – données de démonstration (synthétiques)
source_donnees: demonstration
collecte: {{debut: {frame["debut_collecte"]}, fin: {frame["fin_collecte"]}}}
methode: {{{method}}}
limesurvey:
  question_cloture: {frame["question_cloture"]}
  question_nom: {frame["question_nom"]}
  question_siret: {frame["question_siret"]}
  questions_identite: [{identity}]
structures:
  correspondances: correspondances.csv
  annee_referentiel: {edition}
redressement:
  historique_total: 36318
  historique: {_HISTORICAL}
""".encode()
