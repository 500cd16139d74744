"""The search for code that only tests inhabit finds a planted ghost, and leaves the living alone."""

from pathlib import Path

from tools.dead_code import ghosts


def _found(tmp_path: Path, code: str, other: str = "") -> list[str]:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "room.py").write_text(code)
    (tmp_path / "house" / "other.py").write_text(other)
    return [ghost.name for ghost in ghosts(tmp_path / "house")]


def test_a_function_a_class_a_constant_and_a_method_that_nobody_names_are_found(tmp_path: Path) -> None:
    code = (
        "GHOST = 1\n\ndef spook(): spook()\n\nclass Phantom: ...\n\nclass Guest:\n    def haunt(self): ...\n"
    )
    assert _found(tmp_path, code, "from house.room import Guest\n\nprint(Guest())\n") == [
        "GHOST",
        "spook",
        "Phantom",
        "haunt",
    ]


def test_what_only_a_ghost_names_is_a_ghost(tmp_path: Path) -> None:
    assert _found(tmp_path, "def helper(): ...\n\ndef spook():\n    helper()\n") == ["helper", "spook"]


def test_an_import_alone_does_not_keep_a_definition_alive(tmp_path: Path) -> None:
    assert _found(tmp_path, "def spook(): ...\n", "from house.room import spook\n") == ["spook"]


def test_what_another_room_calls_lives(tmp_path: Path) -> None:
    assert _found(tmp_path, "def guest(): ...\n", "from house.room import guest\n\nguest()\n") == []


def test_what_a_lazy_command_names_in_a_string_lives(tmp_path: Path) -> None:
    assert _found(tmp_path, "def guest(): ...\n", "print({'hôte': 'house.room:guest'})\n") == []
