"""Slices of the official files, in the layouts their makers publish, in two releases.

Between the releases a gene is renamed (SEPT2, now SEPTIN2), a gene number is merged into another, a descriptor is
merged into another (its name becomes an entry term there), a supplementary record is withdrawn and a gene is new.
"""

from __future__ import annotations

import gzip
from pathlib import Path

_HGNC = (
    *("hgnc_id", "symbol", "name", "locus_group", "locus_type", "status", "location", "alias_symbol", "alias_name"),
    *("prev_symbol", "prev_name", "gene_group", "date_symbol_changed", "entrez_id", "ensembl_gene_id", "uniprot_ids"),
)
_GENE_INFO = (
    *("#tax_id", "GeneID", "Symbol", "LocusTag", "Synonyms", "dbXrefs", "chromosome", "map_location", "description"),
    *("type_of_gene", "Symbol_from_nomenclature_authority", "Full_name_from_nomenclature_authority"),
    *("Nomenclature_status", "Other_designations", "Modification_date", "Feature_type"),
)
_HISTORY = ("#tax_id", "GeneID", "Discontinued_GeneID", "Discontinued_Symbol", "Discontinue_Date")


def gene(number: str, symbol: str, name: str, entrez: str, **cells: str) -> dict[str, str]:
    """A row of the HGNC complete set."""
    row = dict.fromkeys(_HGNC, "")
    row |= {"hgnc_id": f"HGNC:{number}", "symbol": symbol, "name": name, "entrez_id": entrez, "status": "Approved"}
    row |= {"locus_group": "protein-coding gene", "locus_type": "gene with protein product"}
    return row | cells


TP53 = gene("11998", "TP53", "tumor protein p53", "7157", alias_symbol='"p53|LFS1"', uniprot_ids="P04637")
AKT1 = gene("391", "AKT1", "AKT serine/threonine kinase 1", "207", alias_symbol='"RAC|PKB"', uniprot_ids="P31749")
AKT2 = gene("392", "AKT2", "AKT serine/threonine kinase 2", "208", uniprot_ids="P31751")
SEPT2 = gene("7729", "SEPT2", "septin 2", "4735")
SEPTIN2 = gene("7729", "SEPTIN2", "septin 2", "4735", prev_symbol="SEPT2", date_symbol_changed="2019-07-25")
NEW = gene("55556", "NEWG1", "new gene 1", "105371")
UNNAMED = {"#tax_id": "9606", "GeneID": "112268", "Symbol": "LOC112268", "type_of_gene": "ncRNA"}
REGION = {"#tax_id": "9606", "GeneID": "113939", "Symbol": "LOC113939", "type_of_gene": "biological-region"}


def hgnc(*rows: dict[str, str]) -> str:
    """The HGNC complete set."""
    return "".join("\t".join(cells) + "\n" for cells in (_HGNC, *(row.values() for row in rows)))


def gene_info(*rows: dict[str, str]) -> bytes:
    """NCBI's gene_info, gzipped."""
    lines = ["\t".join(_GENE_INFO)]
    lines += ["\t".join(row.get(column, "-") for column in _GENE_INFO) for row in rows]
    return gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)


def gene_history(*rows: tuple[str, str, str, str]) -> bytes:
    """NCBI's gene_history, gzipped: taxon, new number, old number, old symbol."""
    lines = ["\t".join(_HISTORY), *("\t".join((*row, "20200101")) for row in rows)]
    return gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)


def descriptors(*records: tuple[str, str, str, tuple[str, ...]]) -> bytes:
    """MeSH descriptors as XML, gzipped: number, name, tree number, entry terms."""
    return _xml("DescriptorRecordSet", (_descriptor(*record) for record in records))


def supplement(*records: tuple[str, str, str, str, tuple[str, ...]]) -> bytes:
    """MeSH supplementary records as XML, gzipped: number, name, class, descriptor it maps to, entry terms."""
    return _xml("SupplementalRecordSet", (_supplemental(*record) for record in records))


def _xml(root: str, records: object) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE X SYSTEM "https://www.nlm.nih.gov/databases/dtd/x.dtd">\n'
    return gzip.compress(f"{head}<{root}>{''.join(records)}</{root}>\n".encode(), mtime=0)  # type: ignore[arg-type]


def _terms(label: str, terms: tuple[str, ...]) -> str:
    strings = "".join(f"<Term><String>{term}</String></Term>" for term in (label, *terms))
    return f"<ConceptList><Concept><TermList>{strings}</TermList></Concept></ConceptList>"


def _descriptor(number: str, label: str, tree: str, terms: tuple[str, ...]) -> str:
    return (
        f"<DescriptorRecord><DescriptorUI>{number}</DescriptorUI>"
        f"<DescriptorName><String>{label}</String></DescriptorName>"
        f"<TreeNumberList><TreeNumber>{tree}</TreeNumber></TreeNumberList>{_terms(label, terms)}</DescriptorRecord>\n"
    )


