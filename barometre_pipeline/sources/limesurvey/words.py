"""The software's own words in the languages that it is used in: headings of exports, fixed answers, « autre ».

Words of the questionnaire come from its structure; a language that is not here falls back on places and codes.
"""

from collections.abc import Mapping
from typing import Final

# Headings of system columns, the current word first, then those of older versions.
SYSTEM: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "id": {
        "fr": ("ID de la réponse",), "en": ("Response ID",), "de": ("Antwort ID", "Antwort-ID"),
        "es": ("ID de respuesta", "ID de la respuesta"), "it": ("ID risposta", "ID della risposta"),
    },
    "submitdate": {
        "fr": ("Date de soumission",), "en": ("Date submitted", "Completed"),
        "de": ("Datum Abgeschickt", "Abgeschlossen"), "es": ("Fecha de envío", "Fecha enviada", "Completado"),
        "it": ("Data di invio", "Data invio", "Completato"),
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
        "fr": ("Tête de série",), "en": ("Seed",), "de": ("Zufallsgeneratorstartwert", "Zufallsstartwert"),
        "es": ("Semilla",), "it": ("Seme",),
    },
    "token": {
        "fr": ("Code d'accès", "Jeton", "Invitation"), "en": ("Access code", "Token", "Code"),
        "de": ("Zugangscode", "Zugangsschlüssel", "Teilnehmerschlüssel"),
        "es": ("Código de acceso", "Contraseña", "Token"),
        "it": ("Codice di accesso", "Codice identificativo", "Token"),
    },
    "startdate": {
        "fr": ("Date de lancement",), "en": ("Date started",), "de": ("Datum gestartet",),
        "es": ("Fecha de inicio",), "it": ("Data di inizio", "Data inizio"),
    },
    "datestamp": {
        "fr": ("Date de la dernière action",), "en": ("Date last action",), "de": ("Datum letzte Aktivität",),
        "es": ("Fecha de la última acción", "Fecha última acción"),
        "it": ("Data ultima azione", "Data dell'ultima azione"),
    },
    "ipaddr": {
        "fr": ("Adresse IP",), "en": ("IP address",), "de": ("IP-Adresse",), "es": ("Dirección IP",),
        "it": ("Indirizzo IP",),
    },
    "refurl": {
        "fr": ("URL référente",), "en": ("Referrer URL",), "de": ("Weiterleitungs-URL", "Referrer-URL"),
        "es": ("URL de referencia", "URL de origen"), "it": ("URL di provenienza", "URL referente"),
    },
    "quota_exit": {"fr": ("Quota de sortie",), "en": ("Quota exit",)},
}  # fmt: skip
PARTICIPANT: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "firstname": {
        "fr": ("Prénom",), "en": ("First name",), "de": ("Vorname",), "es": ("Nombre",), "it": ("Nome",),
    },
    "lastname": {
        "fr": ("Nom",), "en": ("Last name",), "de": ("Nachname",), "es": ("Apellidos", "Apellido"), "it": ("Cognome",),
    },
    "email": {
        "fr": ("Adresse de courriel",), "en": ("Email address",), "de": ("E-Mail-Adresse", "E-Mail"),
        "es": ("Dirección de correo electrónico", "Correo electrónico"), "it": ("Indirizzo email", "Indirizzo e-mail"),
    },
}  # fmt: skip
# What a heading writes in brackets, and before times.
PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "@other": "Autre", "@comment": "Commentaire", "@othercomment": "Commentaire pour autre",
        "@rank": "Classement", "@scale": "Échelle", "total": "Temps total :", "group": "Durée pour le groupe : ",
        "question": "Durée pour la question: ",
    },
    "en": {
        "@other": "Other", "@comment": "Comment", "@othercomment": "Other comment", "@rank": "Rank", "@scale": "Scale",
        "total": "Total time", "group": "Group time: ", "question": "Question time: ",
    },
    "de": {
        "@other": "Sonstiges", "@comment": "Kommentar", "@othercomment": "Anderer Kommentar", "@rank": "Rang",
        "@scale": "Skala", "total": "Gesamtzeit", "group": "Gruppenzeit: ", "question": "Fragenzeit: ",
    },
    "es": {
        "@other": "Otro", "@comment": "Comentario", "@othercomment": "Otro comentario", "@rank": "Rango",
        "@scale": "Escala", "total": "Tiempo total", "group": "Tiempo del grupo: ",
        "question": "Tiempo de la pregunta: ",
    },
    "it": {
        "@other": "Altro", "@comment": "Commento", "@othercomment": "Altro commento", "@rank": "Classifica",
        "@scale": "Scala", "total": "Tempo totale", "group": "Tempo gruppo: ", "question": "Tempo domanda: ",
    },
}  # fmt: skip
# Texts of the answers that a type has by itself.
ANSWERS: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "fr": {
        "Y": {"Y": "Oui", "N": "Non"}, "G": {"F": "Féminin", "M": "Masculin"},
        "C": {"Y": "Oui", "U": "Incertain", "N": "Non"},
        "E": {"I": "Augmenter", "S": "Sans changement", "D": "Diminuer"},
    },
    "en": {
        "Y": {"Y": "Yes", "N": "No"}, "G": {"F": "Female", "M": "Male"},
        "C": {"Y": "Yes", "U": "Uncertain", "N": "No"}, "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
    },
    "de": {
        "Y": {"Y": "Ja", "N": "Nein"}, "G": {"F": "Weiblich", "M": "Männlich"},
        "C": {"Y": "Ja", "U": "Unsicher", "N": "Nein"}, "E": {"I": "Zunahme", "S": "Gleich", "D": "Abnahme"},
    },
    "es": {
        "Y": {"Y": "Sí", "N": "No"}, "G": {"F": "Femenino", "M": "Masculino"},
        "C": {"Y": "Sí", "U": "Dudoso", "N": "No"}, "E": {"I": "Aumentar", "S": "Igual", "D": "Disminuir"},
    },
    "it": {
        "Y": {"Y": "Sì", "N": "No"}, "G": {"F": "Femmina", "M": "Maschio"},
        "C": {"Y": "Sì", "U": "Incerto", "N": "No"}, "E": {"I": "Aumenta", "S": "Uguale", "D": "Diminuisce"},
    },
}  # fmt: skip


def spoken(language: str) -> str:
    """Return the language whose words are known: that of a variant (``de-informal``), English for the others."""
    base = language.split("-", maxsplit=1)[0].lower()
    return base if base in PARTS else "en"
