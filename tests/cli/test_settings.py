"""A server's settings: all that is wrong at once, production only with what it needs, and the container files."""

import base64
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import oxyclaim
from oxyclaim.cli.store_place import address_of
from oxyclaim.services.problems import BadInput
from oxyclaim.services.running.settings import MEANINGS, read_settings

ROOT = Path(__file__).parents[2]
SOURCE = {"PYTHONPATH": str(Path(oxyclaim.__file__).parents[1])}


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """An environment in which it starts in production."""
    for name in ("papers", "outbox"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "store").write_text("postgresql://u:p@host/name\n")
    (tmp_path / "key").write_text(base64.b64encode(bytes(32)).decode() + "\n")
    return {
        "OXYCLAIM_FILES_KEY_FILE": str(tmp_path / "key"),
        "OXYCLAIM_MODE": "production", "OXYCLAIM_URL": "https://desk.example", "OXYCLAIM_HOST": "0.0.0.0",
        "OXYCLAIM_TLS": "proxy", "OXYCLAIM_SECURE_COOKIES": "yes", "OXYCLAIM_DISK_ENCRYPTED": "yes",
        "OXYCLAIM_STORE_FILE": str(tmp_path / "store"), "OXYCLAIM_FILES": str(tmp_path / "papers"),
        "OXYCLAIM_OUTBOX": str(tmp_path / "outbox"), "OXYCLAIM_LOG": "json", "PATH": "/bin",
    }  # fmt: skip


def wrong(environ: dict[str, str]) -> dict[str, str]:
    """What is wrong with an environment, by setting."""
    with pytest.raises(BadInput) as error:
        read_settings(environ)
    return {each.path or "": each.message for each in error.value.problems}


def test_without_settings_it_is_on_this_machine_alone():
    found = read_settings({})
    assert (found.host, found.port, found.production, found.secure, found.hosts) == (
        "127.0.0.1",
        8391,
        False,
        False,
        (),
    )


def test_production_starts_with_what_it_needs(production: dict[str, str]):
    found = read_settings(production)
    assert (found.store, found.secure, found.production) == ("postgresql://u:p@host/name", True, True)
    assert found.hosts == ("desk.example", "127.0.0.1", "localhost")


OWN = ("OXYCLAIM_STORE_FILE", "OXYCLAIM_FILES", "OXYCLAIM_OUTBOX", "OXYCLAIM_FILES_KEY_FILE")
NEEDED = ("OXYCLAIM_TLS", "OXYCLAIM_SECURE_COOKIES", "OXYCLAIM_DISK_ENCRYPTED", "OXYCLAIM_URL", "OXYCLAIM_STORE_FILE",
          "OXYCLAIM_FILES", "OXYCLAIM_OUTBOX", "OXYCLAIM_LOG")  # fmt: skip


@pytest.mark.parametrize("name", NEEDED)
def test_production_does_not_start_without(production: dict[str, str], name: str):
    del production[name]
    assert name.removesuffix("_FILE") in wrong(production)


def test_everything_that_is_wrong_is_told_at_once(production: dict[str, str]):
    assert set(wrong({"OXYCLAIM_MODE": "production"})) == {each.removesuffix("_FILE") for each in NEEDED}
    told = wrong({
        "OXYCLAIM_MODE": "prod", "OXYCLAIM_PORT": "http", "OXYCLAIM_HOST": "0.0.0.0", "OXYCLAIM_LOG": "xml",
        "OXYCLAIM_URL": "desk.example/path", "OXYCLAIM_SECURE_COOKIES": "maybe", "OXYCLAIM_METRICS_TOKEN": "short",
        "OXYCLAIM_DISC_ENCRYPTED": "yes", "OXYCLAIM_STORE_FILE": "/nowhere/x",
    })  # fmt: skip
    assert len(told) == 9
    assert "did you mean OXYCLAIM_DISK_ENCRYPTED?" in told["OXYCLAIM_DISC_ENCRYPTED"]
    assert all(len(each.split()) > 2 or each == "cannot be read" for each in told.values())
    both = production | {"OXYCLAIM_STORE": "a.db"}
    assert "set one of them" in wrong(both)["OXYCLAIM_STORE"]
    assert "nobody could sign in" in wrong({"OXYCLAIM_SECURE_COOKIES": "yes"})["OXYCLAIM_SECURE_COOKIES"]


