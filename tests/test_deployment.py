"""What runs figkg on a server says what figkg understands, and the tables of operations.md are whole."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml

from figkg.cli.command import app
from figkg.cli.endings import STATUSES
from figkg.flows.schedule import read_deployments

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMMAND = typer.main.get_command(app)
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def understand(arguments: list[str]) -> None:
    """Parse a command line without running it; raises what a user would be told."""
    with COMMAND.make_context("figkg", arguments) as context:
        name, command, rest = COMMAND.resolve_command(context, [*context._protected_args, *context.args])  # type: ignore[attr-defined]
        assert command is not None
        command.make_context(name, rest, parent=context)


def test_a_mistake_would_be_found() -> None:
    with pytest.raises(typer._click.exceptions.UsageError):
        understand(["serve", "--no-such-option"])


def lines_of(path: Path) -> Iterator[list[str]]:
    """The arguments of each call of figkg in a unit or crontab."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for call in re.findall(r"/opt/figkg/bin/figkg ([^&>\n]+)", line):
                yield shlex.split(call)


@pytest.mark.parametrize("name", ["figkg.service", "figkg-nightly.service", "crontab"])
def test_figkg_understands_what_a_unit_or_crontab_calls(name: str) -> None:
    calls = list(lines_of(DEPLOY / name))
    assert calls
    for arguments in calls:
        understand(arguments)


def test_units_are_what_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/figkg/bin/figkg", "/bin/true")
        (tmp_path / unit.name).write_text(re.sub("^User=.*$", "", text, flags=re.MULTILINE))
    paths = [str(tmp_path / unit.name) for unit in UNITS]
    ran = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_compose_calls_what_figkg_understands_and_mounts_what_is_there() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"serve", "nightly", "virtuoso"}
    for name in ("serve", "nightly"):
        understand(services[name]["command"])
        assert (services[name]["read_only"], services[name]["cap_drop"]) == (True, ["ALL"])
    mounted = [one for service in services.values() for one in service["volumes"] if one.startswith("./")]
    assert all((DEPLOY / one.partition(":")[0]).is_file() for one in mounted)
    assert all(port.startswith("127.0.0.1:") for service in services.values() for port in service.get("ports", ()))


def test_the_deployments_of_compose_are_the_shipped_ones_with_a_load() -> None:
    shipped, composed = (
        {one.name: one for one in read_deployments(folder / "prefect.yaml")} for folder in (ROOT, DEPLOY)
    )
    assert shipped.keys() == composed.keys()
    assert shipped["nightly-build"] == composed["nightly-build"]
    assert composed["publish-after-build"].parameters["url"] == "http://virtuoso:8890"
    assert composed["publish-after-build"].triggers[0]["enabled"]


def test_the_image_has_no_root_and_says_whether_it_is_well() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert lines.index("USER 10001:10001") < lines.index('ENTRYPOINT ["figkg"]')
    understand(yaml.safe_load(next(line for line in lines if line.startswith("CMD [")).removeprefix("CMD ")))
    assert any("/health" in line for line in lines)


def test_the_image_is_made_of_what_is_there() -> None:
    kept = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    assert all((ROOT / one).exists() for one in kept)
    included = re.findall(r'^"([\w.]+)" = "figkg/data/', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert set(included) <= set(kept)


def test_every_environment_variable_of_the_code_stands_in_the_table() -> None:
    table = OPERATIONS.partition("### Environment variables")[2].partition("\n### ")[0]
    listed = set(re.findall(r"`(FIGKG_\w+)`", table))
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "flows").rglob("*.py"))
    assert listed == set(re.findall(r"\bFIGKG_[A-Z_]*[A-Z]\b", code))


def test_every_exit_code_stands_in_the_table() -> None:
    table = OPERATIONS.partition("### Exit codes")[2]
    assert set(map(int, re.findall(r"^\| (\d+) \|", table, re.MULTILINE))) == {0, 1, 2, *STATUSES}
