"""Sends an alert where the environment says: standard error always, a mail server and a webhook where they are named.

A channel that fails is told and stops nothing; addresses and accounts are secrets, never shown.
"""

import json
import os
import smtplib
import ssl
import sys
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

SMTP: Final = "BAROMETRE_ALERTE_SMTP"
FROM: Final = "BAROMETRE_ALERTE_DE"
TO: Final = "BAROMETRE_ALERTE_A"
WEBHOOK: Final = "BAROMETRE_ALERTE_WEBHOOK"
_TIMEOUT: Final = 10.0
_PORTS: Final = {"smtp": 587, "smtps": 465}
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class _RefusedError(Exception):
    """A channel that cannot be used as configured; the message holds no secret."""


def send_alert(titre: str, message: str) -> list[str]:
    """Tell a person: on standard error, and by each channel that the environment names.

    Returns:
        What was done, one French sentence per channel, for the log.
    """
    print(f"{titre}\n{message}", file=sys.stderr, flush=True)
    title = " ".join(titre.split())
    done = [
        _tried(words, send, title, message)
        for name, words, send in ((SMTP, "courriel", _mail), (WEBHOOK, "webhook", _post))
        if os.environ.get(name)
    ]
    for sentence in done:
        print(sentence, file=sys.stderr, flush=True)
    return done or [f"Alerte non envoyée hors de cette machine : ni {SMTP} ni {WEBHOOK} n’est donné."]


_Send = Callable[[str, str, Mapping[str, str]], str]


def _tried(words: str, send: _Send, title: str, message: str) -> str:
    """Send by one channel; return what became of it, without any secret."""
    try:
        return f"Alerte envoyée par {words} à {send(title, message, os.environ)}."
    except _RefusedError as error:
        reason = str(error)
    except smtplib.SMTPResponseException as error:
        reason = f"le serveur répond {error.smtp_code}"
    except HTTPError as error:
        reason = f"le serveur répond {error.code}"
    except OSError as error:
        reason = error.strerror or str(getattr(error, "reason", "")) or type(error).__name__
    except (smtplib.SMTPException, HTTPException, ValueError) as error:
        reason = type(error).__name__
    return f"Alerte non envoyée par {words} : {reason}."


def _mail(title: str, message: str, settings: Mapping[str, str]) -> str:
    server = _address(SMTP, settings[SMTP], ("smtp", "smtps"))
    recipients = [a.strip() for a in settings.get(TO, "").split(",") if a.strip()]
    if not recipients or not settings.get(FROM):
        raise _RefusedError(f"{FROM} et {TO} doivent être donnés avec {SMTP}")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = title, settings[FROM], ", ".join(recipients)
    mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain="barometre.invalid")
    mail.set_content(message)
    with _connection(server) as connection:
        if server.username:
            try:
                connection.login(unquote(server.username), unquote(server.password or ""))
            except UnicodeError:
                raise _RefusedError("le compte ou le mot de passe n’est pas en ASCII") from None
        connection.send_message(mail)
    return ", ".join(recipients)


def _connection(server: SplitResult) -> smtplib.SMTP:
    """Connect, encrypted wherever the server can; a password never travels in clear but to this machine."""
    host, port = server.hostname or "", server.port or _PORTS[server.scheme]
    secure = ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=secure)
    connection = smtplib.SMTP(host, port, timeout=_TIMEOUT)
    try:
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=secure)
            connection.ehlo()
        elif server.username and host not in _HERE:
            raise _RefusedError("ce serveur ne chiffre pas (STARTTLS) ; un mot de passe n’y est pas envoyé")
    except BaseException:
        connection.close()
        raise
    return connection


def _post(title: str, message: str, settings: Mapping[str, str]) -> str:
    address = _address(WEBHOOK, settings[WEBHOOK], ("http", "https"))
    # « text » is what chat services read.
    content = {"titre": title, "message": message, "text": f"{title}\n\n{message}"}
    request = Request(
        settings[WEBHOOK],
        data=json.dumps(content, ensure_ascii=False).encode("utf-8"),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "barometre"},
    )
    with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT):
        return address.hostname or ""


class _NoRedirect(HTTPRedirectHandler):
    """A webhook that moved is said to have: what it is sent goes nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


def _address(name: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
    """Take an address apart; what is wrong with it is said without it, for it may hold a password."""
    try:
        parts = urlsplit(value)
        known = parts.scheme in schemes and parts.hostname and (parts.port or True)
    except ValueError:
        known = False
    if not known:
        raise _RefusedError(f"{name} n’est pas une adresse {' ou '.join(f'{s}://' for s in schemes)} lisible")
    return parts
