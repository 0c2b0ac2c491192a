"""The words of a PDF, as PDFium reads them."""

from pypdfium2 import PdfDocument


def page_words(pdf: bytes) -> list[str]:
    """The text of each page, on one line."""
    document = PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def pdf_words(pdf: bytes) -> str:
    """The text of all pages, on one line."""
    return " ".join(page_words(pdf))
