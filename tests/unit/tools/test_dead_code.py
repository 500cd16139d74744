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


def test_a_ghost_that_has_the_name_of_a_living_one_elsewhere_is_found(tmp_path: Path) -> None:
    other = "def guest(): ...\n\nguest()\n"
    assert _found(tmp_path, "def guest(): ...\n", other) == ["guest"]


def test_what_is_reached_through_its_module_or_through_a_package_that_passes_it_on_lives(
    tmp_path: Path,
) -> None:
    (tmp_path / "house").mkdir()
    for name, code in {
        "room.py": "def guest(): ...\n\ndef cousin(): ...\n\ndef spook(): ...\n",
        "__init__.py": "from house.room import cousin\n",
        "other.py": "from house import cousin, room\n\nroom.guest()\ncousin()\n",
    }.items():
        (tmp_path / "house" / name).write_text(code)
    assert [ghost.name for ghost in ghosts(tmp_path / "house")] == ["spook"]