def test_folders_must_be_there_and_closed_to_others(production: dict[str, str], tmp_path: Path):
    (tmp_path / "papers").chmod(0o755)
    production["OXYCLAIM_OUTBOX"] = str(tmp_path / "none")
    told = wrong(production)
    assert ("open to every user" in told["OXYCLAIM_FILES"], "make it first" in told["OXYCLAIM_OUTBOX"]) == (True, True)


def test_the_command_tells_them_and_does_not_start(tmp_path: Path):
    command = [sys.executable, "-c", "from oxyclaim.cli.main import run; run()", "serve"]
    environ = {**os.environ, **SOURCE, "OXYCLAIM_MODE": "production", "OXYCLAIM_LOGS": "json"}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environ, check=False)
    assert ran.returncode == 2
    assert all(name in ran.stderr for name in ("OXYCLAIM_LOGS", "OXYCLAIM_TLS", "OXYCLAIM_DISK_ENCRYPTED"))
    assert "Traceback" not in ran.stderr


def test_every_setting_is_in_the_guide():
    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    for name in MEANINGS:
        assert name in guide or name in ("OXYCLAIM_PROFILE", "OXYCLAIM_TEST_POSTGRES"), name
    for name in re.findall(r"OXYCLAIM_[A-Z_]+[A-Z]", guide):
        assert name.removesuffix("_FILE") in MEANINGS or name == "OXYCLAIM_DISC_ENCRYPTED", name


def test_the_settings_of_the_compose_file_are_those_with_which_it_starts(production: dict[str, str]):
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    desk = compose["services"]["desk"]
    given = {name: str(value) for name, value in desk["environment"].items()}
    ours = {name: production[name] for name in OWN}
    filled = {name: re.sub(r"\$\{DESK_NAME[^}]*\}", "desk.example", value) for name, value in given.items()}
    assert "OXYCLAIM_DISK_ENCRYPTED" in wrong(filled | ours | {"OXYCLAIM_DISK_ENCRYPTED": "no"}), "nobody declares it"
    assert read_settings(filled | ours | {"OXYCLAIM_DISK_ENCRYPTED": "yes"}).production
    assert set(ours) <= set(given)
    assert "ports" not in desk
    assert "ports" not in compose["services"]["database"]
    assert compose["services"]["database"]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    assert compose["services"]["tls"]["ports"] == ["443:443", "80:80"]
    mounted = {each.partition(":")[0] for service in compose["services"].values() for each in service["volumes"]}
    assert {each for each in mounted if not each.startswith(".")} == set(compose["volumes"])
    for each in (each for each in mounted if each.startswith(".")):
        assert (ROOT / each).is_file()
    used = {each for service in compose["services"].values() for each in service.get("secrets", [])}
    assert used == set(compose["secrets"])
    assert all(each["file"].startswith("./deploy/secrets/") for each in compose["secrets"].values())
    assert "secrets/" in (ROOT / "deploy" / ".gitignore").read_text()


def test_the_dockerfile_uses_what_is_there_and_runs_as_nobody_special():
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in lines} <= known
    allowed = (ROOT / ".dockerignore").read_text().split()
    for word, rest in lines:
        if word == "COPY" and "--from" not in rest:
            for each in rest.split()[:-1]:
                assert (ROOT / each).exists(), each
                assert f"!{each}" in allowed
    extras = set(re.search(r'"\.\[([\w,]+)\]"', text)[1].split(","))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert extras <= set(project["optional-dependencies"])
    assert {"web", "postgres", "metrics"} <= extras
    users = [rest for word, rest in lines if word == "USER"]
    assert users == ["oxyclaim"]
    assert project["version"] in (ROOT / "compose.yaml").read_text()


def test_the_tls_proxy_leads_to_the_desk_and_keeps_inside_what_is_inside():
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    assert text.count("{") == text.count("}")
    assert "reverse_proxy desk:8391" in text
    assert "path /metrics /health/*" in text


def test_commands_find_the_store_whose_address_stands_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "store").write_text("postgresql://u:p@host/name\n")
    monkeypatch.delenv("OXYCLAIM_STORE", raising=False)
    monkeypatch.setenv("OXYCLAIM_STORE_FILE", str(tmp_path / "store"))
    assert address_of(None) == "postgresql://u:p@host/name"
    assert address_of("mine.db") == "mine.db"
    monkeypatch.setenv("OXYCLAIM_STORE_FILE", str(tmp_path / "none"))
    with pytest.raises(BadInput, match="cannot be read"):
        address_of(None)
