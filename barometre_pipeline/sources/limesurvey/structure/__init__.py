"""Structure files of a LimeSurvey survey: .lss, .lsa and tab-separated .txt, recognised by content.

Reading the file and choosing the reader belong here; each format has its own module.
"""

from pathlib import Path

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import archive_member, is_zip, read_bytes
from barometre_pipeline.sources.limesurvey.structure.build import build_questionnaire
from barometre_pipeline.sources.limesurvey.structure.lss import parse_lss
from barometre_pipeline.sources.limesurvey.structure.tables import RawSurvey
from barometre_pipeline.sources.limesurvey.structure.txt import looks_like_txt, parse_txt

__all__ = ["looks_like_structure", "read_structure"]

_HEAD = 4096


def read_structure(path: Path, shown: str) -> Questionnaire:
    """Return the questionnaire of a structure file.

    Args:
        path: .lss, .lsa or .txt; the name plays no part.
        shown: how messages name the file.

    Raises:
        InputError: empty, unreadable, hostile, or not a structure.
    """
    return build_questionnaire(_raw(read_bytes(path, shown), shown), shown)


def looks_like_structure(head: bytes) -> bool:
    """Tell from its first bytes whether a file is a structure on its own (an archive is not counted)."""
    text = head[:_HEAD].decode("utf-8-sig", errors="replace")
    return _is_lss(text) or looks_like_txt(text)


def _is_lss(text: str) -> bool:
    return "<LimeSurveyDocType>Survey</LimeSurveyDocType>" in text


def _raw(data: bytes, shown: str) -> RawSurvey:
    if is_zip(data):
        return parse_lss(archive_member(data, ".lss", shown), shown)
    head = data[:_HEAD].decode("utf-8-sig", errors="replace")
    if head.lstrip().startswith("<"):
        return parse_lss(data, shown)
    if looks_like_txt(head):
        try:
            return parse_txt(data.decode("utf-8-sig"), shown)
        except UnicodeDecodeError as error:
            raise InputError(
                shown,
                "",
                "la structure n’est pas en UTF-8",
                "un fichier texte UTF-8",
                "exporter de nouveau la structure depuis LimeSurvey sans la rouvrir dans un tableur",
            ) from error
    raise InputError(
        shown,
        "",
        "le fichier n’est pas une structure LimeSurvey",
        "un fichier .lss, .lsa ou .txt (texte séparé par des tabulations)",
        "exporter la structure depuis LimeSurvey (Exporter > Structure du questionnaire)",
    )
