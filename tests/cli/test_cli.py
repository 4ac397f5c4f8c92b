"""The command line: answers, and one clear line for a user's mistake."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg import __version__
from figkg.base.iris import FKG
from figkg.base.resources import mappings_folder
from tests.helpers.builds import build_by_command
from tests.helpers.commands import Ran, run_here
from tests.helpers.prefect_server import clean_environment

JUDGE = ("--reason", "an example", "--orcid", "0000-0002-1825-0097")
RECORDS = Path(__file__).parent.parent / "records"
Run = Callable[..., Ran]


@pytest.fixture
def figkg(output: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command on that output folder."""

    def run(*arguments: str, **environment: str) -> Ran:
        return run_here(capfd, *arguments, "--out", str(output), environment=environment)

    return run


def test_a_query_by_name_with_a_parameter(figkg: Run) -> None:
    ran = figkg("query", "targets-of-gene", "gene=CCN1", "--format", "csv")
    assert ran.returncode == 0
    assert "https://identifiers.org/ncbigene/596,BCL2,1" in ran.stdout


def test_a_query_that_finds_nothing_says_why_that_may_be_so(figkg: Run) -> None:
    for form, answer in (("table", ""), ("csv", "predicate,sentence,trigger,confidence,figure\r\n")):
        ran = figkg("query", "evidence-of-edge", "from=CYR61", "--set", "to=p53", "--format", form)
        assert (ran.returncode, ran.stdout.replace("\r\n", "\n")) == (0, answer.replace("\r\n", "\n"))
        assert ran.stderr.startswith("figkg: nothing found. No caption here is read as saying so directly; by way of")
    assert figkg("query", "SELECT * { ?a fkg:inhibitz ?b }").stderr == (
        "figkg: nothing found. fkg:inhibitz is nowhere in this graph; fkg:inhibits?\n"
    )
    assert "<results>" in figkg("query", "SELECT * { ?a fkg:sign 7 }", "--format", "xml").stdout
    assert figkg("query", "SELECT * { ?a fkg:sign 7 }").stderr == (
        "figkg: nothing found. All its terms are in the graph, but nothing has them together.\n"
    )


def test_a_query_by_text_as_a_table(figkg: Run) -> None:
    ran = figkg("query", "SELECT ?label { ncbigene:3491 rdfs:label ?label }")
    assert "CCN1" in ran.stdout
    assert "1 row" in ran.stdout


def test_a_figure_is_shown_with_its_sentences(figkg: Run) -> None:
    ran = figkg("show", "PMC6676106__CAS-110-2421-g006")
    assert "CCN1 (ncbigene:3491) → activates BCL2 (ncbigene:596)" in ran.stdout
    assert "in Leukemia, Myelogenous, Chronic, BCR-ABL Positive" in ran.stdout
    assert "paper: Cyr61 as a source of imatinib tolerance in chronic myeloid leukemia.\n" in ran.stdout
    assert "then upregulates" in ran.stdout


def test_a_gene_is_shown_by_its_previous_symbol(figkg: Run) -> None:
    assert figkg("show", "CYR61").stdout.startswith("CCN1, gene ncbigene:3491, in 1 figure\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("show", "NOSUCHGENE"), "figkg: no figure and no entity is called 'NOSUCHGENE' in this graph"),
        (("query", "SELECT"), "figkg: query query: not valid SPARQL"),
        (("query", "none.rq"), "figkg: query none.rq: No such file or directory"),
        (("query", "inhibitor-of-gene"), "figkg: query inhibitor-of-gene: no query has this name; inhibitors-of-gene?"),
        (("query", "targets-of-gene", "gene=CCN9"), "figkg: no figure and no entity is called 'CCN9'"),
        (("show", "Mtor"), "figkg: 'Mtor' means several things here: MTOR (ncbigene:2475), gene in "),
        (("export", "graph.doc"), "figkg: graph.doc: the name tells no format; say --format: nquads, trig"),
        (("export", "--format", "word", "graph.doc"), "figkg: word: no such format; there are: nquads, trig"),
        (("export", "--format", "edgs", "graph.doc"), "figkg: word: no such format; edges?".replace("word", "edgs")),
        (("export", "edges.tvs"), "figkg: edges.tvs: the name tells no format; edges.tsv?"),
        (
            ("show", "nbcigene:3491"),
            "figkg: no figure and no entity is called 'nbcigene:3491' in this graph; the prefix",
        ),
        (("show", "fplx:NFkapaB"), "figkg: no figure and no entity is called 'fplx:NFkapaB' in this graph; near: NFk"),
        (
            ("show", "PMC667610"),
            "figkg: no figure and no entity is called 'PMC667610' in this graph; near: PMC6676106__",
        ),
        (
            ("judge", "NFKB1", "wrong", *JUDGE),
            "figkg: no statement and no edge is called 'NFKB1' in this graph; it would",
        ),
        (
            ("load", "http://127.0.0.1:9", "--profile", "virtuosso"),
            "figkg: store http://127.0.0.1:9: no profile 'virtuosso'",
        ),
    ],
)
def test_a_mistake_ends_in_one_line(figkg: Run, arguments: tuple[str, ...], line: str) -> None:
    ran = figkg(*arguments, COLUMNS="400")
    assert ran.returncode == 1
    assert ran.stderr.startswith(line)
    assert ran.stderr.count("\n") == 1
    assert ran.stdout == ""


