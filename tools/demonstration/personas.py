"""Invented respondents: names, posts, addresses in example.org, phone numbers kept for fiction."""

import random
from dataclasses import dataclass

_FIRST = (
    "Camille",
    "Dominique",
    "Claude",
    "Sacha",
    "Maël",
    "Élise",
    "Noémie",
    "Tanguy",
    "Yaëlle",
    "Gaëtan",
    "Ondine",
    "Bastien",
    "Solène",
    "Corentin",
    "Inès",
    "Aurélien",
    "Maud",
    "Thibault",
    "Clémence",
    "Romain",
    "Apolline",
    "Ludovic",
    "Marjolaine",
    "Joris",
    "Héloïse",
    "Florent",
    "Capucine",
    "Quentin",
)
_LAST = (
    "Marchevert",
    "Boisclairval",
    "Fontenoire",
    "Rivelongue",
    "Hautefontaine",
    "Clairbosquet",
    "Ventremer",
    "Sautepierre",
    "Chantelame",
    "Brisepaille",
    "Valombre",
    "Pierrefeuille",
    "Grandlierre",
    "Noirétang",
    "Bellemousse",
    "Courtepaille",
    "Tournebise",
    "Passelande",
    "Longuesève",
    "Claquemur",
    "Verdaumont",
    "Trottemenu",
    "Rochebrume",
    "Sombreval",
)
_POSTS = (
    "responsable informatique",
    "secrétaire général·e",
    "chargé·e de mission numérique",
    "directeur·rice général·e des services",
    "administrateur·rice des données",
    "responsable SIG",
    "adjoint·e au numérique",
)
REMARKS = (
    "Merci pour cette enquête.",
    "Questionnaire un peu long…",
    "Nous débutons : peu de moyens, mais beaucoup d’envie.",
    "À mutualiser avec l’intercommunalité.\nRien d’autre à signaler.",
    "RAS",
)


@dataclass(frozen=True)
class Persona:
    """A person who does not exist."""

    first: str
    last: str
    post: str
    email: str
    phone: str


def invent_persona(rng: random.Random) -> Persona:
    """Invent one respondent."""
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    local = f"{first}.{last}".lower().translate(str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu"))
    phone = f"01 99 00 {rng.randrange(100):02d} {rng.randrange(100):02d}"
    return Persona(first, last, rng.choice(_POSTS), f"{local}@example.org", phone)
