"""Files of the office suite whose bytes depend on their content alone, whenever and wherever they are written.

Archives and their properties only; what is in them is ``workbook``'s and ``deck``'s.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Final

AUTHOR: Final = "Observatoire Data Publica"
MOMENT: Final = datetime(1980, 1, 1)  # the first that an archive can tell
_STAMP: Final = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:(modified|created)[^>]*>)[^<]*(</dcterms:)")


def same_bytes(content: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Write an archive (.xlsx, .pptx) again without the moment it was written at.

    Args:
        content: the archive.
        replaced: by name of an entry, what stands there instead.
    """
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(again, "w") as after:
        for entry in before.infolist():
            data = (replaced or {}).get(entry.filename) or before.read(entry.filename)
            if entry.filename == _PROPERTIES:
                data = _MODIFIED.sub(rb"\g<1>" + _STAMP + rb"\g<3>", data)
            fixed = zipfile.ZipInfo(entry.filename, MOMENT.timetuple()[:6])
            fixed.compress_type, fixed.create_system = zipfile.ZIP_DEFLATED, 3
            fixed.external_attr = 0o600 << 16
            after.writestr(fixed, data)
    return again.getvalue()
