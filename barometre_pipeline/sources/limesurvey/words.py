"""The software's own words in the languages that it is used in: headings of exports, fixed answers, « autre ».

Words of the questionnaire come from its structure; a language that is not here falls back on places and codes. The
words are those of LimeSurvey's translation files (``locale/<language>/<language>.mo``) of 6.4 and of 2.05, where they
differ in that order; what only comes after them is how an edition of another time or a country's variant writes it.
"""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Final

# Headings of system columns, the current word first, then those of older versions.
SYSTEM: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "id": {
        "fr": ("ID de la réponse",), "en": ("Response ID",), "de": ("Antwort ID", "Antwort-ID"),
        "es": ("ID de respuesta", "ID de la respuesta"), "it": ("ID risposta", "ID della risposta"),
    },
    "submitdate": {
        "fr": ("Date de soumission", "Complété"), "en": ("Date submitted", "Completed"),
        "de": ("Datum Abgeschickt", "Abgeschlossen"), "es": ("Fecha de envío", "Completado", "Fecha enviada"),
        "it": ("Data invio", "Completato", "Data di invio"),
    },
    "lastpage": {
        "fr": ("Dernière page", "Dernière page vue"), "en": ("Last page", "Last page seen"),
        "de": ("Letzte Seite", "Letzte aufgerufene Seite"), "es": ("Última página", "Última página vista"),
        "it": ("Ultima pagina", "Ultima pagina vista"),
    },
    "startlanguage": {
        "fr": ("Langue de départ",), "en": ("Start language",), "de": ("Start-Sprache", "Startsprache"),
        "es": ("Lenguaje inicial", "Idioma inicial"), "it": ("Lingua iniziale",),
    },
    "seed": {
        "fr": ("Tête de série",), "en": ("Seed",), "de": ("Zufallsstartwert", "Zufallsgeneratorstartwert"),
        "es": ("Semilla",), "it": ("Seme",),
    },
    "token": {
        "fr": ("Code d'accès", "Code", "Jeton", "Invitation"), "en": ("Access code", "Token", "Code"),
        "de": ("Zugangscode", "Schlüsselwort", "Zugangsschlüssel", "Teilnehmerschlüssel"),
        "es": ("Código de acceso", "Contraseña", "Token"),
        "it": ("Codice d'accesso", "Identificativo", "Codice di accesso", "Codice identificativo", "Token"),
    },
    "startdate": {
        "fr": ("Date de lancement",), "en": ("Date started",), "de": ("Datum gestartet",),
        "es": ("Fecha de inicio",), "it": ("Data di inizio", "Data inizio"),
    },
    "datestamp": {
        "fr": ("Date de la dernière action",), "en": ("Date last action",), "de": ("Datum letzte Aktivität",),
        "es": ("Fecha de la última acción", "Fecha última acción"),
        "it": ("Data dell'ultima azione", "Data ultima azione"),
    },
    "ipaddr": {
        "fr": ("Adresse IP",), "en": ("IP address",), "de": ("IP-Adresse",), "es": ("Dirección IP",),
        "it": ("Indirizzo IP",),
    },
    "refurl": {
        "fr": ("URL référente",), "en": ("Referrer URL",), "de": ("Weiterleitungs-URL", "Referrer-URL"),
        "es": ("URL de referencia", "URL de origen"),
        "it": ("URL di riferimento", "URL di provenienza", "URL referente"),
    },
    "quota_exit": {"fr": ("Quota de sortie",), "en": ("Quota exit",)},
}  # fmt: skip
PARTICIPANT: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "firstname": {
        "fr": ("Prénom",), "en": ("First name",), "de": ("Vorname",), "es": ("Nombre/s", "Nombre"), "it": ("Nome",),
    },
    "lastname": {
        "fr": ("Nom",), "en": ("Last name",), "de": ("Nachname",), "es": ("Apellido/s", "Apellidos", "Apellido"),
        "it": ("Cognome",),
    },
    "email": {
        "fr": ("Adresse de courriel",), "en": ("Email address",), "de": ("E-Mail-Adresse", "E-Mail"),
        "es": ("Correo electrónico", "Dirección de correo electrónico"), "it": ("Indirizzo e-mail", "Indirizzo email"),
    },
}  # fmt: skip
# What a heading writes in brackets, and before times.
PARTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "fr": {
        "@other": ("Autre",), "@comment": ("Commentaire",), "@othercomment": ("Commentaire pour autre",),
        "@rank": ("Classement", "Rang"), "@scale": ("Échelle",), "total": ("Temps total :",),
        "group": ("Durée pour le groupe : ",), "question": ("Durée pour la question: ",),
    },
    "en": {
        "@other": ("Other",), "@comment": ("Comment",), "@othercomment": ("Other comment",), "@rank": ("Rank",),
        "@scale": ("Scale",), "total": ("Total time",), "group": ("Group time: ",), "question": ("Question time: ",),
    },
    "de": {
        "@other": ("Sonstiges",), "@comment": ("Kommentar",), "@othercomment": ("Anderer Kommentar",),
        "@rank": ("Rank", "Rang"), "@scale": ("Skala",), "total": ("Gesamtzeit",), "group": ("Gruppenzeit: ",),
        "question": ("Fragenzeit: ",),
    },
    "es": {
        "@other": ("Otro",), "@comment": ("Comentario",), "@othercomment": ("Comentario de la opción Otro",),
        "@rank": ("Ranking", "Clasificación"), "@scale": ("Eje", "Escala"), "total": ("Tiempo total",),
        "group": ("Temporización del grupo: ",), "question": ("Temporización de la pregunta: ",),
    },
    "it": {
        "@other": ("Altro",), "@comment": ("Commento",), "@othercomment": ("Altro commento",),
        "@rank": ("Classifica",), "@scale": ("Scala",), "total": ("Tempo totale",),
        "group": ("Tempo per il gruppo di domande: ",), "question": ("Tempo per la domanda: ",),
    },
}  # fmt: skip
# Texts of the answers that a type has by itself.
ANSWERS: Final[Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]] = {
    "fr": {
        "Y": {"Y": ("Oui",), "N": ("Non",)}, "G": {"F": ("Féminin",), "M": ("Masculin",)},
        "C": {"Y": ("Oui",), "U": ("Incertain",), "N": ("Non",)},
        "E": {"I": ("Augmenter",), "S": ("Sans changement",), "D": ("Diminuer",)},
    },
    "en": {
        "Y": {"Y": ("Yes",), "N": ("No",)}, "G": {"F": ("Female",), "M": ("Male",)},
        "C": {"Y": ("Yes",), "U": ("Uncertain",), "N": ("No",)},
        "E": {"I": ("Increase",), "S": ("Same",), "D": ("Decrease",)},
    },
    "de": {
        "Y": {"Y": ("Ja",), "N": ("Nein",)},
        "G": {"F": ("weiblich", "Weiblich"), "M": ("männlich", "Männlich")},
        "C": {"Y": ("Ja",), "U": ("Unsicher",), "N": ("Nein",)},
        "E": {"I": ("Zunahme",), "S": ("Unverändert", "Gleich"), "D": ("Abnahme",)},
    },
    "es": {
        "Y": {"Y": ("Sí",), "N": ("No",)}, "G": {"F": ("Femenino",), "M": ("Masculino",)},
        "C": {"Y": ("Sí",), "U": ("Dudoso",), "N": ("No",)},
        "E": {"I": ("Aumento", "Aumentar"), "S": ("Mismo", "Igual"), "D": ("Disminución", "Disminuir")},
    },
    "it": {
        "Y": {"Y": ("Sì",), "N": ("No",)}, "G": {"F": ("Femmina",), "M": ("Maschio",)},
        "C": {"Y": ("Sì",), "U": ("Non so", "Incerto"), "N": ("No",)},
        "E": {"I": ("Aumenta", "Aumentare"), "S": ("Uguale",), "D": ("Diminuisce", "Diminuire")},
    },
}  # fmt: skip


def spoken(language: str) -> str:
    """Return the language whose words are known: that of a variant (``de-informal``), English for the others."""
    base = language.split("-", maxsplit=1)[0].lower()
    return base if base in PARTS else "en"


def parts_of_headings(language: str) -> list[Mapping[str, str]]:
    """Return what headings write in brackets and before times, by version of the software, the current one first."""
    by_part = PARTS[spoken(language)]
    return [
        {part: own or words[0] for (part, words), own in zip(by_part.items(), version, strict=True)}
        for version in zip_longest(*by_part.values())
    ]
