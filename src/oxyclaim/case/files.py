"""Open case files: what is there, is it text, is it not too large."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from oxyclaim.case.nodes import Place, Unreadable

YAML_SUFFIXES = (".yaml", ".yml")
JSON_SUFFIXES = (".json",)
LINES_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = (*YAML_SUFFIXES, *JSON_SUFFIXES, *LINES_SUFFIXES)

MAX_FILE_BYTES = 5_000_000
MAX_LINE_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Written:
    """Cases that stand in no file, such as what a program sends on standard input; problems tell them by ``name``."""

    name: str
    data: bytes

    @property
    def path(self) -> Path:
        """The name, where a path is asked for."""
        return Path(self.name)

    @property
    def suffix(self) -> str:
        """Which kind of case file it would be, by how it begins."""
        text = self.data.removeprefix(_BOM).lstrip()
        if text[:1] not in (b"{", b"["):
            return YAML_SUFFIXES[0]
        first, _, rest = text.partition(b"\n")
        return (LINES_SUFFIXES if first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{" else JSON_SUFFIXES)[0]


CaseFile = Path | Written


def size_of(path: Path) -> int:
    """Return the size of a file that can be read as a case file by its name and kind."""
    try:
        if path.is_dir():
            raise Unreadable("is a directory; name the files in it")
        if not path.exists():
            raise Unreadable("does not exist; check the name and the directory")
        if not path.is_file():
            raise Unreadable("is not a file")
        if path.suffix.lower() not in SUFFIXES:
            raise Unreadable(f"is of an unknown kind; the name must end in one of: {', '.join(SUFFIXES)}")
        return path.stat().st_size
    except (OSError, ValueError) as error:
        raise _cannot_open(error) from None


def read_text(path: CaseFile) -> str:
    """Read a whole file that is within the size limit."""
    if isinstance(path, Written):
        if len(path.data) > MAX_FILE_BYTES:
            raise _too_large(len(path.data))
        return decode(path.data)
    size = size_of(path)
    if size > MAX_FILE_BYTES:
        raise _too_large(size)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _cannot_open(error) from None
    if len(data) > MAX_FILE_BYTES:
        raise _too_large(len(data))
    return decode(data)


def read_lines(path: CaseFile) -> Iterator[bytes | None]:
    """Read a file line by line, however large it is; None stands for a line that is too long."""
    try:
        with BytesIO(path.data) if isinstance(path, Written) else path.open("rb") as file:
            if file.read(len(_BOM)) != _BOM:
                file.seek(0)
            while line := file.readline(MAX_LINE_BYTES + 2):
                complete = line.endswith(b"\n")
                yield line if len(line) <= MAX_LINE_BYTES + complete else None
                while not complete and (rest := file.readline(MAX_LINE_BYTES)):
                    complete = rest.endswith(b"\n")
    except (OSError, ValueError) as error:
        raise _cannot_open(error) from None


def decode(data: bytes, first_line: int = 1) -> str:
    """Decode UTF-8, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(first_line + before.count(b"\n"), error.start - before.rfind(b"\n"))
        kind = "text in UTF-16" if data.startswith(_UTF_16) else "not text in UTF-8"
        raise Unreadable(f"is {kind}; save the file again with the encoding UTF-8", place) from None


def _too_large(size: int) -> Unreadable:
    return Unreadable(
        f"is {size / 1e6:.1f} MB large; a YAML or JSON file may have {MAX_FILE_BYTES // 1_000_000} MB. "
        "Many cases go in as JSON Lines: one case a line, in a file ending in .jsonl, which has no limit"
    )


def _cannot_open(error: OSError | ValueError) -> Unreadable:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "is the name right?"
    return Unreadable(f"cannot be read: {reason}")
