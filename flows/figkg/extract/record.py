"""The figure record: what the source said, unchanged in meaning and whole.

Field meanings follow PFOCR's two generations of records. Generation 1 keeps the entity rows
inside the front matter; generation 2 keeps them in tables beside the record and lists several
organisms for one word.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from figkg.base.regions import Box, Line

Generation = Literal["1a", "1b", "2", "api", "bot"]
"""Form of a record; ``api`` is a document of the BioThings API, which has no caption, ``bot`` one of the figure bot."""


Testimony = Literal["agrees", "contradicts", "absent"]
"""What a line in an image says of an edge that somebody read: it runs so, it runs otherwise, none is found."""


class GeneRow(Struct, frozen=True, cache_hash=True, gc=False):
    """One gene that OCR and PFOCR's lexicon read off the figure.

    Attributes:
        word: the text as OCR read it, for example ``NF-KB``.
        symbol: the gene symbol the source assigned (``NFKB1``), or None.
        number: the NCBI Gene number as a string of digits (``4790``), or None.
        lexicon: which lexicon matched: ``hgnc_symbol``, ``hgnc_alias_symbol``, ``hgnc_prev_symbol``,
            ``bioentities_symbol`` (a family), ``ncbigene_symbol``, ``ncbigene_synonym``,
            ``famplex_relations`` (a family), or empty.
        taxon: NCBI Taxonomy number of the gene's organism; ``9606`` where the source states none.
    """

    word: str
    symbol: str | None
    number: str | None
    lexicon: str
    taxon: str = "9606"


class ChemicalRow(Struct, frozen=True, gc=False):
    """One chemical read off the figure.

    Attributes:
        word: the text as OCR read it.
        mesh: MeSH number without prefix (``D001839``), or None.
        chebi: ChEBI number without prefix (``16113``), or None.
        name: the name the source gave it, or None.
    """

    word: str
    mesh: str | None
    chebi: str | None = None
    name: str | None = None


class DiseaseRow(Struct, frozen=True, gc=False):
    """One disease read off the figure or assigned to it.

    Attributes:
        word: the text as OCR read it, or the assigned term.
        mesh: MeSH number without prefix (``D015464``), or None.
        doid: Disease Ontology number without prefix, or None.
        name: the name the source gave it, or None.
    """

    word: str
    mesh: str | None
    doid: str | None = None
    name: str | None = None


class DrawnNode(Struct, frozen=True):
    """A node drawn in a figure.

    Attributes:
        label: the text in the image.
        type: what it is drawn as, ``gene``; empty where nobody says.
        identifier: CURIE that whoever read it gave, ``ncbigene:7124``, or empty.
        box: where its label is in the image, or None.
    """

    label: str
    type: str = ""
    identifier: str = ""
    box: Box | None = None


class DrawnEdge(Struct, frozen=True):
    """An edge drawn in a figure.

    Attributes:
        source: place, among the nodes, of the one where it begins.
        target: place of the one that it acts on.
        type: what it is drawn as, ``activation``.
        uncertain: whether it is drawn, or was read, as a possibility.
        confidence: how sure its reader is of it, in (0, 1].
        line: where its line begins and ends in the image, or None.
        panel: letter of the panel where it is drawn, or empty.
        witness: what a line found in the image says of it, or None where nothing is said.
    """

    source: int
    target: int
    type: str
    uncertain: bool = False
    confidence: float = 1.0
    line: Line | None = None
    panel: str = ""
    witness: Testimony | None = None


class Drawing(Struct, frozen=True):
    """What somebody read off the image.

    Attributes:
        by: who: ``curator``, or the name of a model.
        named: the name by which the annotation calls the figure.
        nodes: the nodes.
        edges: the edges.
    """

    by: str
    named: str
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]


class FigureRecord(Struct, frozen=True, kw_only=True):
    """One figure as its source describes it.

    Attributes:
        figid: identifier, ``PMC6676106__CAS-110-2421-g006``, without a file ending.
        alias: PFOCR's short identifier (``PMC6676106__F6``), or None.
        iri: the page of the figure at PFOCR, which equals the record's own ``@id``.
        pmcid: PubMed Central identifier of the paper, ``PMC6676106``.
        title: title of the figure, possibly empty.
        caption: the caption, decoded and unfolded, possibly empty.
        number: figure number as printed (``F6``, ``Figure 6``), or None.
        figure_type: ``Figure``, ``Scheme``, ``Graphical abstract`` …, or None.
        paper_title: title of the paper, or None.
        reference: short citation of the paper, or None.
        year: year of publication, or None.
        doi: DOI of the paper without resolver, or None.
        journal: journal title, or None.
        organisms: organisms of the paper as the source names them.
        organisms_matched: organisms whose gene names matched, best first (generation 2).
        score: probability that the image is a pathway figure, in [0, 1], or None.
        generation: which form of record this is.
        genes: gene rows, exact duplicates removed, in the order of the source.
        chemicals: chemical rows, likewise.
        diseases: disease rows, likewise.
        file: path or archive member the record was read from.
        digest: SHA-256 of the record's bytes and of its tables' bytes, in hex.
        drawings: edges that others read off the image.
    """

    figid: str
    alias: str | None
    iri: str
    pmcid: str
    title: str
    caption: str
    number: str | None
    figure_type: str | None
    paper_title: str | None
    reference: str | None
    year: int | None
    doi: str | None
    journal: str | None
    organisms: tuple[str, ...]
    organisms_matched: tuple[str, ...]
    score: float | None
    generation: Generation
    genes: tuple[GeneRow, ...]
    chemicals: tuple[ChemicalRow, ...]
    diseases: tuple[DiseaseRow, ...]
    file: str
    digest: str
    drawings: tuple[Drawing, ...] = ()


class RecordText(Struct, frozen=True):
    """The bytes of one record before they are understood.

    Attributes:
        file: path or archive member, for messages.
        content: the Markdown or YAML file, or one object of JSON.
        tables: bytes of the entity tables beside it, by kind (``genes``, ``chemicals``, ``diseases``).
        form: ``markdown``, ``yaml`` or ``json``.
    """

    file: str
    content: bytes
    tables: dict[str, bytes]
    form: Literal["markdown", "yaml", "json"] = "markdown"
