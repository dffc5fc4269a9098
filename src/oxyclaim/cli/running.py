"""Running the command: how it ends when the reader, the device, the user or the program itself gives up."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

OK, BAD_INPUT, INTERNAL = 0, 2, 3
INTERRUPTED = 130
READER_GONE = 141
"""As a shell tells of a program that wrote to a closed pipe."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_SHOWS_ITSELF = ("exit_code", "show")


def ended(command: Callable[[], object]) -> int:
    """The exit code of the command. ``command`` runs it and raises what Typer's commands raise."""
    try:
        code = _exit_code(command)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _to_nowhere()
        return INTERRUPTED
    except BrokenPipeError:
        _to_nowhere()
        return READER_GONE
    except OSError as error:
        if error.errno not in FULL or error.filename is not None:
            return _told(error)
        _to_nowhere()
        sys.stderr.write(f"standard output: cannot be written ({error.strerror}); the answer is not whole.\n")
        return BAD_INPUT
    except Exception as error:
        return _told(error)
    return code


def _exit_code(command: Callable[[], object]) -> int:
    try:
        code = command()
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        sys.stderr.write("\n")
        return INTERRUPTED
    except Exception as error:  # what is wrong with the options: Typer keeps the class to itself
        if not all(hasattr(error, name) for name in _SHOWS_ITSELF):
            raise
        error.show()  # type: ignore[attr-defined]
        return int(error.exit_code)  # type: ignore[attr-defined]
    return code if isinstance(code, int) else OK


def _to_nowhere() -> None:
    """What is still to be written has no reader: let it go, so that nothing more is said of it at the end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def _told(error: Exception) -> int:
    """An error of the program's own, told without patients' data."""
    sys.stderr.write(
        f"oxyclaim met an error of its own ({type(error).__name__} in {_place(error)}) and stopped. Nothing was "
        "written.\nPlease report it with this line and the version; the case itself is not needed.\n"
    )
    return INTERNAL


def _place(error: BaseException) -> str:
    """Module and line of the error; never its message, which may quote a patient's data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
