"""From what citric and requests raise to the one exception the user can act on.

Pure classification: nothing here talks to a server or waits.
"""

import binascii

import requests
from citric.exceptions import (
    InvalidJSONResponseError,
    LimeSurveyError,
    LimeSurveyStatusError,
    ResponseMismatchError,
    RPCInterfaceNotEnabledError,
)

from barometre_pipeline.sources.limesurvey.remote import errors

LOGIN = "get_session_key"
# What citric's call may raise; anything else is a programming error and must not be disguised.
EXPECTED = (
    requests.RequestException,
    LimeSurveyError,
    ResponseMismatchError,
    binascii.Error,
    errors.RemoteError,
)

_BAD_PASSWORD = "Invalid user name or password"
_STATUSES: dict[str, type[errors.RemoteError]] = {
    "Invalid session key": errors.SessionExpiredError,
    "No permission": errors.AccessDeniedError,
    "Error: Invalid survey ID": errors.UnknownSurveyError,
    "Invalid surveyid": errors.UnknownSurveyError,
    "No Data, survey table does not exist.": errors.InactiveSurveyError,
    "No Data, could not get max id.": errors.NoResponsesError,
    "Language code not found for this survey.": errors.UnknownLanguageError,
    "Error: Invalid language": errors.UnknownLanguageError,
}


def translate(fault: BaseException, method: str) -> errors.RemoteError:
    """Return the exception to raise for a fault met while calling ``method``."""
    if isinstance(fault, errors.RemoteError):
        return fault
    if isinstance(fault, requests.RequestException):
        return _translate_transport(fault, method)
    if isinstance(fault, LimeSurveyStatusError):
        return _translate_status(str(fault), method)
    if isinstance(fault, RPCInterfaceNotEnabledError):
        # Once logged in the interface evidently works: an empty body is then a cut one.
        return errors.RemoteControlDisabledError() if method == LOGIN else errors.TruncatedAnswerError()
    if isinstance(fault, binascii.Error):
        return errors.TruncatedAnswerError()
    if isinstance(fault, (InvalidJSONResponseError, ResponseMismatchError)):
        return errors.NotJsonError()
    return errors.ServerFailureError(method, str(fault))


def _translate_status(status: str, method: str) -> errors.RemoteError:
    if method == LOGIN:
        if status == _BAD_PASSWORD:
            return errors.BadCredentialsError()
        # A lockout is announced in the server's language, so everything else said at login is one.
        return errors.LoginLockedError(status)
    known = _STATUSES.get(status)
    return known() if known else errors.ServerFailureError(method, status)  # type: ignore[call-arg]


def _translate_transport(fault: requests.RequestException, method: str) -> errors.RemoteError:
    if isinstance(fault, requests.Timeout):
        return errors.ServerTimeoutError()
    if isinstance(fault, requests.HTTPError) and fault.response is not None:
        return errors.HttpStatusError(fault.response.status_code, method == LOGIN)
    if isinstance(fault, requests.exceptions.SSLError):
        return errors.CertificateError()
    if isinstance(
        fault, (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    ):
        return errors.TruncatedAnswerError()
    if isinstance(fault, requests.exceptions.InvalidJSONError):
        return errors.NotJsonError()
    if isinstance(fault, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
        return errors.MissingSettingError(
            "l’adresse LIMESURVEY_URL n’est pas utilisable", "donnez une adresse http ou https complète"
        )
    return errors.UnreachableError()


def is_retryable(error: errors.RemoteError) -> bool:
    """Tell whether the same call may succeed later without anybody acting."""
    if isinstance(error, errors.HttpStatusError):
        return error.status >= 500 or error.status == 429
    return error.retryable
