"""A patient citric client: timeouts, retries with growing pauses, a session key renewed once.

How a call is made belongs here; which calls make up a pull goes to ``pull``.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

import requests
from citric import Client
from citric.session import Session
from requests.adapters import HTTPAdapter

from barometre_pipeline.sources.limesurvey.remote import errors
from barometre_pipeline.sources.limesurvey.remote.settings import RemoteSettings
from barometre_pipeline.sources.limesurvey.remote.translation import EXPECTED, LOGIN, is_retryable, translate

T = TypeVar("T")
OnPause = Callable[[errors.RemoteError, float, int, int], None]


@dataclass(frozen=True)
class RetryPolicy:
    """How often to try a call, and the pauses between: 1, 2, 4, 8… seconds, at most ``longest``."""

    attempts: int = 6
    first_pause: float = 1.0
    factor: float = 2.0
    longest: float = 60.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def pause(self, attempt: int) -> float:
        """Seconds to wait after the failed ``attempt`` (1 = the first)."""
        return min(self.longest, self.first_pause * self.factor ** (attempt - 1))


class _Transport(requests.Session):
    """A requests session with a timeout on every call, that never follows a redirection.

    A redirected POST becomes a GET and loses its body, and could carry the password elsewhere.
    """

    def __init__(self, timeout: float) -> None:
        super().__init__()
        self._timeout = timeout
        self.mount("http://", HTTPAdapter(max_retries=0))
        self.mount("https://", HTTPAdapter(max_retries=0))

    def request(self, method: str | bytes, url: str | bytes, **options: Any) -> requests.Response:  # type: ignore[override]
        options.setdefault("timeout", self._timeout)
        options["allow_redirects"] = False
        response = super().request(method, url, **options)
        _check_who_answers(str(url), response)
        return response


def _check_who_answers(url: str, response: requests.Response) -> None:
    """Raise where it is not RemoteControl in JSON, and the answer tells what it is."""
    whole = "remotecontrol" in url.lower()
    if response.is_redirect:
        target = response.headers["location"].split("?")[0]
        if not whole:
            raise errors.AddressEndError(f"elle renvoie vers {target}")
        raise errors.RedirectedError(target)
    if response.content.lstrip()[:5] == b"<?xml" and b"methodResponse" in response.content[:500]:
        raise errors.XmlInterfaceError
    if not whole and (response.status_code == 404 or response.content.lstrip()[:1] == b"<"):
        raise errors.AddressEndError("c’est une page du site qui répond")


class _StrictSession(Session):
    """A citric session that checks the envelope of each answer before anybody indexes it."""

    def call(self, method: str, *params: Any) -> Any:
        """Call and require an object with ``result`` and ``error``."""
        try:
            response = super().call(method, *params)
        except (KeyError, TypeError, AttributeError):
            response = None
        if not isinstance(response, dict) or not {"result", "error"} <= set(response):
            raise errors.NotJsonError
        return response


class _Client(Client):
    session_class = _StrictSession


class RemoteSession:
    """A logged-in connection to a LimeSurvey server.

    Args:
        settings: address and account.
        policy: retries.
        on_pause: told before each pause: the failure, seconds, attempt, attempts in all.

    Raises:
        RemoteError: the login fails (bad password and lockout are never tried again).
    """

    def __init__(
        self,
        settings: RemoteSettings,
        policy: RetryPolicy | None = None,
        on_pause: OnPause | None = None,
    ) -> None:
        self._settings = settings
        self._policy = policy or RetryPolicy()
        self._on_pause = on_pause
        self._client: Client = self._retry(LOGIN, self._login)

    def __repr__(self) -> str:
        """Show the address only."""
        return f"RemoteSession({self._settings.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the session key; a server that is gone is no reason to fail now."""
        try:
            self._client.close()
        except EXPECTED:
            return

    def call(
        self, method: str, action: Callable[[Client], T], *, final: tuple[type[errors.RemoteError], ...] = ()
    ) -> T:
        """Run ``action`` with the citric client, trying again where that may help.

        Args:
            method: RemoteControl method name, for messages.
            action: the call; it may run several times and must check what it got (raising ``RemoteError``).
            final: failures not to be tried again here (HTTP 500 is how a version says it lacks a method).

        Raises:
            RemoteError: the last failure, once the attempts are used up or if trying again is no use.
        """
        return self._retry(method, lambda: self._with_valid_key(action, method), final)

    def _login(self) -> Client:
        settings = self._settings
        # citric would keep a transport open between attempts: each login has its own.
        return _Client(
            settings.url,
            settings.user,
            settings.password.get_secret_value(),
            requests_session=_Transport(settings.timeout),
        )

    def _with_valid_key(self, action: Callable[[Client], T], method: str) -> T:
        try:
            return action(self._client)
        except EXPECTED as fault:
            if not isinstance(translate(fault, method), errors.SessionExpiredError):
                raise
        self._client = self._attempt(LOGIN, self._login)
        return action(self._client)

    def _retry(
        self, method: str, action: Callable[[], T], final: tuple[type[errors.RemoteError], ...] = ()
    ) -> T:
        attempts = self._policy.attempts
        attempt = 1
        while True:
            try:
                return self._attempt(method, action)
            except errors.RemoteError as error:
                if attempt >= attempts or isinstance(error, final) or not is_retryable(error):
                    raise
                pause = self._policy.pause(attempt)
                if self._on_pause:
                    self._on_pause(error, pause, attempt + 1, attempts)
            self._policy.sleep(pause)
            attempt += 1

    @staticmethod
    def _attempt(method: str, action: Callable[[], T]) -> T:
        """Run once; a failure leaves as a ``RemoteError`` without the original in tow.

        The frames below hold the password and the session key as plain arguments: raising after the
        handler has ended leaves neither cause nor context that a traceback printer could follow.
        """
        try:
            return action()
        except EXPECTED as fault:
            error = translate(fault, method)
        error.__cause__ = error.__context__ = None
        raise error.with_traceback(None)


def public_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the survey or language properties that are neither secret nor personal, in order."""
    private = (
        "bounce",
        "email",
        "pass",
        "admin",
        "apikey",
        "analytics",
        "notification",
        "attachments",
        "encryption",
    )
    return {k: v for k, v in properties.items() if not any(word in k.lower() for word in private)}
