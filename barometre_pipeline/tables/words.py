"""What somebody wrote in a file received goes into the lake without what designates a person.

Which columns are somebody's words is said by their fields, which come from a file by their origins; how a person is
recognised is ``personal_text``'s.
"""

from typing import TYPE_CHECKING

from barometre_pipeline.personal_text import impersonal
from barometre_pipeline.tables.model import Table

if TYPE_CHECKING:
    import pandas as pd


def impersonal_words(table: Table, frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows of a table whose words, where they come from a file, designate nobody.

    A table of personal data keeps them: it is for its owner only, and goes no further.
    """
    if table.personal:
        return frame
    said = _said(table, frame)
    changed = {name: texts for name, texts in said.items() if any(k != v for k, v in texts.items())}
    return frame.assign(**{name: frame[name].map(texts) for name, texts in changed.items()})


def words_cut(table: Table, frame: "pd.DataFrame") -> list[str]:
    """Return what is left of each text that ``impersonal_words`` changes, once each."""
    said = _said(table, frame)
    return list(dict.fromkeys(v for texts in said.values() for k, v in texts.items() if k != v))


def _said(table: Table, frame: "pd.DataFrame") -> dict[str, dict[str, str]]:
    """Return each text of each column of words, and what is left of it."""
    read = [c.field.name for c in table.declared if c.field.words and c.origins]
    return {name: {text: impersonal(str(text)) for text in frame[name].dropna().unique()} for name in read}