def _supplemental(number: str, label: str, kind: str, mapped: str, terms: tuple[str, ...]) -> str:
    return (
        f'<SupplementalRecord SCRClass="{kind}"><SupplementalRecordUI>{number}</SupplementalRecordUI>'
        f"<SupplementalRecordName><String>{label}</String></SupplementalRecordName>"
        f"<HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*{mapped}</DescriptorUI>"
        f"</DescriptorReferredTo></HeadingMappedTo></HeadingMappedToList>{_terms(label, terms)}</SupplementalRecord>\n"
    )


_LEUKEMIA = ("D007938", "Leukemia", "C04.557.337", ("Leucocythaemia",))
_GLUCOSE = ("D005947", "Glucose", "D09.947.875", ("Dextrose",))
_KINASES = ("D010770", "Phosphotransferases", "D08.811.913", ())
_MERGED = ("D000070", "Old Leukemia Name", "C04.557.000", ())
_DRUG = ("C085911", "imatinib analog", "1", "D005947", ("analogumab",))
_RARE = ("C535533", "rare leukemia", "3", "D007938", ())
_GONE = ("C000001", "withdrawn compound", "1", "D005947", ())

_ENTITIES = "AKT\nAMPK\n"
_RELATIONS = "HGNC,AKT1,isa,FPLX,AKT\nHGNC,AKT2,isa,FPLX,AKT\n"
_EQUIVALENCES = "BEL,AKT Family,AKT\nMESH,D051057,AKT\nIP,IPR000001,AMPK\n"
_NAMES = "Akt kinase,FPLX,AKT\np53 tumor suppressor,HGNC,TP53\nplain text\n"

_PAPERS = (
    "Journal Title,ISSN,eISSN,Year,Volume,Issue,Page,DOI,PMCID,PMID,Manuscript Id,Release Date\n"
    '"A Journal, of Things",1234-5678,,2020,1,1,1,10.1000/one,PMC1,1001,,live\n'
    "Letters,1234-5678,,2021,1,1,1,,PMC2,0,,live\n"
)

_OBO = """format-version: 1.2
ontology: go

[Term]
id: GO:0006915
name: apoptotic process
namespace: biological_process
is_a: GO:0012501 ! programmed cell death

[Term]
id: GO:0005634
name: nucleus
namespace: cellular_component

[Term]
id: GO:0000001
name: obsolete thing
namespace: biological_process
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""


def release_one() -> dict[str, bytes]:
    """The older release: content by file name."""
    return {
        "hgnc_complete_set.txt": hgnc(TP53, AKT1, AKT2, SEPT2).encode(),
        "withdrawn.txt": (
            b"HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)\n"
            b"HGNC:1\tEntry Withdrawn\tA12M1\t\n"
            b"HGNC:2\tMerged/Split\tPKBX\tHGNC:391|AKT1|Approved, HGNC:392|AKT2|Approved\n"
        ),
        "Homo_sapiens.gene_info.gz": gene_info(UNNAMED, REGION),
        "gene_history.gz": gene_history(("9606", "207", "999001", "AKTX"), ("10090", "1", "999002", "Mouse1")),
        "desc.xml.gz": descriptors(_LEUKEMIA, _GLUCOSE, _KINASES, _MERGED),
        "supp.xml.gz": supplement(_DRUG, _RARE, _GONE),
        "famplex/entities.csv": _ENTITIES.encode(),
        "famplex/relations.csv": _RELATIONS.encode(),
        "famplex/grounding_map.csv": _NAMES.encode(),
        "famplex/equivalences.csv": _EQUIVALENCES.encode(),
        "go-basic.obo": _OBO.encode(),
        "PMC-ids.csv.gz": gzip.compress(_PAPERS.encode(), mtime=0),
    }


def release_two() -> dict[str, bytes]:
    """The newer release."""
    leukemia = (*_LEUKEMIA[:3], (*_LEUKEMIA[3], "Old Leukemia Name"))
    return release_one() | {
        "hgnc_complete_set.txt": hgnc(TP53, AKT1, AKT2, SEPTIN2, NEW).encode(),
        "Homo_sapiens.gene_info.gz": gene_info({**UNNAMED, "GeneID": "112269", "Symbol": "LOC112269"}),
        "gene_history.gz": gene_history(("9606", "207", "999001", "AKTX"), ("9606", "4735", "112268", "LOC112268")),
        "desc.xml.gz": descriptors(leukemia, _GLUCOSE, _KINASES),
        "supp.xml.gz": supplement(_DRUG, _RARE),
    }


def write(files: dict[str, bytes], folder: Path) -> Path:
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
