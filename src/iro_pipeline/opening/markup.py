"""DfE's XML of the SSDA903 return: its modules as pages, headed as their CSV files are."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from iro_pipeline.opening import Page, Unreadable
from iro_pipeline.opening.parts import SAFE, plain

# The columns of each module's CSV file, in their order:
# https://www.gov.uk/guidance/children-looked-after-return
_MODULES: dict[str, tuple[str, ...]] = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
        "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
    ),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": (
        "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS",
        "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED",
        "INTERVENTION_OFFERED",
    ),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "ad1": (
        "CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR",
        "LS_ADOPTR",
    ),
    "placed_adoption": (
        "CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED",
    ),
    "prev_perm": ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "sw_episodes": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
    "dolo": ("CHILD", "DOB", "DOLO_START", "DOLO_END"),
}  # fmt: skip
# What came to the return later is a page only where a file has it. The name of the element around
# such a record is told by no public example, so its items tell what it is.
_LATER = ("sw_episodes", "dolo")
_RECORDS = {
    "EPISODE": "episodes",
    "AREVIEW": "reviews",
    "OC2": "oc2",
    "AD_PLACED": "placed_adoption",
    "PERMANENCE": "prev_perm",
    "AMISSING": "missing",
}
_NAMES = {"CHILDID": "CHILD", "PL": "PLACE"}
# What a child's records repeat of it where their CSV files do.
_CHILD = ("CHILD", "SEX", "DOB")
_MOST_NEW_ITEMS = 50
# Five times the return of an authority with 3,000 children, at 1.5 kB each.
LARGEST = 25_000_000

Items = dict[str, str]


def pages(data: bytes) -> list[Page]:
    """
    The modules of a return, one page each, with the header row that the module's CSV file has.

    A file may be one line, so records are numbered and not lines: row 7 of reviews is the seventh
    review in the file, of header the seventh child. An item is the child's, or that of the one
    record it stands in: an episode without DEC stays open whatever its siblings say. A record
    whose items are all empty is none. An item that is not known is a column at the end, so that a
    contract names it; any other element that is not known is refused, as its rows would be lost.

    Raises Unreadable.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            "too_large",
            found=f"{len(data) // 1_000_000} million bytes of XML",
            expected=f"at most {LARGEST // 1_000_000} million",
            do="Export one authority and one year a file.",
        )
    records: dict[str, list[Items]] = {module: [] for module in _MODULES}
    for child in _return(plain(data)):
        for module, items in _records(child):
            records[module].append(items)
    return [_page(each, found) for each, found in records.items() if found or each not in _LATER]


def _return(data: bytes) -> Any:
    """The root element, once nothing in it can be overlooked."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        line, column = error.position
        if not line:
            raise MemoryError from None
        # Its own words may quote the file.
        raise _broken(f"XML that is broken at line {line}, character {column}") from None
    if root.tag != "EXPSSDA903":
        raise Unreadable(
            "unknown_xml",
            found=f"an XML file that begins with the element {_shown(root)}",
            expected="DfE's XML of the SSDA903 return, which begins with EXPSSDA903",
            do="Export the return as XML or CSV, without a namespace.",
        )
    for element in root.iter():
        if (element.tail or "").strip() or (len(element) and (element.text or "").strip()):
            raise _broken(f"text beside the elements, in or after {_shown(element)}")
    return root


def _records(child: Any) -> Iterator[tuple[str, Items]]:
    """Each record of one child, with its module."""
    headers = child.findall("HEADER")
    if child.tag != "CHILD" or len(headers) != 1:
        raise _broken(f"{len(headers)} HEADER elements in the element {_shown(child)}")
    (header,) = headers
    own = _items(each for each in header if not _is_record(each))
    shared = {name: own.get(name, "") for name in _CHILD}
    yield from _of_header(own, shared)
    for record in (*filter(_is_record, header), *(each for each in child if each is not header)):
        module, items = _module(record), _items(record)
        if not items.keys().isdisjoint(_CHILD):
            raise _unknown(record)
        if any(items.values()):
            yield module, shared | items


def _of_header(own: Items, shared: Items) -> Iterator[tuple[str, Items]]:
    """The modules whose items stand in a child's header, side by side with its own."""
    rest = dict(own)
    is_uasc = rest.pop("UASC", "") not in ("", "0")
    for module in ("uasc", "oc3", "ad1"):
        names = [name for name in _MODULES[module] if name not in _CHILD]
        items = {name: rest.pop(name, "") for name in names}
        if any(items.values()) or (is_uasc and module == "uasc"):
            yield module, shared | items
    yield "header", rest


def _is_record(element: Any) -> bool:
    return element.tag in _RECORDS or len(element) > 0


def _module(record: Any) -> str:
    if record.tag in _RECORDS:
        return _RECORDS[record.tag]
    names = {each.tag for each in record}
    for module in _LATER:
        if names and names <= {*_MODULES[module]}:
            return module
    raise _unknown(record)


def _items(elements: Iterable[Any]) -> Items:
    items: Items = {}
    for each in elements:
        name = _NAMES.get(each.tag, each.tag)
        if len(each):
            raise _unknown(each)
        if name in items:
            raise _broken(f"the element {_shown(each)} twice in one {_shown(each.getparent())}")
        items[name] = (each.text or "").strip()
    return items


def _page(module: str, records: list[Items]) -> Page:
    columns = [*_MODULES[module]]
    new = {name for items in records for name in items} - {*columns, *_CHILD}
    if len(new) > _MOST_NEW_ITEMS:
        raise _broken(f"{len(new):,} elements that no module knows")
    columns += sorted(new)
    rows = [[items.get(name, "") for name in columns] for items in records]
    return Page(module, [columns, *rows], first=0)


def _shown(element: Any) -> str:
    return f"{element.tag[:60]!r}"


def _unknown(element: Any) -> Unreadable:
    within = element.getparent()
    return Unreadable(
        "unknown_element",
        found=f"the element {_shown(element)} in {_shown(within)}",
        expected=f"{', '.join(_RECORDS)} and the items of the return",
        do="Export the return again, or ask for this element to be read.",
    )


def _broken(found: str) -> Unreadable:
    return Unreadable(
        "broken_xml",
        found=found,
        expected="DfE's XML of the SSDA903 return, whole",
        do="Export the return again, or export it as CSV.",
    )
