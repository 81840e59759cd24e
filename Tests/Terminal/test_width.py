"""Text in a narrow window, and in one that changes its size."""

import contextlib
import re

import pack
from screen import columns
from sessions import CTRL_C, ENTER, HOME, TerminalTest, squeezed

PROMPT_LINE = re.compile(r"(?:\$|>|\?|PASS|(?:pop3|smtp) \S+>)(?: |$)")


def own_lines(lines):
    """Without what a server said and what was typed: those are as long as they are."""
    return [line for line in lines if not line.startswith("S: ") and not PROMPT_LINE.match(line)]


class Narrow:
    language = "en"

    def assertFits(self, terminal, width):
        wide = [line for line in own_lines(terminal.screen.lines()) if columns(line) > width]
        self.assertEqual(wide, [])

    def whole(self, lesson, width):
        terminal = self.lesson(lesson, language=self.language, columns=width)
        terminal.play(pack.solution(lesson))
        terminal.quit()
        self.assertFits(terminal, width)

    def test_first_session(self):
        self.whole(pack.FIRST_SESSION, 40)

    def test_first_letter(self):
        self.whole(pack.FIRST_LETTER, 40)

    def test_send_and_receive(self):
        self.whole(pack.JOURNEY, 40)

    def test_at_80_columns(self):
        for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            self.setUp()
            self.whole(lesson, 80)

    def test_words_and_mistakes(self):
        terminal = self.lesson(until="stat", language=self.language, columns=40)
        for line in (
                "/help", "/hint", "/hint", "/hint", "/show", "/where", "/why", "/explain", "/explain 550 5.1.1 No",
                "/explain RETR", "/base64", "/base64 Tiếng Việt", "/lnag", "STTA", "/why", "ＳＴＡＴ", "USER dewey",
                "C: STAT", "STAT 1", "LIST", "DELE 9", "RETR x", "HELO there", "telnet mail.example.net 110", "",
                "/redo", "/back", "/skip", "QUIT", "telnet mail.example.net", "telnet mail.example.net:110",
                "telnet mail.exmaple.net 110", "USER dewey", "/where", "/lang", "/skip", "x", "12", "/quitt"):
            terminal.enter(line)
        start = terminal.screen.row
        terminal.keys(CTRL_C)
        terminal.shown_since(start)
        terminal.quit()
        self.assertFits(terminal, 40)

    def test_every_listed_mistake(self):
        """One start of each lesson, and every wrong line of every step, at the width of a phone held upright."""
        for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            self.setUp()
            terminal = self.lesson(lesson, language=self.language, columns=40)
            for step in pack.steps(lesson):
                for lines in step.wrong:
                    for line in lines:
                        terminal.enter(line)
                    terminal.enter(".") if terminal.screen.at_cursor.startswith("smtp data") else None
                    terminal.enter("/redo")
                terminal.enter("/skip")
            terminal.close()
            self.assertFits(terminal, 40)

    def test_first_start_and_the_end(self):
        terminal = self.terminal(columns=40)
        terminal.first_start(self.language)
        start = terminal.screen.row
        terminal.keys(CTRL_C)
        terminal.shown_since(start)
        terminal.quit()
        self.assertFits(terminal, 40)
        again = self.terminal(columns=40)
        again.prompt()
        again.quit()
        self.assertFits(again, 40)


class English(Narrow, TerminalTest):
    language = "en"


class Vietnamese(Narrow, TerminalTest):
    language = "vi"


class Chinese(Narrow, TerminalTest):
    language = "zh"


class PseudoLanguage(Narrow, TerminalTest):
    """Longer than any real one."""

    language = pack.PSEUDO

    def test_at_every_width(self):
        for width in range(35, 80, 5):
            for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
                self.setUp()
                self.whole(lesson, width)


