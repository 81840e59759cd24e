"""A terminal's screen in memory: what a learner would see. It knows what mailtutor and libedit may send to an xterm and
refuses everything else, so that a stray escape sequence is a failing test. Like nearly all terminals of today it wraps
long lines anew when its width changes."""

import re
import unicodedata

# Ctrl-C makes the kernel forget what waits to be shown, perhaps in the middle of a sequence, and show ^C there.
CUT_OFF = re.compile(r"\x1b(?:\[[?0-9;]*)?\^C")
SEQUENCE = re.compile(r"\x1b(?:\[([?>]?)([0-9;]*)([@-~])|[()][A-Z0-9]|[=>78])")


def width(character):
    """Columns of one code point."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def columns(text):
    return sum(map(width, text))


class Row:
    def __init__(self):
        self.cells = []  # one a column; the second half of a wide character is ""
        self.goes_on = False  # the terminal, not the program, went to the next row

    @property
    def text(self):
        return "".join(self.cells)


class Screen:
    """Rows are counted from the first one ever written, so a row number stays valid when the screen scrolls."""

    def __init__(self, height, width):
        self.height, self.width = height, width
        self.rows = [Row()]
        self.row = self.column = 0
        self.inserting = False
        self.modes = set()
        self.unread = ""

    @property
    def top(self):
        return max(0, len(self.rows) - self.height)

    @property
    def at_cursor(self):
        """The cursor's row, up to the cursor."""
        return "".join(self.rows[self.row].cells[: self.column])

    @property
    def typed_line(self):
        """The whole logical line in which the cursor stands."""
        first = last = self.row
        while first > 0 and self.rows[first - 1].goes_on:
            first -= 1
        while self.rows[last].goes_on and last + 1 < len(self.rows):
            last += 1
        return "".join(row.text for row in self.rows[first : last + 1])

    def lines(self, start=0, end=None):
        """Rows as the program wrote them: what the terminal wrapped is one line again."""
        result, goes_on = [], False
        for row in self.rows[start:end]:
            if goes_on:
                result[-1] += row.text
            else:
                result.append(row.text)
            goes_on = row.goes_on
        return [line.rstrip(" ") for line in result]

    def text(self, start=0, end=None):
        return "\n".join(self.lines(start, end))

    def feed(self, text):
        text, self.unread = CUT_OFF.sub("^C", self.unread + text), ""
        position = 0
        while position < len(text):
            character = text[position]
            if character != "\x1b":
                self._character(character)
                position += 1
                continue
            found = SEQUENCE.match(text, position)
            if not found:
                if len(text) - position < 24:
                    self.unread = text[position:]
                    return
                raise ValueError(f"unknown escape sequence {text[position:position + 24]!r}")
            if found[3]:
                self._sequence(found[1], found[2], found[3])
            position = found.end()

    def resize(self, height, width):
        """New size; each line is wrapped anew, and the cursor stays on its character."""
        lines, cursor = [[]], None
        for number, row in enumerate(self.rows):
            if number == self.row:
                cursor = (len(lines) - 1, len(lines[-1]) + self.column)
            lines[-1] += row.cells
            if not row.goes_on:
                lines.append([])
        if not self.rows[-1].goes_on:
            lines.pop()
        self.height, self.width, self.rows = height, width, []
        for number, cells in enumerate(lines):
            start = len(self.rows)
            while True:
                row = Row()
                row.cells, cells = cells[:width], cells[width:]
                self.rows.append(row)
                if number == cursor[0] and len(self.rows) == start + 1 + cursor[1] // width:
                    self.row, self.column = len(self.rows) - 1, cursor[1] % width
                row.goes_on = bool(cells) or (number == cursor[0] and len(self.rows) < start + 1 + cursor[1] // width)
                if not row.goes_on:
                    break

    def _character(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
            self._reach_row()
        elif character == "\b":
            self.column = max(0, min(self.column, self.width - 1) - 1)
        elif character == "\a":
            pass
        elif character == "\t":
            self.column = min(self.width - 1, self.column // 8 * 8 + 8)
        elif ord(character) < 32 or 0x7F <= ord(character) < 0xA0:
            raise ValueError(f"control character {character!r} on the screen")
        else:
            self._print(character)

    def _reach_row(self):
        while self.row >= len(self.rows):
            self.rows.append(Row())

    def _print(self, character):
        size = width(character)
        cells = self.rows[self.row].cells
        if size == 0:
            place = self.column - 1
            while place > 0 and cells[place] == "":
                place -= 1
            if place >= 0:
                cells[place] += character
            return
        if self.column + size > self.width:
            self.rows[self.row].goes_on = True
            self.row += 1
            self.column = 0
            self._reach_row()
            cells = self.rows[self.row].cells
        cells += [" "] * (self.column - len(cells))
        new = [character] + [""] * (size - 1)
        if self.inserting:
            cells[self.column : self.column] = new
            del cells[self.width :]
        else:
            cells[self.column : self.column + size] = new
        self.column += size

    def _sequence(self, private, parameters, final):
        numbers = [int(number) if number else 0 for number in parameters.split(";")]
        first = numbers[0]
        count = max(1, first)
        row = self.rows[self.row]
        if private:
            if private == "?" and final in "hl":
                for number in numbers:
                    (self.modes.add if final == "h" else self.modes.discard)(number)
                return
            raise ValueError(f"unknown escape sequence ESC [ {private}{parameters}{final}")
        if final == "m":
            pass
        elif final == "K":
            self._erase_in_row(row, first)
        elif final == "J" and first in (0, 2):
            if first == 0:
                self._erase_in_row(row, 0)
            for other in self.rows[self.top if first == 2 else self.row + 1 :]:
                self._erase_in_row(other, 2)
        elif final == "A":
            self.row = max(self.top, self.row - count)
            self.column = min(self.column, self.width - 1)
        elif final == "B":
            self.row = min(len(self.rows) - 1, self.row + count)
        elif final == "C":
            self.column = min(self.width - 1, self.column + count)
        elif final == "D":
            self.column = max(0, min(self.column, self.width - 1) - count)
        elif final == "G":
            self.column = count - 1
        elif final == "H":
            self.row = self.top + count - 1
            self.column = (max(1, numbers[1]) if len(numbers) > 1 else 1) - 1
            self._reach_row()
        elif final == "P":
            del row.cells[self.column : self.column + count]
        elif final == "@":
            row.cells += [" "] * (self.column - len(row.cells))
            row.cells[self.column : self.column] = [" "] * count
            del row.cells[self.width :]
        elif final in "hl" and first == 4:
            self.inserting = final == "h"
        else:
            raise ValueError(f"unknown escape sequence ESC [ {parameters}{final}")

    def _erase_in_row(self, row, part):
        if part == 0:
            del row.cells[self.column :]
            row.goes_on = False
        elif part == 1:
            row.cells[: self.column + 1] = [" "] * (self.column + 1)
        else:
            row.cells.clear()
            row.goes_on = False
