"""What was given becomes plain files: local ones as they are, packed ones unpacked, those of other places fetched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from oxyclaim.sources.packed import Counts, Source, unpacked
from oxyclaim.sources.remote import address_of, fetched, told
from oxyclaim.sources.room import Damaged, Room


@dataclass
class Given:
    """Plain files, each once and in order, and what leads to none: where, and why."""

    sources: list[Source] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def paths(self) -> list[Path]:
        """Where the files lie."""
        return [each.path for each in self.sources]

    @property
    def origins(self) -> list[Path]:
        """The files that were given or found, before anything was unpacked."""
        return list(dict.fromkeys(each.origin for each in self.sources))

    @property
    def names(self) -> dict[Path, str]:
        """By what each file is told."""
        return {each.path: each.name for each in self.sources}

    @property
    def own_names(self) -> dict[Path, str]:
        """The name of each file itself, without what it was packed in."""
        return {each.path: each.own_name for each in self.sources}

    @property
    def broken(self) -> dict[Path, str]:
        """Why some of the files cannot be read."""
        return {each.path: each.why for each in self.sources if each.why}


def given(
    paths: Iterable[Path], room: Room, counts: Counts, found: Callable[[Path], list[Path]], by_name: bool = True
) -> Given:
    """``found``: the local files to which a path leads; what it raises goes on.

    ``counts``: whether a file in an archive or a remote folder is meant, by its name.
    ``by_name``: in the order of names, else as they were given.
    """
    result = Given()
    files: dict[Path, list[Source]] = {}
    for path in paths:
        address = address_of(path)
        if address is None or path.exists():
            for one in found(path):
                if one.resolve() not in files:
                    files[one.resolve()] = list(unpacked(Source(str(one), one, one.name, one), room, counts))
            continue
        try:
            for each in fetched(address, room, counts):
                files[Path(each.name)] = [each]
        except Damaged as error:
            result.problems.append((told(address), str(error)))
    result.sources = [each for some in files.values() for each in some]
    if by_name:
        result.sources.sort(key=lambda each: Path(each.name))
    return result
