"""The pages of Great Expectations, made to open without a network: nothing is asked of another host, nothing runs.

They call scripts, styles and a picture of seven hosts; without them they are tables and lists, which a sheet of their
own lays out. Their content is not touched.
"""

import re
from typing import Final

_SCRIPT: Final = re.compile(r"<script\b.*?</script\s*>", re.I | re.S)
_ELSEWHERE: Final = re.compile(
    r"""<(?:link|img|iframe|source)\b[^>]*\b(?:src|href)\s*=\s*["'](?:https?:)?//[^>]*>""", re.I
)
_IMPORT: Final = re.compile(r"""@import\s+[^;]*;|url\(\s*["']?(?:https?:)?//[^)]*\)""", re.I)
_HEAD: Final = re.compile(r"<head[^>]*>", re.I)

# What a browser is let do: show the page and its own style. No address, so nothing can leave.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE: Final = """
body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:75rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #b0b0b0;padding:.25rem .5rem}
td,th{text-align:left;vertical-align:top}
nav,.breadcrumb,ul{list-style:none;padding-left:0}a{color:#0b4f8a}pre{white-space:pre-wrap}button{display:none}
"""


def without_hosts(page: str) -> str:
    """Return a page that loads nothing and runs nothing; links that a reader may follow stay."""
    for pattern in (_SCRIPT, _ELSEWHERE, _IMPORT):
        page = pattern.sub("", page)
    own = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><style>{_STYLE}</style>'
    return _HEAD.sub(lambda head: head[0] + own, page, count=1)
