"""What a rule checks: the tree of its criteria in plain words."""

from collections.abc import Callable, Collection, Iterator, Mapping

from oxyclaim.engine.words import All, Any, Criterion, Exists, Fact, Node, Not, OfOther, Open
from oxyclaim.handbook.model import Cite, Point
from oxyclaim.handbook.names import Names, one_of

Citer = Callable[[tuple[str, ...]], tuple[Cite, ...]]


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly beneath a node, in the order in which they are explained."""
    match node:
        case All(parts=parts) | Any(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case Exists(holds=holds, among=among):
            return (among, holds) if among else (holds,)
        case Open(lenient=lenient, strict=strict):
            return (lenient, strict)
        case OfOther(criterion=criterion):
            return (criterion,)
        case Criterion(node=inner):
            return (inner,)
    return ()


def walk(*nodes: Node | None, apart: Collection[str] = ()) -> Iterator[Node]:
    """Every node from these down, each criterion once; beneath them, none that is shown ``apart``."""
    seen: set[str] = set()
    waiting = [node for node in nodes if node is not None]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Criterion):
            if node.name in seen or (node.name in apart and node not in nodes):
                continue
            seen.add(node.name)
        yield node
        waiting = [*parts_of(node), *waiting]


class Trees:
    """Builds the trees of one page; what has been shown once is only named the next time.

    So is what is shown ``apart``: criteria by name, each with the page that is its home.
    """

    def __init__(self, cites: Citer, names: Names, apart: Mapping[str, str]):
        self._cites = cites
        self._names = names
        self._apart = apart
        self._shown: set[str] = set()

    def root(self, criterion: Criterion) -> Point:
        """A criterion unfolded, also one that is shown apart elsewhere."""
        return self._unfolded(criterion)

    def point(self, node: Node) -> Point:
        """A node and what is beneath it."""
        match node:
            case Criterion():
                return self._criterion(node)
            case Fact(expression=expression):
                read = sorted({self._names.read(name) for name in expression.meta.root_names() if name})
                return Point(f"read directly from: {'; '.join(read)}")
            case Open():
                readings = ("the lenient reading", node.lenient), ("the strict reading", node.strict)
                parts = tuple(Point("", f"{name}:", self._beneath(reading)) for name, reading in readings)
                return Point(
                    f"open question: {self._names.readable(node.question)}", "", parts, self._cites(node.authority)
                )
            case OfOther(criterion=criterion):
                return Point("", "of the other record:", (self.point(criterion),))
            case _:
                return Point("", _joins(node), self._beneath(node))

    def _criterion(self, node: Criterion) -> Point:
        title, sources = node.title.rstrip("."), self._cites(node.authority)
        if node.name in self._shown:
            return Point(title, sources=sources, name=node.name, above=True)
        if node.name in self._apart:
            return Point(title, sources=sources, name=node.name, home=self._apart[node.name])
        return self._unfolded(node)

    def _unfolded(self, node: Criterion) -> Point:
        title, inner = node.title.rstrip("."), node.node
        sources = self._cites(node.authority)
        if isinstance(inner, Fact):
            return Point(title, sources=sources, name=node.name)
        self._shown.add(node.name)
        if isinstance(inner, (All, Any, Exists, Not)):
            return Point(title, _joins(inner), self._beneath(inner), sources, node.name)
        return Point(title, "", (self.point(inner),), sources, node.name)

    def _beneath(self, node: Node) -> tuple[Point, ...]:
        inside = isinstance(node, (All, Any, Exists, Not))
        return tuple(self.point(part) for part in (parts_of(node) if inside else (node,)))


def _joins(node: Node) -> str:
    match node:
        case All():
            return "all of:"
        case Any():
            return "any of:"
        case Not():
            return "not:"
        case Exists(grain=grain, among=among):
            return f"at least {one_of(grain)} meets {'both' if among else 'this'}:"
    raise TypeError(type(node).__name__)
