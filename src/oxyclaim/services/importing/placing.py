"""Cases go into a folder, one file each, or into one file of JSON Lines; what a person changed there is left alone."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from oxyclaim.case.canonical import sha256
from oxyclaim.case.files import LINES_SUFFIXES
from oxyclaim.case.models import Case
from oxyclaim.services.case_texts import json_text, yaml_text
from oxyclaim.services.importing.answer import Placed
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, file_name, refuse_target, writing

WRITTEN = ".oxyclaim-import.json"
"""In the folder: what the last import wrote, by name, with its hash, so that a person's change is seen."""
BY_HAND = "was changed since it was imported, and is left as it is; --over writes it all the same"


def is_lines(target: Path) -> bool:
    """Whether all cases go into one file."""
    return target.suffix.lower() in LINES_SUFFIXES


def refuse(target: Path, inputs: Sequence[Path]) -> None:
    """Let a folder be, or a new name, or a plain file of JSON Lines. Raises BadInput."""
    if is_lines(target):
        refuse_target(target, inputs)
    elif target.is_symlink():
        raise BadInput([Problem("target_is_link", "is a link; give the name of the folder itself", str(target))])
    elif target.exists() and not target.is_dir():
        message = "is a file; give a folder, or a name that ends with .jsonl"
        raise BadInput([Problem("target_is_file", message, str(target))], NOT_WRITTEN)


def place(
    cases: Sequence[Case], target: Path, *, over: bool, on_case: Callable[[int], None]
) -> tuple[Placed, tuple[str, ...]]:
    """Write the cases; and the ids of those that were left because a person has changed their file."""
    if is_lines(target):
        return _lines(cases, target, on_case), ()
    return _folder(cases, target, over, on_case)


def _lines(cases: Sequence[Case], target: Path, on_case: Callable[[int], None]) -> Placed:
    before: dict[str, str] = {}
    if target.exists():
        for line in target.read_text(encoding="utf-8").splitlines():
            before[line] = line
    new = same = 0
    with writing(target) as part, part.open("w", encoding="utf-8", newline="") as out:
        for case in cases:
            text = json_text(case)
            same += text in before
            new += text not in before
            out.write(text + "\n")
            on_case(1)
    return Placed(str(target), new, 0, same, 0, 0)


def _folder(
    cases: Sequence[Case], folder: Path, over: bool, on_case: Callable[[int], None]
) -> tuple[Placed, tuple[str, ...]]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = _last(folder / WRITTEN)
    except OSError as error:
        message = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise BadInput([Problem("cannot_write", message, str(folder))], NOT_WRITTEN) from None
    new = changed = same = 0
    left: list[str] = []
    for case in cases:
        path = folder / file_name(case.case_id, ".yaml")
        text = yaml_text(case)
        hash, before = sha256(text), _hash(path)
        if before == hash:
            same += 1
        elif before is not None and before != written.get(path.name) and not over:
            left.append(case.case_id)
            on_case(1)
            continue
        else:
            with writing(path) as part:
                part.write_text(text, encoding="utf-8", newline="")
            new += before is None
            changed += before is not None
        written[path.name] = hash
        on_case(1)
    with writing(folder / WRITTEN) as part:
        part.write_text(json.dumps(written, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return Placed(str(folder), new, changed, same, 0, len(left)), tuple(left)


def _hash(path: Path) -> str | None:
    return sha256(path.read_bytes()) if path.is_file() else None


def _last(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return {str(name): str(hash) for name, hash in found.items()} if isinstance(found, dict) else {}