def test_a_mistyped_folder_of_records_is_answered_with_the_one_beside_it(figkg: Run) -> None:
    ran = figkg("build", str(RECORDS).removesuffix("s"), COLUMNS="400")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"figkg: cannot read {str(RECORDS).removesuffix('s')}: no such file or folder; {RECORDS}?\n"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (
            ("query", "inhibitors-of-gene", "--format", "cvs"),
            "'cvs' is not one of 'table', 'csv', 'tsv', 'json', 'xml'; csv?",
        ),
        (("build", str(RECORDS), "--reader", "fats"), "'fats' is neither full nor fast, and no http address; fast?"),
    ],
)
def test_a_mistyped_value_of_an_option_is_answered_with_the_one_that_is_near(
    figkg: Run, arguments: tuple[str, ...], answer: str
) -> None:
    ran = figkg(*arguments, COLUMNS="400")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert answer in ran.stderr


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (f"SELECT * {{ ?a <{FKG}inhibitz> ?b }}", "fkg:inhibitz is nowhere in this graph; fkg:inhibits?"),
        (
            f"PREFIX v: <{FKG}> SELECT * {{ ?a v:sign 7 }}",
            "All its terms are in the graph, but nothing has them together.",
        ),
        (
            "SELECT * FROM <https://w3id.org/figkg/graph/nowhere> { ?edge a fkg:Edge }",
            "graph:nowhere is nowhere in this graph. Only the graphs that it names by FROM were asked; without",
        ),
        ('SELECT * { ?a rdfs:label "NFKB11" }', 'nothing is called "NFKB11"; near: NFKB1 (ncbigene:4790)'),
    ],
)
def test_a_mistyped_name_in_a_query_is_answered_with_the_one_that_is_near(figkg: Run, query: str, why: str) -> None:
    assert figkg("query", query).stderr.startswith(f"figkg: nothing found. {why}")