class Resizing(TerminalTest):
    PROMPT = "pop3 transaction> "
    LONG = "/base64 The quick brown fox jumps over the lazy dog, and then it does it again and again."

    def halves(self, terminal):
        """What is above the prompt and what begins with it, however the rows are cut."""
        rows = [row.text for row in terminal.screen.rows]
        first = max(number for number, row in enumerate(rows) if row.startswith(self.PROMPT[:20]))
        return squeezed("".join(rows[:first])), squeezed("".join(rows[first:]))

    def assertDrawnOnce(self, terminal, above, line):
        """The typed line is there, whole, and no piece of an earlier drawing is above it."""
        expected = (above, squeezed(self.PROMPT + line))
        with contextlib.suppress(AssertionError):
            terminal.wait(lambda: self.halves(terminal) == expected, "the line", seconds=2)
        terminal.settle()
        self.assertEqual(self.halves(terminal)[1], expected[1], terminal.framed())
        self.assertEqual(self.halves(terminal)[0], expected[0], terminal.framed())

    def test_a_half_typed_line_survives(self):
        terminal = self.lesson(until="stat")
        terminal.keys("STA")
        terminal.wait(lambda: terminal.screen.typed_line.endswith("> STA"), "STA")
        for width in (40, 100, 24, 80):
            terminal.resize(24, width)
            terminal.settle()
            self.assertEqual(terminal.screen.typed_line.rstrip(), "pop3 transaction> STA", terminal.framed())
        self.assertSays(terminal.enter("T"), "+OK 3 345910")
        self.assertEqual(self.home.judged()[-1], ("STAT", "right", None))

    def test_a_long_line_survives_and_is_there_once(self):
        terminal = self.lesson(until="stat")
        above = self.halves(terminal)[0]
        terminal.keys(self.LONG)
        self.assertDrawnOnce(terminal, above, self.LONG)
        for width in (50, 120, 60):
            with self.subTest(width=width):
                terminal.resize(24, width)
                self.assertDrawnOnce(terminal, above, self.LONG)
        self.assertSays(terminal.enter(), "VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRoZSBsYXp5IGRvZywgYW5kIHRoZW4gaXQg")

    def test_dragging_the_edge_of_the_window(self):
        """Many sizes, one after another: no copy of the line stays behind, also when a row ends in a space."""
        terminal = self.lesson(until="stat")
        above = self.halves(terminal)[0]
        terminal.keys(self.LONG)
        self.assertDrawnOnce(terminal, above, self.LONG)
        for width in (44, 41, 30, 52):
            terminal.resize(24, width)
            self.assertDrawnOnce(terminal, above, self.LONG)

    def test_with_the_cursor_in_the_middle(self):
        terminal = self.lesson(until="stat")
        above = self.halves(terminal)[0]
        text = "base64 " + "中文Việt" * 12
        terminal.keys(text + HOME)
        self.assertDrawnOnce(terminal, above, text)
        for width in (50, 110):
            with self.subTest(width=width):
                terminal.resize(24, width)
                self.assertDrawnOnce(terminal, above, text)
                self.assertEqual(terminal.screen.at_cursor, self.PROMPT)
        terminal.keys("/")
        self.assertDrawnOnce(terminal, above, "/" + text)

    def test_later_text_takes_the_new_width(self):
        terminal = self.lesson(until="stat")
        terminal.keys("STA")
        terminal.resize(24, 40)
        terminal.settle()
        shown = terminal.enter("T")
        self.assertEqual([line for line in own_lines(shown.split("\n")) if columns(line) > 40], [])
        terminal.resize(24, 90)
        terminal.settle()
        shown = terminal.enter("/redo")
        widest = max(map(columns, own_lines(shown.split("\n"))))
        self.assertTrue(60 < widest <= 90, f"{widest} columns:\n{shown}")

    def test_a_wide_window_gets_no_endless_lines(self):
        terminal = self.lesson(columns=200)
        self.assertLessEqual(max(map(columns, terminal.screen.lines())), 100)

    def test_while_a_secret_is_asked_for(self):
        terminal = self.lesson(until="pass")
        terminal.keys("PASS" + ENTER)
        terminal.wait(lambda: terminal.screen.typed_line == "PASS ", "the question")
        terminal.keys("tan")
        terminal.resize(24, 50)
        start = terminal.screen.row
        terminal.keys("staaf" + ENTER)
        self.assertSays(terminal.shown_since(start), "+OK")
        self.assertEqual(self.home.judged()[-1], (pack.written("PASS tanstaaf"), "right", None))

    def test_very_narrow(self):
        for width in (20, 10):
            with self.subTest(width=width):
                terminal = self.lesson(columns=width)
                terminal.keys("telnet mail.example.net 110" + ENTER)
                terminal.wait(lambda: len(self.home.events()) >= 3, "the connection")
                terminal.close()
                self.setUp()
