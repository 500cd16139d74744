"""Where the LimeSurvey server is and how patient to be with it, from the environment.

The password lives in a ``SecretStr`` from the first line to the last: no repr, log or traceback shows it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from barometre_pipeline.french.numbers import noun
from barometre_pipeline.sources.limesurvey.remote.errors import MissingSettingError

URL_VARIABLE = "LIMESURVEY_URL"
USER_VARIABLE = "LIMESURVEY_UTILISATEUR"
PASSWORD_VARIABLE = "LIMESURVEY_MOT_DE_PASSE"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class RemoteSettings:
    """Address and account of a server.

    Attributes:
        url: RemoteControl address, usually ``https://…/index.php/admin/remotecontrol``.
        user: user name.
        password: never printed.
        timeout: seconds to wait for a connection and between two pieces of an answer.
    """

    url: str
    user: str
    password: SecretStr
    timeout: float = 60.0

    @property
    def unencrypted(self) -> bool:
        """Whether the password would travel in clear text over a network."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and parts.hostname not in _LOOPBACK


def settings_from_environment(
    environment: Mapping[str, str] | None = None, *, timeout: float = 60.0
) -> RemoteSettings:
    """Read address, user and password from the environment.

    Raises:
        MissingSettingError: a variable is empty, the address is not http(s), or it holds a password.
    """
    environment = os.environ if environment is None else environment
    missing = [
        v for v in (URL_VARIABLE, USER_VARIABLE, PASSWORD_VARIABLE) if not environment.get(v, "").strip()
    ]
    if missing:
        raise MissingSettingError(
            f"{noun(len(missing), 'variable')} d’environnement "
            f"{noun(len(missing), 'absente ou vide', 'absentes ou vides')} : {', '.join(missing)}",
            f"définissez {URL_VARIABLE} (…/index.php/admin/remotecontrol), {USER_VARIABLE} et "
            f"{PASSWORD_VARIABLE}",
        )
    url = environment[URL_VARIABLE].strip()
    _check_url(url)
    return RemoteSettings(
        url=url,
        user=environment[USER_VARIABLE].strip(),
        password=SecretStr(environment[PASSWORD_VARIABLE]),
        timeout=timeout,
    )


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        holds_secret = parts.username is not None or parts.password is not None
    except ValueError:
        usable, holds_secret = False, False
    if holds_secret:
        raise MissingSettingError(
            f"l’adresse de {URL_VARIABLE} contient un nom d’utilisateur ou un mot de passe",
            f"retirez-les de l’adresse et mettez-les dans {USER_VARIABLE} et {PASSWORD_VARIABLE}",
        )
    if not usable:
        raise MissingSettingError(
            f"{URL_VARIABLE} n’est pas une adresse http ou https",
            "donnez une adresse complète, du genre "
            "https://enquetes.example.org/index.php/admin/remotecontrol",
        )
