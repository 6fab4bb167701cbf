"""From the bytes of a feed to characters, whatever it claims about itself. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from signalboard.wire.parse.mapped import Bytes, let_go

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_HEAD = 1024
_STEP = 1 << 18
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})[\"']", re.IGNORECASE
)
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SINGLE = re.compile(r"ascii|cp(?:125\d|437|85\d|866|874)|iso8859-\d+|koi8-[rut]|mac-\w+|tis-620")
_MULTIPLE = re.compile(
    r"utf-8|utf-16(?:-[bl]e)?|utf-32(?:-[bl]e)?|gb\w+|big5\w*|shift_jis\w*|euc_\w+|cp9(?:32|49|50)"
    r"|iso2022_\w+|hz|johab"
)
# What pages mean by these names, as browsers read them.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff\ud800-\udfff]")


def decoded(body: Bytes, content_type: str) -> str:
    """The characters of a feed, without those that no XML may have.

    A byte order mark decides; else what the document declares, else what the
    server says, each only where the bytes agree; else UTF-8, with Windows-1252 for
    single bytes that are none.
    """
    codec, errors, start = _chosen(body, content_type)
    with memoryview(body) as view:
        text = str(view[start:], codec, errors)
    let_go(body)
    return legal(text)


def legal(text: str) -> str:
    """The text without characters that no XML may have."""
    return _ILLEGAL.sub("", text)


def in_utf8(body: Bytes, content_type: str) -> Iterator[bytes] | None:
    """The same in UTF-8, piece by piece: all of it as characters may be four bytes each.

    None for a body that is UTF-8 already, with what no XML may have.
    """
    codec, errors, start = _chosen(body, content_type)
    if (codec, errors) == ("utf-8", "strict"):
        return None
    return _recoded(body, start, codecs.getincrementaldecoder(codec)(errors))


def _recoded(body: Bytes, start: int, decoder: codecs.IncrementalDecoder) -> Iterator[bytes]:
    for position in range(start, len(body), _STEP):
        step = body[position : position + _STEP]
        text = decoder.decode(step, final=position + _STEP >= len(body))
        yield legal(text).encode("utf-8", "replace")


def _chosen(body: Bytes, content_type: str) -> tuple[str, str, int]:
    """The codec, what to do about bytes that are none of its, and where the text begins."""
    head = body[:_HEAD]
    for mark, codec in _BOMS:
        if head.startswith(mark):
            if codec == "utf-8":
                break
            return codec, "replace", len(mark)
    start = head.lstrip(b" \t\r\n")
    for mark, codec in _WITHOUT_BOM:
        if start.startswith(mark):
            return codec, "replace", 0
    for codec in _claimed(head, content_type):
        if codec.startswith(("utf-16", "utf-32")):
            continue  # the bytes above show that it is not
        is_single = _SINGLE.fullmatch(codec) is not None
        # Nearly all bytes are some text in a single-byte code: UTF-8 is the stronger claim.
        meant = "utf-8" if is_single else codec
        if _is_all(body, meant):
            return meant, "strict", 0
        if is_single:
            return codec, "replace", 0
    return "utf-8", "strict" if _is_all(body, "utf-8") else "signalboard.mixed", 0


def _claimed(head: bytes | bytearray, content_type: str) -> list[str]:
    labels = []
    if found := _DECLARED.search(head):
        labels.append(found[1].decode("ascii"))
    if spoken := _CHARSET.search(content_type):
        labels.append(spoken[1])
    return [codec for label in labels if (codec := _codec(label))]


def _codec(label: str) -> str | None:
    """The codec of a label; None for what is none, or none that text is sent in."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if _SINGLE.fullmatch(name) or _MULTIPLE.fullmatch(name):
        return _MEANT.get(name, name)
    return None


def _is_all(body: Bytes, codec: str) -> bool:
    """Whether a body is text in a codec from its start to its end."""
    if codec == "utf-8" and isinstance(body, bytes | bytearray) and body.isascii():
        return True
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        for position in range(0, len(body), _STEP):
            decoder.decode(body[position : position + _STEP])
            let_go(body)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """Bytes amid UTF-8 that are none, read as Windows-1252: the usual mix."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("signalboard.mixed", _mixed)
