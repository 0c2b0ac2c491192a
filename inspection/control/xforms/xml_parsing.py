"""From bytes to a small tree of XML, refusing what only a broken or hostile client writes."""

from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from inspection.errors import ControlFault

LARGEST_XML_BYTES: Final = 1_000_000
DEEPEST_XML: Final = 12
MOST_ELEMENTS: Final = 20_000


class _Bounded:
    """Builds a tree, and stops at once when it grows too deep or too large."""

    def __init__(self) -> None:
        self._tree, self._depth, self._elements = TreeBuilder(), 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth, self._elements = self._depth + 1, self._elements + 1
        if self._depth > DEEPEST_XML:
            raise ControlFault("CONTROL-342", deepest_xml=DEEPEST_XML)
        if self._elements > MOST_ELEMENTS:
            raise ControlFault("CONTROL-354", most_elements=MOST_ELEMENTS)
        self._tree.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(tag)

    def data(self, text: str) -> None:
        self._tree.data(text)

    def close(self) -> Element:
        return self._tree.close()


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML document.

    Errors: `ControlFault` 340 for what is no plain XML (a document type is refused unread, and entities with it), 341
    for more than a megabyte, 342 for too deep, 354 for too many fields.
    """
    if len(data) > LARGEST_XML_BYTES:
        raise ControlFault("CONTROL-341", largest_xml_bytes=LARGEST_XML_BYTES)
    parser: Any = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise ControlFault("CONTROL-340") from None
    if not isinstance(root, Element):
        raise ControlFault("CONTROL-340")
    return root


def local(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]
