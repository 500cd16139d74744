"""The objects below an address, on any server that speaks S3, and its refusals in words.

Bytes under names, written on conditions; what they mean is not known here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Any, BinaryIO, Final

from barometre_pipeline.errors import InputError

AT_ONCE: Final = 16  # requests at the same time
_PIECE: Final = 1024**2  # bytes of an object in memory, for each of these
_CONFIG: Final[dict[str, Any]] = {
    "connect_timeout": 10,
    "read_timeout": 60,
    "max_pool_connections": AT_ONCE,
    "retries": {"mode": "standard", "max_attempts": 4},
}
WITHOUT_CONDITIONS: Final = (
    "ce service n’écrit pas sous condition (If-Match, If-None-Match) : deux machines y perdraient leur travail",
    "prenez-en un qui le fait (Amazon S3, MinIO…), ou un dossier partagé",
)
_REFUSED: Final = {401, 403}
_CONDITION: Final = {409, 412}


class MovedError(Exception):
    """What was to be written under a condition is no longer what it was."""


@dataclass(frozen=True)
class Content:
    """An object: its bytes, what tells it from the one before, and how old it is by the server's own clock."""

    data: bytes
    tag: str
    age: float


class Bucket:
    """The objects of one address; several threads may use it together."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._bucket, self._prefix = address.removeprefix("s3://").split("/", 1)
        self._client = _client()

    def get(self, name: str, version: str = "") -> Content | None:
        """Return an object, or nothing where there is none.

        Raises:
            InputError: the server cannot be asked, or refuses.
        """
        which = {"VersionId": version} if version else {}
        with self._refusals(absent=True):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._key(name), **which)
            said = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
            clock = parsedate_to_datetime(said) if said else datetime.now(UTC)
            return Content(answer["Body"].read(), answer["ETag"], _seconds(answer["LastModified"], clock))
        return None

    def fetch(self, name: str, version: str, into: Path) -> str:
        """Write an object into a file, piece by piece, and return the SHA-256 of it; "" where there is none.

        Raises:
            InputError: as above.
            OSError: the file cannot be written.
        """
        which = {"VersionId": version} if version else {}
        with self._refusals(absent=True):
            body = self._client.get_object(Bucket=self._bucket, Key=self._key(name), **which)["Body"]
            digest = sha256()
            with into.open("wb") as file:
                for piece in body.iter_chunks(_PIECE):
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            return digest.hexdigest()
        return ""

    def put(self, name: str, data: bytes | BinaryIO) -> str:
        """Write an object, of bytes or of an open file, and return its version where the bucket keeps them.

        Raises:
            InputError: as above.
        """
        kind = guess_type(name)[0] or "application/octet-stream"
        with self._refusals():
            answer = self._client.put_object(
                Bucket=self._bucket, Key=self._key(name), Body=data, ContentType=kind
            )
        version = answer.get("VersionId", "")
        return "" if version == "null" else str(version)

    def put_after(self, name: str, data: bytes, tag: str) -> str:
        """Write an object that is still the one of a tag, or that does not exist yet (no tag), and return its tag.

        Raises:
            MovedError: somebody wrote it meanwhile.
            InputError: as above.
        """
        condition = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        with self._refusals():
            answer = self._client.put_object(Bucket=self._bucket, Key=self._key(name), Body=data, **condition)
        return str(answer["ETag"])

    def refused(self, finding: str, remedy: str) -> InputError:
        """Return the error of an address that cannot hold a lake."""
        return InputError(self.address, "", finding, "un lac que l’on peut lire, et écrire", remedy)

    def remove(self, name: str) -> None:
        """Remove an object; one that is not there is as it should be.

        Raises:
            InputError: as above.
        """
        with self._refusals():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}"

    @contextmanager
    def _refusals(self, absent: bool = False) -> Iterator[None]:
        """Tell what the server or the network refused; an object that does not exist may be no fault."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

        try:
            yield
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            code = error.response.get("Error", {}).get("Code", "")
            if absent and code in ("NoSuchKey", "NoSuchVersion", "404"):
                return
            if status in _CONDITION:
                raise MovedError(code) from None
            raise self.refused(*_words(code, status, self._bucket)) from None
        except NoCredentialsError:
            raise self.refused(
                "aucun identifiant pour ce service",
                "les variables AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY, ou le rôle de la machine",
            ) from None
        except BotoCoreError as error:
            raise self.refused(
                f"le service ne répond pas ({type(error).__name__})",
                "vérifiez le réseau, et AWS_ENDPOINT_URL si ce n’est pas celui d’Amazon, puis recommencez",
            ) from None


def _words(code: str, status: Any, bucket: str) -> tuple[str, str]:
    if code == "NoSuchBucket":
        return f"il n’y a pas de seau « {bucket} »", "créez-le, ou corrigez l’adresse du lac"
    if status in _REFUSED:
        return (
            f"le service refuse l’accès ({code})",
            "vérifiez les identifiants, et les droits sur ce préfixe : lister, lire, écrire, effacer",
        )
    if code == "NotImplemented":
        return WITHOUT_CONDITIONS
    return (
        f"le service répond par une erreur ({code or status})",
        "recommencez, puis voyez son administrateur",
    )


def _seconds(then: datetime, now: datetime) -> float:
    return (now - then).total_seconds()


def _client() -> Any:
    try:
        import boto3
        from botocore.config import Config
    except ModuleNotFoundError:
        raise InputError(
            "barometre-pipeline", "", "il manque de quoi parler à un service S3", "l’option « s3 » de l’installation",
            "installez-la : pip install \"barometre-pipeline[s3]\"",
        ) from None  # fmt: skip
    return boto3.session.Session().client("s3", config=Config(**_CONFIG))