@pytest.fixture(scope="session")
def other_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mappings folder in which the vocabulary has another IRI."""
    folder = tmp_path_factory.mktemp("other_base")
    for path in mappings_folder().resolve().iterdir():
        (folder / path.name).symlink_to(path)
    text = (folder / "prefixes.yaml").read_text(encoding="utf-8")
    (folder / "prefixes.yaml").unlink()
    (folder / "prefixes.yaml").write_text(text.replace(FKG, "https://example.org/vocab#"), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", str(RECORDS)),
        ("validate",),
        ("export", "--format", "sif", "-"),
        ("query", "inhibitors-of-gene"),
        ("show", "NFKB1"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_another_base_of_the_graph_is_refused_by_every_command(
    figkg: Run, other_base: Path, arguments: tuple[str, ...]
) -> None:
    ran = figkg(*arguments, FIGKG_MAPPINGS=str(other_base), COLUMNS="400")
    line = next(
        number
        for number, text in enumerate((other_base / "prefixes.yaml").read_text(encoding="utf-8").splitlines(), 1)
        if text.startswith("fkg:")
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr == (
        f"figkg: mapping prefixes.yaml, line {line}: fkg: is https://example.org/vocab#, "
        "but the graph is published under https://w3id.org/figkg/vocab#\n"
    )


@pytest.mark.slow
def test_a_source_that_is_not_there_ends_in_one_line(tmp_path: Path) -> None:
    ran = build_by_command(clean_environment(), tmp_path / "out", Path("nowhere"))
    line = "figkg: cannot read nowhere: no such file or folder\n"
    assert (ran.returncode, ran.stderr, ran.stdout) == (1, line, "")


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capfd, "show", "NFKB1", "--out", str(tmp_path))
    assert ran.returncode == 1
    assert "run `figkg build SOURCE --out DIR` first" in ran.stderr


def test_an_export_goes_to_a_file_or_to_standard_output(figkg: Run, tmp_path: Path) -> None:
    ran = figkg("export", str(tmp_path / "graph.sif"))
    assert ran.stderr == f"figkg: {tmp_path}/graph.sif written: source, interaction, target; for Cytoscape\n"
    text = (tmp_path / "graph.sif").read_text()
    assert "ncbigene:3491\tactivates\tfplx:NFkappaB\n" in text
    piped = figkg("export", "--format", "sif", "-")
    assert (piped.stdout, piped.stderr) == (text, "")


@pytest.fixture
def ground(capfd: pytest.CaptureFixture[str]) -> Run:
    """Looks words up."""

    def run(*arguments: str, words: str = "") -> Ran:
        return run_here(capfd, "ground", *arguments, stdin=words)

    return run


def test_words_numbers_and_curies_are_looked_up(ground: Run) -> None:
    shown = ground("NF-κB", "TrkA", "4790", "mesh:D015464").stdout
    for cell in ("fplx:NFkappaB", "ncbigene:4914", "NTRK1", "closeMatch", "ncbigene:4790", "mesh:D015464"):
        assert cell in shown


def test_a_text_is_read_for_what_it_names(ground: Run) -> None:
    ran = ground("--caption", "Nitric oxide (NO) inhibits VCAM1.", "--format", "tsv")
    header, *rows = (line.split("\t") for line in ran.stdout.splitlines())
    assert header == ["text", "start", "kind", "identifier", "label", "decided by", "looked up as", "probability"]
    found = {row[0]: row for row in rows}
    assert found["NO"][3:6] == ["mesh:D009569", "Nitric Oxide", "a curator"]
    assert found["VCAM1"][3:5] == ["ncbigene:7412", "VCAM1"]
    assert ground("--caption", "Arrows show the direction of events.").stdout == "figkg: nothing is named there\n"


def test_a_word_is_told_as_each_kind(ground: Run) -> None:
    rows = [line.split("\t")[1:4] for line in ground("--why", "DDR", "--format", "tsv").stdout.splitlines()[1:]]
    assert ["process", "go:0006974", "DNA damage response"] in rows
    assert ["family", "", ""] in rows  # discoidin domain receptors, where nothing says so
    unknown = ground("--why", "AvrPto", "--format", "tsv").stdout.splitlines()[1]
    assert unknown == "AvrPto\tanything\t\t\tno table has it\tAvrPto"


def test_a_file_of_words_gives_a_table_with_a_row_for_each(ground: Run, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("IGFBP10\n\nno such thing\nNF-κB\n", encoding="utf-8")
    ran = ground("--file", str(tmp_path / "words.txt"), "--format", "tsv")
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    assert rows[0][:2] == ["text", "identifier"]
    wanted = [["IGFBP10", "ncbigene:3491"], ["no such thing", ""], ["NF-κB", "fplx:NFkappaB"]]
    assert [row[:2] for row in rows[1:]] == wanted
    assert (
        ground("--file", "-", "--format", "tsv", words="TrkA\n")
        .stdout.splitlines()[1]
        .startswith("TrkA\tncbigene:4914")
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "give words, or a file of words with --file"),
        (("TP53", "--file", "x"), 2, "give words, or a file of words with --file"),
        (("--file", "/no/such/file"), 1, "figkg: cannot read /no/such/file: No such file or directory"),
    ],
)
def test_what_to_look_up_must_be_said(ground: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    ran = ground(*arguments)
    assert (ran.returncode, message in ran.stderr) == (code, True)


@pytest.mark.parametrize(
    "command",
    [
        *("build", "refresh", "schedule", "query", "queries", "show", "ground"),
        *("read", "paths", "connect", "enrich", "draw"),
        *("serve", "load", "export", "validate", "relate", "evaluate"),
    ],
)
def test_every_command_has_help(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capfd, command, "--help")
    assert ran.returncode == 0
    assert "Usage" in ran.stdout


def test_the_command_is_installed_as_a_program_and_as_a_module() -> None:
    for program in ([str(Path(sys.executable).with_name("figkg"))], [sys.executable, "-m", "figkg.cli"]):
        ran = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True)
        assert ran.stdout == f"figkg {__version__}\n"


def test_the_named_queries_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capfd, "queries")
    assert "inhibitors-of-gene" in ran.stdout
    assert "gene=" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--reader", "slow"), "neither full nor fast, and no http address"),
        (("--reader", "http://127.0.0.1:9/v1"), "an address needs --reader-model or --model too"),
        (("--estimate",), "no model is asked: name one with --vision or --reader"),
        (("--vision", "http://127.0.0.1:9/v1"), "it needs --model and --images too"),
    ],
)
def test_a_model_that_is_asked_for_wrongly_is_told(
    arguments: tuple[str, ...], message: str, tmp_path: Path, shipped: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ran = run_here(capfd, "build", str(shipped), "--out", str(tmp_path / "out"), *arguments)
    assert ran.returncode == 2
    assert message in " ".join(ran.stderr.split())


def test_what_a_model_would_cost_is_printed_and_nothing_is_built(
    tmp_path: Path, shipped: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = ("--reader", "http://127.0.0.1:9/v1", "--model", "gpt-5-mini", "--estimate")
    ran = run_here(capfd, "build", str(shipped), "--out", str(tmp_path / "out"), *asked)
    assert ran.returncode == 0
    assert "captions" in ran.stdout
    assert "US dollars" in ran.stdout
    assert not (tmp_path / "out").exists()
