"""The register of sources: every authority, and what rests on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.denials import told
from oxyclaim.engine.words import Criterion, Open
from oxyclaim.handbook.model import Citation, RegisterEntry
from oxyclaim.handbook.names import Names
from oxyclaim.handbook.sources import section_of, source
from oxyclaim.handbook.tree import walk
from oxyclaim.policy.appeals import appeals
from oxyclaim.policy.codes.sheets import CodeSheet
from oxyclaim.policy.denials.holidays import HOLIDAYS


def register(catalogue: Catalogue, codes: Iterable[CodeSheet]) -> list[RegisterEntry]:
    """Every authority in the order of the file, with who cites it."""
    cited: dict[str, dict[Citation, None]] = defaultdict(dict)
    for id, citation in citations(catalogue, codes):
        cited[id][citation] = None
    return [
        RegisterEntry(
            source(authority, _sections(cited[authority.id])),
            tuple(cited[authority.id]),
        )
        for authority in catalogue.authorities.values()
    ]


def _sections(citations: Iterable[Citation]) -> tuple[str, ...]:
    """The sections cited; one cite may name several, with a semicolon between them."""
    return tuple(dict.fromkeys(part for each in citations for part in each.section.split("; ") if part))


def citations(catalogue: Catalogue, codes: Iterable[CodeSheet]) -> Iterator[tuple[str, Citation]]:
    """Every citation of the rule book and the code sheets, by the authority it names (which may not exist)."""
    for kind, name, cites in _citing(catalogue, codes):
        for cite in cites:
            yield authority_id(cite), Citation(kind, name, section_of(cite))


def _citing(catalogue: Catalogue, codes: Iterable[CodeSheet]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    names = Names(catalogue)
    for rule in catalogue.rules:
        yield "rule", rule.id, rule.authority
    nodes = [node for rule in catalogue.rules for node in (rule.applies, rule.requires)]
    for node in walk(*nodes, *(criterion for output in catalogue.outputs for criterion in output.uses)):
        match node:
            case Criterion():
                yield "criterion", node.title.rstrip("."), node.authority
            case Open():
                yield "open question", names.readable(node.question), node.authority
    for payer, by_name in catalogue.values.items():
        for name in by_name:
            for value in catalogue.own_values(payer, name):
                yield (
                    "value",
                    f"{payer}: {name} from {value.first.isoformat()}",
                    (*value.authority, *value.contested_by),
                )
        taken_over = catalogue.switches.get(catalogue.profiles[payer].inherits, {})
        for id, values in catalogue.switches[payer].items():
            for value in values:
                if value not in taken_over.get(id, ()):
                    used = "used" if value.value else "not used"
                    yield "use of a rule", f"{payer}: {id} {used} from {value.first.isoformat()}", value.authority
    for sheet in codes:
        yield "code", sheet.code, sheet.authority
        for statement in sheet.statements:
            yield "code", sheet.code, statement.authority
    book = catalogue.denials
    for denial in book.denials.values():
        yield "denial", " or ".join(map(told, denial.code_sets)), denial.authority
    for charge in catalogue.charges.entries:
        yield "charge to the patient", charge.id, (*charge.authority, *charge.also_authority)
    for route in book.routes.values():
        yield "way on after a denial", route.title, (*route.authority, *route.about_authority)
    for group in book.groups.values():
        yield "group code", group.code, group.authority
    for charge in catalogue.charges.entries:
        told_beside = charge.id.replace("-", " ")
        yield "charge to the patient", told_beside, (*charge.authority, *charge.also_authority)
    yield "way on after a denial", "working days", (HOLIDAYS,)
    yield from _of_appeals()


def _of_appeals() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    known = appeals()
    for level in known.levels.values():
        yield "appeal", level.title.lower(), (*level.authority, *(each.authority for each in level.least))
    yield "appeal", "waiver of liability", known.waiver.authority
    yield "appeal", "reopening", known.reopening.authority
    yield "appeal", "order of the papers", known.parts_authority
