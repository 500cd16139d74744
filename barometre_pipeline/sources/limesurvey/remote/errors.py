"""What can go wrong with a LimeSurvey server: one exception per failure the user can act on.

Only types and their French sentences belong here; deciding which one a fault is goes to ``translation``.
No message ever holds a password, a session key or an answer.
"""

from typing import ClassVar

from barometre_pipeline.errors import BarometreError


class RemoteError(BarometreError):
    """Base of all failures while talking to the server.

    Attributes:
        constat: what was observed.
        remede: what the person should do.
        retryable: whether trying again later may help without anybody acting.
    """

    retryable: ClassVar[bool] = False

    def __init__(self, constat: str, remede: str) -> None:
        super().__init__(constat)
        self.constat = constat
        self.remede = remede

    def __str__(self) -> str:
        """Return the message shown to the analyst."""
        return f"Serveur LimeSurvey : {self.constat}\n  À faire : {self.remede}"


class MissingSettingError(RemoteError):
    """The address, the account or the survey number is missing or malformed."""


class BadCredentialsError(RemoteError):
    """User name or password refused; never tried again, the server locks accounts out."""

    def __init__(self) -> None:
        super().__init__(
            "le nom d’utilisateur ou le mot de passe est refusé",
            "vérifiez LIMESURVEY_UTILISATEUR et LIMESURVEY_MOT_DE_PASSE avant de relancer : après trois "
            "échecs, "
            "le serveur bloque les connexions pendant une dizaine de minutes",
        )


class LoginLockedError(RemoteError):
    """The server refuses to look at the password (too many failures, or a rule of its own)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(
            f"la connexion est refusée ; le serveur dit : « {sentence[:300]} »",
            "attendez la fin du blocage (une dizaine de minutes en général), vérifiez le mot de passe dans "
            "un "
            "navigateur, puis relancez une seule fois",
        )


class SessionExpiredError(RemoteError):
    """The session key is no longer valid, even just after it was renewed."""

    def __init__(self) -> None:
        super().__init__(
            "la session a expiré, et la session ouverte aussitôt après n’est pas acceptée non plus",
            "vérifiez qu’aucun autre programme n’utilise ce compte et que la durée des sessions du serveur "
            "n’est "
            "pas nulle, puis relancez : le téléchargement reprendra où il en était",
        )


class UnknownSurveyError(RemoteError):
    """No survey has this number."""

    def __init__(self) -> None:
        super().__init__(
            "aucun questionnaire ne porte ce numéro",
            "vérifiez --enquete (le numéro figure dans l’adresse du questionnaire)",
        )


class AccessDeniedError(RemoteError):
    """The account may not do this; some methods also answer so for an unknown survey."""

    def __init__(self) -> None:
        super().__init__(
            "ce compte n’a pas le droit de lire ce questionnaire (ou bien le questionnaire n’existe pas : le "
            "serveur "
            "répond parfois la même chose)",
            "vérifiez le numéro donné à --enquete, puis demandez à l’administrateur, sur ce questionnaire, les droits "
            "« Réponses : lire, exporter », « Contenu du questionnaire : lire » et « Paramètres du questionnaire : "
            "lire »",
        )


class InactiveSurveyError(RemoteError):
    """The survey has no table of responses now: it was never activated, or it was deactivated.

    The server says the same in both cases; activating again opens an empty table.
    """

    def __init__(self) -> None:
        super().__init__(
            "ce questionnaire n’est pas actif, il n’a pas de table de réponses : il n’a jamais été activé, ou il a été "
            "désactivé",
            "s’il a été désactivé, ne le réactivez pas (une table vide s’ouvrirait) : ses réponses sont archivées sur "
            "le serveur ; demandez à l’administrateur de les en sortir (« Importer depuis une table désactivée » dans "
            "un questionnaire copié, ou l’archive .lsa d’avant la désactivation) et déposez-les dans le dossier "
            "limesurvey/ de l’édition. Sinon corrigez --enquete",
        )


class NoResponsesError(RemoteError):
    """The survey is active and nobody has answered."""

    def __init__(self) -> None:
        super().__init__(
            "ce questionnaire n’a encore aucune réponse",
            "relancez après les premières réponses, ou corrigez --enquete",
        )


class UnknownLanguageError(RemoteError):
    """The survey lacks the language asked for."""

    def __init__(self) -> None:
        super().__init__(
            "la langue demandée n’existe pas dans ce questionnaire",
            "vérifiez les langues du questionnaire dans l’administration",
        )


class RemoteControlDisabledError(RemoteError):
    """The address answers with an empty page: the JSON-RPC interface is off."""

    def __init__(self) -> None:
        super().__init__(
            "l’adresse répond une page vide : l’interface RemoteControl est désactivée",
            "demandez à l’administrateur de l’activer en JSON-RPC (Configuration globale, onglet Interfaces)",
        )


class AddressEndError(RemoteError):
    """The address is that of a site, not of its RemoteControl: what answers is a page."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"l’adresse ne mène pas à RemoteControl : {found}",
            "complétez LIMESURVEY_URL, qui se termine d’ordinaire par /index.php/admin/remotecontrol",
        )


