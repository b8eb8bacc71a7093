"""Where a contract's fields stand in a file: by question, place and sub-label."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.readers import Column, wording
from iro_pipeline.readers.headings import is_box, label, stem

Question = tuple[str, int]  # its wording, and which of those so worded


@dataclass(frozen=True)
class Block:
    """
    A question's columns: by sub-label, and by place.

    Where they are options or statements that the contract knows (`spread`), these share the first
    place, and the boxes beside them have the places after it.
    """

    columns: tuple[int, ...]
    subs: Mapping[str, int]
    places: Mapping[int, int]
    spread: bool


def places(
    contract: Contract, columns: Sequence[Column], present: Sequence[int]
) -> dict[str, tuple[int, ...]]:
    """The columns of each field that is there; several where each is of one answer."""
    blocks = _blocks(columns, present, _known(contract))
    clear = _clear(contract)
    found = {
        each.name: _places(contract, each, blocks) if each.name in clear else ()
        for each in contract.fields
    }
    found |= _without_stem(contract, found, blocks)
    return {name: spots for name, spots in found.items() if spots}


def worded(contract: Contract, header: str) -> str:
    """A header as the file's reader gives it."""
    return wording(stem(header) if contract.form == "survey" else header)


def statements(each: Field) -> list[str]:
    """The wordings of a field's sub-label."""
    return [wording(label(sub)) for sub in each.sub]


def answers(each: Field) -> dict[str, str]:
    """The sub-labels of a field's answers where each has a column, and the answers."""
    if not each.labels or each.place > 1:
        return {}
    said = [
        wording(text)
        for code, labels in each.codes.items()
        for text in (labels if code.isdigit() else (code, *labels))
    ]
    if not each.sub:
        return {answer: answer for answer in said}
    return {f"{sub} - {answer}": answer for sub in statements(each) for answer in said}


def _clear(contract: Contract) -> set[str]:
    """
    The fields with an address of their own.

    Two questions that differ only after the "?" have one, and need to say which comes first.
    """
    headers: dict[tuple[str, int, int, tuple[str, ...]], str] = {}
    clear = set()
    for each in contract.fields:
        for header in each.header[:1]:
            address = (worded(contract, header), each.occurrence, each.place, each.sub)
            if headers.setdefault(address, header) == header:
                clear.add(each.name)
    return clear


def _known(contract: Contract) -> dict[Question, dict[str, bool]]:
    """The sub-labels that each question is known to have, and whether each is its field's own."""
    known: dict[Question, dict[str, bool]] = defaultdict(dict)
    for each in contract.fields:
        if each.sub or each.labels:
            for header in each.header:
                subs = known[worded(contract, header), each.occurrence]
                subs |= {answer: False for answer in answers(each) if answer not in subs}
                subs |= dict.fromkeys(statements(each), True)
    return known


def _blocks(
    columns: Sequence[Column], present: Sequence[int], known: Mapping[Question, Mapping[str, bool]]
) -> dict[Question, Block]:
    of_question: dict[Question, list[int]] = defaultdict(list)
    for i in present:
        of_question[wording(columns[i].header), columns[i].occurrence].append(i)
    return {
        question: _block(columns, places, known.get(question, {}))
        for question, places in of_question.items()
    }


def _block(columns: Sequence[Column], block: Sequence[int], known: Mapping[str, bool]) -> Block:
    subs = {i: wording(columns[i].sub) for i in block}
    last = {sub: i for i, sub in subs.items()}
    boxes = {i for sub, i in last.items() if is_box(columns[i].sub) and not known.get(sub)}
    spread = any(subs[i] in known for i in block if i not in boxes)
    if spread:
        beside = [i for i in block if subs[i] not in known or i in boxes]
        leads = beside[:1] == [block[0]]
        places = dict(enumerate(beside, 1 if leads else 2))
    else:
        places = {columns[i].place: i for i in block}
    by_sub = {sub: i for i, sub in reversed(subs.items()) if sub}
    return Block(tuple(block), by_sub, places, spread)


def _places(contract: Contract, each: Field, blocks: Mapping[Question, Block]) -> tuple[int, ...]:
    for header in each.header:
        block = blocks.get((worded(contract, header), each.occurrence))
        if block and (found := _within(each, block)):
            return found
    return ()


def _within(each: Field, block: Block) -> tuple[int, ...]:
    """A field's columns within its question."""
    named = [block.subs[sub] for sub in statements(each) if sub in block.subs]
    if named:
        return (named[0],)
    spread = [block.subs[sub] for sub in answers(each) if sub in block.subs] if block.spread else []
    if spread:
        return tuple(sorted(set(spread)))
    if "ticked" in each.formats:
        return _joined(each, block) if each.sub else ()
    if each.sub or each.place not in block.places:
        return ()
    return (block.places[each.place],)


def _joined(each: Field, block: Block) -> tuple[int, ...]:
    """The cell that joins the options ticked: of the question, or of a statement within it."""
    for sub in statements(each):
        statement, _, option = sub.rpartition(" - ")
        if option and statement in block.subs:
            return (block.subs[statement],)
    return () if block.spread or 1 not in block.places else (block.places[1],)


def _without_stem(
    contract: Contract, places: Mapping[str, tuple[int, ...]], blocks: Mapping[Question, Block]
) -> dict[str, tuple[int, ...]]:
    """Statements that head their columns without their question, as in Microsoft Forms."""
    seen: Counter[str] = Counter()
    found = {}
    for each in contract.fields:
        asked = {(worded(contract, header), each.occurrence) for header in each.header}
        if each.sub and not places[each.name] and not asked & blocks.keys():
            statement = worded(contract, label(each.sub[0]))
            seen[statement] += 1
            for sub in each.sub:
                block = blocks.get((worded(contract, label(sub)), seen[statement]))
                if block and 1 in block.places:
                    found[each.name] = (block.places[1],)
                    break
    return found
