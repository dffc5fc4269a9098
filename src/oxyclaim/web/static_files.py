"""The style sheet and scripts, from this package and nowhere else."""

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent / "static"
KEPT_FOR = "public, max-age=3600"


class Files(StaticFiles):
    """Files that a browser may keep: they hold no patient's data."""

    def __init__(self) -> None:
        super().__init__(directory=HERE)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = KEPT_FOR
        return response
