"""How the cells of the workbook look: fonts, fills, number formats; no text and no position."""

from typing import Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

NAVY, PALE, GREY, RULE = "323465", "EEF0F5", "5C5D6E", "C9C9D3"
_FAMILY: Final = "Arial"
PERCENT: Final = '0"\u00a0"%'
LOW_PERCENT: Final = '0"\u00a0"%"*"'
COUNT: Final = '[>=1000]#"\u202f"000;0'
LOW_COUNT: Final = '[>=1000]#"\u202f"000"*";0"*"'

TITLE: Final = Font(name=_FAMILY, size=16, bold=True, color=NAVY)
HEADING: Final = Font(name=_FAMILY, size=12, bold=True, color=NAVY)
TEXT: Final = Font(name=_FAMILY, size=10)
BOLD: Final = Font(name=_FAMILY, size=10, bold=True)
SMALL: Final = Font(name=_FAMILY, size=9, italic=True, color=GREY)
LOW: Final = Font(name=_FAMILY, size=10, italic=True, color=GREY)
LINK: Final = Font(name=_FAMILY, size=10, underline="single", color="1F4E9E")
WARNING: Final = Font(name=_FAMILY, size=11, bold=True, color="8A4B00")
ON_NAVY: Final = Font(name=_FAMILY, size=10, bold=True, color="FFFFFF")

BANNER: Final = PatternFill("solid", fgColor=NAVY)
BAND: Final = PatternFill("solid", fgColor=PALE)
LINE: Final = Border(top=Side(style="thin", color=RULE))
LEFT: Final = Alignment(horizontal="left", vertical="top", wrap_text=True)
PLAIN: Final = Alignment(horizontal="left", vertical="center")
CENTRE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