class XmlInterfaceError(RemoteError):
    """RemoteControl is there, and set to XML-RPC."""

    def __init__(self) -> None:
        super().__init__(
            "l’interface RemoteControl répond en XML-RPC",
            "demandez à l’administrateur de choisir JSON-RPC (Configuration globale, onglet Interfaces)",
        )


class RedirectedError(RemoteError):
    """The address sends elsewhere; a redirected POST would lose its body."""

    def __init__(self, target: str) -> None:
        super().__init__(
            f"l’adresse renvoie vers une autre : {target}",
            "mettez l’adresse définitive dans LIMESURVEY_URL",
        )


class CertificateError(RemoteError):
    """The TLS certificate of the server cannot be verified."""

    def __init__(self) -> None:
        super().__init__(
            "le certificat du serveur ne peut pas être vérifié",
            "vérifiez LIMESURVEY_URL ; si le certificat est signé par votre organisation, indiquez-le avec "
            "REQUESTS_CA_BUNDLE",
        )


class UnreachableError(RemoteError):
    """No connection, or a connection cut before the answer."""

    retryable = True

    def __init__(self) -> None:
        super().__init__(
            "connexion impossible, ou coupée avant la réponse",
            "vérifiez LIMESURVEY_URL et le réseau, puis relancez : le téléchargement reprendra où il en "
            "était",
        )


class ServerTimeoutError(RemoteError):
    """The server did not answer in time."""

    retryable = True

    def __init__(self) -> None:
        super().__init__(
            "pas de réponse dans le délai",
            "relancez (le téléchargement reprendra où il en était), au besoin avec un --delai plus long ou "
            "un --page "
            "plus petit",
        )


class TruncatedAnswerError(RemoteError):
    """The body stops before its end, or lacks responses that the server announced."""

    retryable = True

    def __init__(self, detail: str = "la réponse s’arrête avant sa fin") -> None:
        super().__init__(
            f"réponse incomplète : {detail}",
            "relancez (le téléchargement reprendra où il en était), au besoin avec un --page plus petit",
        )


class NotJsonError(RemoteError):
    """The body is not the JSON of RemoteControl: a proxy's page, a maintenance page, another service."""

    retryable = True

    def __init__(self) -> None:
        super().__init__(
            "la réponse n’est pas du JSON de RemoteControl (page de maintenance, mandataire, autre "
            "service ?)",
            "ouvrez LIMESURVEY_URL dans un navigateur ; l’adresse se termine d’ordinaire par "
            "/index.php/admin/remotecontrol",
        )


class HttpStatusError(RemoteError):
    """An HTTP error page instead of an answer.

    Args:
        status: HTTP status.
        at_login: nothing had been asked yet, so that what is asked cannot be the cause.
    """

    def __init__(self, status: int, at_login: bool = False) -> None:
        if status < 500:
            advice = "vérifiez LIMESURVEY_URL et l’accès au serveur"
        elif at_login:
            advice = (
                "le serveur échoue dès la connexion, avant toute demande : relancez plus tard, puis montrez le journal "
                "d’erreurs du serveur à son administrateur"
            )
        else:
            advice = (
                "relancez, au besoin avec un --page plus petit : un serveur qui manque de mémoire pendant un export "
                "répond ainsi"
            )
        where = " à la connexion" if at_login else ""
        super().__init__(f"page d’erreur HTTP {status}{where}", advice)
        self.status = status


class ServerFailureError(RemoteError):
    """Any other refusal, in the server's own words."""

    def __init__(self, method: str, sentence: str) -> None:
        super().__init__(
            f"la méthode {method} échoue ; le serveur dit : « {sentence[:300]} »",
            "vérifiez la version du serveur, puis transmettez cette phrase à son administrateur",
        )


class StructureChangedError(RemoteError):
    """The columns of the export changed between two pages."""

    def __init__(self) -> None:
        super().__init__(
            "les colonnes de l’export ont changé pendant le téléchargement",
            "relancez avec --recommencer une fois le questionnaire stabilisé",
        )


class UndatedSurveyError(RemoteError):
    """No response carries a real date, so the folder cannot be named after the last one."""

    def __init__(self) -> None:
        super().__init__(
            "ce questionnaire n’enregistre pas la date des réponses",
            "donnez le nom du dossier avec --date AAAA-MM-JJ",
        )


class AlreadyPulledError(RemoteError):
    """The dated folder exists and holds something else; raw data are never overwritten."""

    def __init__(self, folder: str, what: str = "son contenu diffère") -> None:
        super().__init__(
            f"le dossier {folder} existe déjà et {what} de ce qu’il y a sur le serveur",
            "choisissez un autre nom avec --date (par exemple la même date suivie de -2) ; rien n’a été "
            "modifié",
        )
