"""The sheet that says how to read the tables: method, letters, what is not there; French sentences only."""

from collections.abc import Collection

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.french.spaces import NBSP, unbroken
from barometre_pipeline.publication.workbook.model import LOW_BASE
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.statistics.letters import LEVEL
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES


def where_from(sources: Collection[str]) -> str:
    """Say that not all is real responses, "" where it is.

    Args:
        sources: keys of ``vocabulary.SOURCES_DONNEES`` of the rows shown.
    """
    return f"{NBSP}; ".join(SOURCES_DONNEES[s] for s in SOURCES_DONNEES if s in sources and s != "reelles")


def reading_notes() -> tuple[tuple[str, str], ...]:
    """Return what a reader must know, each with its heading."""
    notes = (
        (
            "Collectivités",
            "La part publiée est la part non redressée des structures qui ont répondu : l’échantillon est "
            "volontaire. La part redressée (post-stratification par type et taille) est écrite dessous, arrondie à "
            f"l’entier, là où son effectif efficace atteint {BASE_MINIMALE} et où elle peut être publiée.",
        ),
        (
            "Français",
            "Sondage par quotas : la part est redressée par les poids de l’institut. Les effectifs et les bases sont "
            "non pondérés.",
        ),
        (
            "Base",
            "Qui est au dénominateur, en nombre de réponses non pondérées ; les réponses vides y sont ou non selon "
            "la règle de l’édition, la même que dans les documents publiés. Quand elle change d’une réponse à "
            "l’autre, elle est écrite sous chacune.",
        ),
        (
            f"Astérisque ({LOW_BASE})",
            f"Base de moins de {BASE_MINIMALE} réponses : la part est indicative, ne se commente pas seule et n’est "
            "pas comparée.",
        ),
        (
            "Lettres",
            "Chaque colonne d’un groupe (type, taille, région, sexe, âge…) porte une lettre. « Supérieur à : B D » "
            "dit que la part est significativement plus élevée que celles des colonnes B et D du même groupe.",
        ),
        (
            "Test",
            "Écart de deux proportions indépendantes (test z bilatéral), chaque part avec sa variance : effectif "
            "efficace de Kish pour les Français ; pour les collectivités, effectif de la base et correction de "
            "population finie (1 − n/N) là où le nombre de structures qui existent est connu. Un succès et un échec "
            "sont ajoutés à chaque colonne, pour qu’une réponse unanime ne passe pas pour certaine. Les paires d’un "
            f"même groupe sont corrigées ensemble (Holm), au seuil de {percent(LEVEL)}.",
        ),
        (
            "Limite",
            "Pour les collectivités, le test dit ce que le hasard seul pourrait donner parmi celles qui ont choisi "
            "de répondre ; il ne dit rien de celles qui n’ont pas répondu.",
        ),
        (
            "Cases vides",
            f"Ce qui désignerait moins de {SMALLEST_CELL} structures ou personnes n’est pas publié, ni ce qui "
            "permettrait de le retrouver par soustraction : la colonne ou la réponse est alors vide, et une ligne "
            "sous le tableau dit laquelle.",
        ),
    )
    return tuple((heading, unbroken(text)) for heading, text in notes)
