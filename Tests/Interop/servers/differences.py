"""The list of lines that the simulator answers otherwise than a real server, each with who is right."""

import dataclasses
import re

import programs

KEYS = ["servers", "script", "lines", "theirs", "ours", "rule", "right"]


@dataclasses.dataclass(frozen=True)
class Difference:
    """A line of `lines` may hold `*` for any octets; `rule` is an RFC's section, `right` a sentence."""

    servers: tuple
    script: str
    lines: tuple
    theirs: str
    ours: str
    rule: str
    right: str

    def covering(self, server, session, theirs, ours):
        """Those of `lines` that this answer is about."""
        if (server not in self.servers or session.script != self.script or theirs.status != self.theirs
                or ours.status != self.ours):
            return []
        return [line for line in self.lines if re.fullmatch(pattern(line), theirs.step.text)]


def pattern(line):
    return ".*".join(re.escape(part) for part in line.split("*"))


def read():
    """Rows of `key: value`, an empty line between them; a value goes on in lines that are indented, and each of them is
    a line of a script where the key is `lines`."""
    text = re.sub(r"(?m)^#.*\n?", "", (programs.HERE / "differences.txt").read_text("utf-8"))
    return [row(block) for block in re.split(r"\n\s*\n", text.strip())]


def row(block):
    fields = {}
    for line in block.splitlines():
        if line.startswith("    "):
            fields[key] += "\n" + line[4:]
        else:
            key, fields[key] = re.fullmatch(r"(\w+):(?: (.*))?", line).groups("")
    assert list(fields) == KEYS, f"a row has other keys than {KEYS}:\n{block}"
    assert re.match(r"RFC \d+ §", fields["rule"]), f"no section of an RFC in\n{block}"
    lines = tuple(line for line in fields.pop("lines").split("\n") if line)
    return Difference(tuple(fields.pop("servers").split(", ")), lines=lines, **fields)
