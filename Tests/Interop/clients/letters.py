"""The letters that the clients send, and what a delivery adds to them."""

ADDRESS = "dewey@mail.example.net"
SENDER = "a@b.example"

# Everything that a letter may have and that a careless server spoils.
LETTERS = {
    "plain": b"From: a@b.example\r\nSubject: plain\r\n\r\nHello.\r\n",
    "dots": b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\n...\r\nend.\r\n",
    "last line a dot": b"Subject: end\r\n\r\nend\r\n.\r\n",
    "eight bits": b"Subject: bits\r\n\r\n" + bytes(range(0xA0, 0x100)) + b"\r\n",
    "utf-8": "Subject: utf-8\r\n\r\nTiếng Việt, 中文\r\n".encode(),
    "control bytes": b"Subject: bytes\r\n\r\n" + bytes(set(range(1, 32)) - {10, 13}) + b"\x7f\r\n",
    "no body": b"Subject: nothing\r\n\r\n",
    "long": b"Subject: long\r\n\r\n" + b"".join(b"%05d %s\r\n" % (i, b"x" * 60) for i in range(20000)),
    # RFC 5321 §4.5.3.1.6: 1000 octets with CRLF. Dots, because buffers begin somewhere in it.
    "a long line": b"Subject: line\r\n\r\n" + b".x" * 499 + b"\r\n",
    "empty lines": b"Subject: holes\r\n\r\n" + b"\r\n" * 50,
}

# How files are on Unix. Each client has its own way to make a letter of them.
LF_LETTER = b"Subject: lf\n\n.\n..\n.hidden\n\nend\n"
UNFINISHED_LETTER = b"Subject: unfinished\r\n\r\n.\r\nno line end"


def with_crlf(letter):
    """A letter of bare line feeds as the server keeps it: each line ends with CRLF."""
    return letter.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def without_trace(octets):
    """The letter as it was sent: without Return-Path and Received. RFC 5321 §4.4."""
    lines = octets.split(b"\r\n")
    if not lines[0].startswith(b"Return-Path: ") or not lines[1].startswith(b"Received: "):
        raise AssertionError(f"a delivered letter starts with {lines[:2]}")
    del lines[:2]
    while lines[0].startswith(b"\t"):
        del lines[0]
    return b"\r\n".join(lines)


def stuffed(letter):
    """As it travels, with the closing dot line. RFC 5321 §4.5.2."""
    lines = letter.split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b".\r\n"
